package org.barscope.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnWidthsTest {
  private final ColumnWidths widths =
      new ColumnWidths(
          List.of(
              Column.number("#", 50),
              Column.text("What", 200).yielding(120),
              Column.text("Value", 150).yielding(110).growing()));

  @Test
  void whatIsLeftGoesToTheColumnThatGrows() {
    widths.fit(450);
    assertEquals(List.of(50.0, 200.0, 200.0), shown());
  }

  @Test
  void columnsYieldInShareWithWhatTheyCan() {
    widths.fit(370);
    assertEquals(List.of(50.0, 180.0, 140.0), shown());
  }

  @Test
  void theyDoNotYieldBelowTheirLeast() {
    widths.fit(200);
    assertEquals(List.of(50.0, 120.0, 110.0), shown());
    assertEquals(280, widths.total());
  }

  @Test
  void aColumnNarrowerThanItsLeastStaysAsTheUserMadeIt() {
    widths.resize(1, 90);
    widths.fit(200);
    assertEquals(90, widths.width(1));
  }

  @Test
  void aColumnWidensForWhatItShowsAndNeverNarrows() {
    assertTrue(widths.widen(0, 77));
    assertFalse(widths.widen(0, 60));
    assertEquals(77, widths.width(0));
    assertEquals(List.of(50.0, 200.0, 150.0), widths.chosen());
  }

  @Test
  void aColumnThatWidenedYieldsToNone() {
    widths.widen(0, 77);
    widths.fit(200);
    assertEquals(List.of(77.0, 120.0, 110.0), shown());
  }

  @Test
  void whatIsKeptAreTheWidthsAsChosen() {
    widths.fit(200);
    assertEquals(List.of(50.0, 200.0, 150.0), widths.chosen());
  }

  private List<Double> shown() {
    return List.of(widths.width(0), widths.width(1), widths.width(2));
  }
}
