package org.barscope.app.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MatchesTest {
  private final Matches matches = new Matches();

  @Test
  void keepsRowsInOrderAlsoWhenOneIsFoundLate() {
    assertFalse(matches.add(3));
    assertFalse(matches.add(9));
    assertTrue(matches.add(5));
    assertFalse(matches.add(9));
    assertEquals(3, matches.count());
    assertEquals(5, matches.row(1));
    assertEquals(1, matches.ordinalFrom(4));
    assertEquals(3, matches.ordinalFrom(10));
    assertTrue(matches.remove(5));
    assertFalse(matches.remove(5));
    assertEquals(9, matches.row(1));
  }

  @Test
  void keepsOrdinalsWhenRowsAreDroppedAtTheFront() {
    for (long row = 0; row < 5000; row++) {
      matches.add(10 * row);
    }
    matches.dropBefore(40_001);
    assertEquals(4001, matches.first());
    assertEquals(5000, matches.end());
    assertEquals(40_010, matches.row(4001));
    assertEquals(4500, matches.ordinalFrom(45_000));
    matches.add(60_000);
    assertEquals(60_000, matches.row(5000));
  }
}
