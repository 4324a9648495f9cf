package org.barscope.tracer.format;

import java.io.IOException;
import java.io.InputStream;

/// Splits a stream into lines, as ranges of one buffer, so that a line costs no object.
///
/// A line ends with LF or CR LF. A line beyond [#MAX_LINE_BYTES] is cut to nothing and marked.
final class LineSource {
  /// Longer lines are no trace lines.
  static final int MAX_LINE_BYTES = 8192;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 17];
  private int scanned;
  private int filled;
  private int start;
  private int end;
  private boolean tooLong;
  private boolean ended;

  LineSource(InputStream in) {
    this.in = in;
  }

  /// Goes to the next line.
  ///
  /// @return false at the end
  boolean next() throws IOException {
    start = scanned;
    tooLong = false;
    while (true) {
      for (int i = scanned; i < filled; i++) {
        if (buffer[i] == '\n') {
          scanned = i + 1;
          finish(i);
          return true;
        }
      }
      scanned = filled;
      if (ended) {
        finish(filled);
        return tooLong || start < filled;
      }
      fill();
    }
  }

  private void finish(int lineEnd) {
    if (tooLong || lineEnd - start > MAX_LINE_BYTES) {
      tooLong = true;
      end = start;
      return;
    }
    end = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
  }

  private void fill() throws IOException {
    int kept = filled - start;
    if (kept > MAX_LINE_BYTES) {
      tooLong = true;
      kept = 0;
    }
    System.arraycopy(buffer, filled - kept, buffer, 0, kept);
    start = 0;
    filled = kept;
    scanned = kept;
    int read = in.read(buffer, filled, buffer.length - filled);
    if (read < 0) {
      ended = true;
    } else {
      filled += read;
    }
  }

  /// Whether bytes of a line without an end remain, after reading failed.
  boolean leftover() {
    return tooLong || start < filled;
  }

  byte[] bytes() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  boolean tooLong() {
    return tooLong;
  }
}
