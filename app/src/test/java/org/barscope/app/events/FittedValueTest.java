package org.barscope.app.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.barscope.app.events.TableLine.Span;
import org.junit.jupiter.api.Test;

class FittedValueTest {
  private static final String STATUS = "0x07 ACKNOWLEDGE|DRIVER|DRIVER_OK";

  private static String fit(String value, String fresh, int columns) {
    int from = value.indexOf(fresh);
    Span span = fresh.isEmpty() ? Span.NONE : new Span(from, from + fresh.length());
    FittedValue fitted = FittedValue.of(value, span, columns);
    return fitted.before() + "[" + fitted.fresh() + "]" + fitted.after();
  }

  @Test
  void keepsWhatFits() {
    assertEquals(STATUS + "[]", fit(STATUS, "", STATUS.length()));
    assertEquals("0x1f2a3[]", fit("0x1f2a3", "", 3));
  }

  @Test
  void dropsWholeWordsFromTheOldestOn() {
    assertEquals("0x07 …DRIVER|DRIVER_OK[]", fit(STATUS, "", STATUS.length() - 1));
    assertEquals("0x07 …DRIVER_OK[]", fit(STATUS, "", 16));
    assertEquals("0x07 …DRIVER_OK[]", fit(STATUS, "", 4));
  }

  @Test
  void keepsWhatIsNewWhole() {
    assertEquals("0x07 …[DRIVER_OK]", fit(STATUS, "DRIVER_OK", 4));
    assertEquals("0x07 …[DRIVER|DRIVER_OK]", fit(STATUS, "DRIVER|DRIVER_OK", 4));
    assertEquals("0x07 [ACKNOWLEDGE]|DRIVER|DRIVER_OK", fit(STATUS, "ACKNOWLEDGE", 4));
  }

  @Test
  void cutsTheLastWordsOfWhatIsNoList() {
    assertEquals("0x38af8064 13 features[]", fit("0x38af8064 13 features", "", 22));
    assertEquals("0x38af8064 13 …[]", fit("0x38af8064 13 features", "", 21));
    assertEquals("0x38af8064 …[]", fit("0x38af8064 13 features", "", 14));
    assertEquals("0x38af8064 …[]", fit("0x38af8064 13 features", "", 12));
  }

  @Test
  void leavesOneWordToTheLabel() {
    assertEquals("52:54:00:12:34:56[]", fit("52:54:00:12:34:56", "", 12));
    assertEquals("0x38af8064 13 features[]", fit("0x38af8064 13 features", "", 1));
  }
}
