package org.barscope.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RowWindowTest {
  private final RowWindow window = new RowWindow();

  @Test
  void reachesEveryRowOfAHundredBillion() {
    window.height(40.5);
    window.range(0, 100_000_000_000L);
    window.reveal(99_999_999_999L);
    assertEquals(99_999_999_999L, window.bottom());
    window.moveTo(12_345_678_901.25);
    assertEquals(12_345_678_901L, window.top());
    assertEquals(0.25, window.part());
    window.moveBy(-0.5);
    assertEquals(12_345_678_900L, window.top());
    assertEquals(0.75, window.part());
  }

  @Test
  void endsWithTheTopRowWholeAndTheLastRowInSight() {
    window.height(10.25);
    window.range(0, 100);
    window.moveToEnd();
    assertEquals(90, window.top());
    assertEquals(0, window.part());
    assertEquals(99, window.bottom());
    assertEquals(90, window.position());
    assertEquals(90, window.limit());
  }

  @Test
  void revealsARowBelowWithTheTopRowWhole() {
    window.height(10.25);
    window.range(0, 100);
    window.moveTo(20.5);
    window.reveal(31);
    assertEquals(22, window.top());
    assertEquals(0, window.part());
    assertEquals(31, window.bottom());
  }

  @Test
  void scrollsAlsoWhereNotEvenOneRowFits() {
    window.height(0.5);
    window.range(0, 3);
    window.moveToEnd();
    assertEquals(2, window.top());
    assertEquals(2, window.limit());
  }

  @Test
  void staysWhenRowsComeAndWhenRowsInFrontOfItAreForgotten() {
    window.height(10);
    window.range(0, 1000);
    window.moveTo(500);
    window.range(0, 2000);
    window.range(300, 2100);
    assertEquals(500, window.top());
    assertEquals(200, window.position());
  }

  @Test
  void movesOnWithTheFirstRowWhenItsOwnAreForgotten() {
    window.height(10);
    window.range(0, 1000);
    window.moveTo(100.5);
    window.range(300, 1200);
    assertEquals(300, window.top());
    assertEquals(0, window.part());
  }

  @Test
  void doesNotScrollFewRowsThatFit() {
    window.height(10);
    window.range(7, 12);
    window.moveBy(3);
    window.moveToEnd();
    assertEquals(7, window.top());
    assertEquals(0, window.limit());
    assertEquals(11, window.bottom());
  }

  @Test
  void scrollsAsLittleAsNeededToRevealARow() {
    window.height(10);
    window.range(0, 1000);
    window.moveTo(100);
    window.reveal(105);
    assertEquals(100, window.top());
    window.reveal(110);
    assertEquals(101, window.top());
    window.reveal(50);
    assertEquals(50, window.top());
    window.center(500);
    assertEquals(495, window.top());
  }
}
