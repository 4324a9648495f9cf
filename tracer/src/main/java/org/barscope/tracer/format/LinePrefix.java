package org.barscope.tracer.format;

/// The time in front of a trace line: `2026-11-22T07:48:58.072039Z `, `4711@1700000000.123456:`, or
/// nothing.
final class LinePrefix {
  /// The line carries no time.
  static final long NONE = Long.MIN_VALUE;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int DATE_LENGTH = "2026-11-22".length();

  private LinePrefix() {}

  /// Passes the prefix.
  ///
  /// @return nanoseconds since 1970, or [#NONE]; the cursor fails if the line starts like a prefix
  ///   but is none
  static long read(LineCursor cursor) {
    long time = NONE;
    cursor.skipSpaces();
    while (!cursor.failed() && isDigit(cursor.peek(0))) {
      boolean date = cursor.peek(4) == '-' && cursor.peek(DATE_LENGTH) == 'T';
      time = date ? date(cursor) : processAndSeconds(cursor);
      cursor.skipSpaces();
    }
    return time;
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private static long processAndSeconds(LineCursor cursor) {
    cursor.decimal(10);
    cursor.expect('@');
    long seconds = cursor.decimal(12);
    long nanos = cursor.take('.') ? fraction(cursor) : 0;
    cursor.expect(':');
    return inRange(cursor, seconds) * NANOS_PER_SECOND + nanos;
  }

  private static long date(LineCursor cursor) {
    int year = (int) cursor.decimal(4);
    cursor.expect('-');
    int month = (int) cursor.decimal(2);
    cursor.expect('-');
    int day = (int) cursor.decimal(2);
    cursor.expect('T');
    long seconds = daysSince1970(year, month, day) * 24 + cursor.decimal(2);
    cursor.expect(':');
    seconds = seconds * 60 + cursor.decimal(2);
    cursor.expect(':');
    seconds = seconds * 60 + cursor.decimal(2);
    long nanos = cursor.take('.') ? fraction(cursor) : 0;
    seconds -= zoneSeconds(cursor);
    cursor.expect(' ');
    if (month < 1 || month > 12 || day < 1 || day > 31) {
      cursor.fail();
    }
    return inRange(cursor, seconds) * NANOS_PER_SECOND + nanos;
  }

  private static long zoneSeconds(LineCursor cursor) {
    if (cursor.take('Z')) {
      return 0;
    }
    int sign = cursor.peek(0) == '-' ? -1 : 1;
    if (!cursor.take('-')) {
      cursor.expect('+');
    }
    long hours = cursor.decimal(2);
    cursor.take(':');
    return sign * (hours * 60 + cursor.decimal(2)) * 60;
  }

  private static long fraction(LineCursor cursor) {
    int from = cursor.at();
    long value = cursor.decimal(9);
    for (int digits = cursor.at() - from; digits < 9; digits++) {
      value *= 10;
    }
    return value;
  }

  private static long inRange(LineCursor cursor, long seconds) {
    if (seconds < 0 || seconds >= Long.MAX_VALUE / NANOS_PER_SECOND) {
      cursor.fail();
      return 0;
    }
    return seconds;
  }

  /// The civil calendar as arithmetic, because a date object per line costs more than the rest of
  /// the line.
  private static long daysSince1970(int year, int month, int day) {
    int shifted = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(shifted, 400);
    int yearOfEra = shifted - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146097L + dayOfEra - 719468;
  }
}
