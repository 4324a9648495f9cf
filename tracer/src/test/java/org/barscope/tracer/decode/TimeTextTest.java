package org.barscope.tracer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.000 000",
    "1204118999, 1.204 118",
    "999999999999, 999.999 999",
    "-1500000, -0.001 500",
  })
  void showsSecondsMillisecondsAndMicroseconds(long nanos, String text) {
    assertEquals(text, TimeText.time(nanos));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "999, 999 ns",
    "1000, 1.0 µs",
    "2149, 2.1 µs",
    "2150, 2.2 µs",
    "999949, 999.9 µs",
    "999950, 1.0 ms",
    "999949999, 999.9 ms",
    "999950000, 1.0 s",
    "3200000000, 3.2 s",
    "-2100, -2.1 µs",
    "9223372036854775807, 9223372036.9 s",
  })
  void showsADurationInOneUnit(long nanos, String text) {
    assertEquals(text, TimeText.duration(nanos, Glyphs.UTF_8));
  }
}
