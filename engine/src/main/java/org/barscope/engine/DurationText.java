package org.barscope.engine;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time span in a topology file: a number, or a string with a unit, such as `1.5ms`.
final class DurationText {
  private static final Pattern SHAPE =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?) ?(ns|us|µs|ms|s)");
  private static final Map<String, Long> UNITS =
      Map.of("ns", 1L, "us", 1_000L, "µs", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L);
  private static final long HOUR = 3_600_000_000_000L;

  private DurationText() {}

  /// Nanoseconds, from 0 to an hour.
  ///
  /// @param unit nanoseconds that a bare number counts
  /// @param least nanoseconds
  static long nanos(JsonItem item, long unit, long least) {
    String name = unit == 1 ? "nanoseconds" : "milliseconds";
    String example = unit == 1 ? "1.5ms" : "2s";
    String expected =
        "%s from %d to %d (an hour), or a text such as \"%s\""
            .formatted(name, least / unit, HOUR / unit, example);
    if (item instanceof JsonItem.Text text && !text.value().startsWith("0x")) {
      return of(text.value(), unit)
          .filter(nanos -> nanos >= least && nanos <= HOUR)
          .orElseThrow(() -> item.wrong(expected));
    }
    return unit * item.whole(least / unit, HOUR / unit, expected);
  }

  /// Empty if the text is no time span, or no whole number of units.
  private static Optional<Long> of(String text, long unit) {
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      return Optional.empty();
    }
    BigDecimal nanos =
        new BigDecimal(shape.group(1))
            .multiply(BigDecimal.valueOf(UNITS.getOrDefault(shape.group(2), 1L)));
    boolean whole = nanos.remainder(BigDecimal.valueOf(unit)).signum() == 0;
    return whole && nanos.compareTo(BigDecimal.valueOf(HOUR)) <= 0
        ? Optional.of(nanos.longValueExact())
        : Optional.empty();
  }
}
