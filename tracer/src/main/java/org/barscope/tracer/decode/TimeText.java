package org.barscope.tracer.decode;

/// Times and durations as text.
public final class TimeText {
  private static final long SECOND = 1_000_000_000;
  private static final long MILLISECOND = 1_000_000;
  private static final long MICROSECOND = 1_000;

  private TimeText() {}

  /// A time as seconds, milliseconds and microseconds: `1.204 118`. What is below a microsecond is
  /// cut off.
  ///
  /// @param nanos since the start of the recording
  public static String time(long nanos) {
    StringBuilder text = new StringBuilder(16);
    append(text, nanos);
    return text.toString();
  }

  static void append(StringBuilder text, long nanos) {
    long rest = nanos;
    if (nanos < 0) {
      text.append('-');
      rest = nanos == Long.MIN_VALUE ? Long.MAX_VALUE : -nanos;
    }
    text.append(rest / SECOND).append('.');
    threeDigits(text, (int) (rest % SECOND / MILLISECOND));
    text.append(' ');
    threeDigits(text, (int) (rest % MILLISECOND / MICROSECOND));
  }

  /// A duration in the one unit that fits it: `850 ns`, `2.1 µs`, `14.0 ms`, `3.2 s`.
  public static String duration(long nanos, Glyphs glyphs) {
    if (nanos < 0) {
      return "-" + duration(nanos == Long.MIN_VALUE ? Long.MAX_VALUE : -nanos, glyphs);
    }
    // a value that would round to 1000.0 goes to the next unit
    if (nanos < MICROSECOND) {
      return nanos + " ns";
    } else if (nanos < 999_950) {
      return tenths(nanos, MICROSECOND) + " " + glyphs.microseconds();
    } else if (nanos < 999_950_000) {
      return tenths(nanos, MILLISECOND) + " ms";
    }
    return tenths(nanos, SECOND) + " s";
  }

  private static String tenths(long nanos, long unit) {
    long tenth = unit / 10;
    long tenths = nanos / tenth + (nanos % tenth * 2 >= tenth ? 1 : 0);
    return tenths / 10 + "." + tenths % 10;
  }

  private static void threeDigits(StringBuilder text, int number) {
    text.append((char) ('0' + number / 100))
        .append((char) ('0' + number / 10 % 10))
        .append((char) ('0' + number % 10));
  }
}
