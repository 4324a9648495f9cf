package org.barscope.app.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LineIndexTest {
  private final LineIndex index = new LineIndex();

  @Test
  void isTheRowItselfWhileNothingIsExpanded() {
    assertEquals(new LineIndex.Place(9_000_000_000L, -1), index.place(9_000_000_000L));
    assertEquals(9_000_000_000L, index.line(9_000_000_000L));
  }

  @Test
  void putsChildrenUnderTheirRow() {
    index.append(4, 2);
    index.append(5, 1);
    assertEquals(new LineIndex.Place(4, -1), index.place(4));
    assertEquals(new LineIndex.Place(4, 0), index.place(5));
    assertEquals(new LineIndex.Place(4, 1), index.place(6));
    assertEquals(new LineIndex.Place(5, -1), index.place(7));
    assertEquals(new LineIndex.Place(5, 0), index.place(8));
    assertEquals(new LineIndex.Place(6, -1), index.place(9));
    assertEquals(4, index.line(4));
    assertEquals(7, index.line(5));
    assertEquals(9, index.line(6));
  }

  @Test
  void findsEveryLineOfManyExpandedRows() {
    Random random = new Random(7);
    Map<Long, Integer> expanded = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      expanded.put((long) random.nextInt(2000), 1 + random.nextInt(5));
    }
    expanded.forEach(index::append);
    long line = 0;
    for (long row = 0; row < 2000; row++) {
      assertEquals(line, index.line(row));
      for (int child = -1; child < expanded.getOrDefault(row, 0); child++) {
        assertEquals(new LineIndex.Place(row, child), index.place(line++));
      }
    }
  }
}
