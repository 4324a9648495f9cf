package org.barscope.tracer.format;

import java.nio.charset.StandardCharsets;

/// A position in one line, and the small reads a trace line needs.
///
/// A read that finds something else marks the cursor failed and returns 0: a line is checked once,
/// when all of it was read.
final class LineCursor {
  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private boolean failed;

  void set(byte[] line, int from, int to) {
    bytes = line;
    at = from;
    end = to;
    failed = false;
  }

  boolean failed() {
    return failed;
  }

  void fail() {
    failed = true;
  }

  int at() {
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  int end() {
    return end;
  }

  boolean atEnd() {
    return at >= end;
  }

  /// The byte `ahead` of the position, 0 beyond the end.
  int peek(int ahead) {
    return at + ahead < end ? bytes[at + ahead] & 0xff : 0;
  }

  void skipSpaces() {
    while (at < end && bytes[at] == ' ') {
      at++;
    }
  }

  /// Passes the character if it is next.
  boolean take(char character) {
    if (at < end && bytes[at] == character) {
      at++;
      return true;
    }
    return false;
  }

  void expect(char character) {
    if (!take(character)) {
      failed = true;
    }
  }

  /// Passes the text if it is next.
  boolean take(String text) {
    if (!nextIs(text)) {
      return false;
    }
    at += text.length();
    return true;
  }

  boolean nextIs(String text) {
    int length = text.length();
    if (end - at < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Reads `word` and a number after it, such as `size 2`.
  long field(String word) {
    skipSpaces();
    if (!take(word)) {
      failed = true;
      return 0;
    }
    expect(' ');
    return number();
  }

  /// Reads `0x…` as hexadecimal, anything else as decimal; `(nil)` is 0.
  long number() {
    if (take("0x")) {
      return hex();
    }
    if (take("(nil)")) {
      return 0;
    }
    boolean negative = take('-');
    long value = decimal(18);
    return negative ? -value : value;
  }

  /// Reads one to sixteen hexadecimal digits.
  long hex() {
    long value = 0;
    int from = at;
    while (at < end) {
      int digit = Character.digit(bytes[at], 16);
      if (digit < 0) {
        break;
      }
      value = value << 4 | digit;
      at++;
    }
    if (at == from || at - from > 16) {
      failed = true;
    }
    return value;
  }

  /// Reads one to `most` decimal digits.
  long decimal(int most) {
    long value = 0;
    int from = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && at - from < most) {
      value = value * 10 + (bytes[at++] - '0');
    }
    if (at == from) {
      failed = true;
    }
    return value;
  }

  /// Reads up to the next space.
  String word() {
    skipSpaces();
    int from = at;
    while (at < end && bytes[at] != ' ') {
      at++;
    }
    if (at == from) {
      failed = true;
    }
    return new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
  }

  /// Passes everything up to and with the last such character of the line.
  void skipPastLast(char character) {
    int from = at;
    for (at = end; at > from; at--) {
      if (bytes[at - 1] == character) {
        return;
      }
    }
    failed = true;
  }

  /// Demands that only spaces are left.
  void expectEnd() {
    skipSpaces();
    if (at < end) {
      failed = true;
    }
  }
}
