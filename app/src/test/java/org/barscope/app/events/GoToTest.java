package org.barscope.app.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoToTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          0; 0
          1204; 1204
          1,204; 1204
          #1,204,311; 1204311
          ' 88120 '; 88120
          """)
  void aRow(String text, long row) {
    assertEquals(Optional.of(new GoTo.RowNumber(row)), GoTo.of(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          1.5 s; 1500000000
          1.5; 1500000000
          1.204 118; 1204118000
          103.329 827; 103329827000
          20 ms; 20000000
          20ms; 20000000
          850 µs; 850000
          850us; 850000
          0.5 us; 500
          17 ns; 17
          """)
  void aTime(String text, long nanos) {
    assertEquals(Optional.of(new GoTo.Time(nanos)), GoTo.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "row", "1.2.3", "5 parsecs", "1,2", "99999999999999999999", "ms"})
  void neither(String text) {
    assertEquals(Optional.empty(), GoTo.of(text));
  }
}
