package org.barscope.app.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// The lines of an input, as bytes. One that is too long is passed over up to its end.
final class RequestLines {
  private static final int FIRST = 1 << 16;

  private final InputStream in;
  private final int most;
  private final Flush beforeWaiting;
  private byte[] buffer = new byte[FIRST];
  private int start;
  private int end;
  private int length;
  private boolean tooLong;

  /// What has to be done before the input is waited for.
  interface Flush {
    void run() throws IOException;
  }

  /// @param most the longest line that is kept, in bytes
  RequestLines(InputStream in, int most, Flush beforeWaiting) {
    this.in = in;
    this.most = most;
    this.beforeWaiting = beforeWaiting;
  }

  /// Goes to the next line; false at the end of the input.
  ///
  /// @throws IOException what [Flush] failed with
  /// @throws UncheckedIOException if the input cannot be read
  boolean next() throws IOException {
    start += length;
    tooLong = false;
    int looked = start;
    while (true) {
      for (int at = looked; at < end; at++) {
        if (buffer[at] == '\n') {
          return found(at + 1);
        }
      }
      if (end - start > most) {
        tooLong = true;
        end = start;
      }
      looked = makeRoom();
      if (!fill()) {
        return (end > start || tooLong) && found(end);
      }
    }
  }

  private boolean found(int lineEnd) {
    length = lineEnd - start;
    tooLong = tooLong || length > most + 1;
    if (length >= 3 && isMark()) {
      start += 3;
      length -= 3;
    }
    return true;
  }

  /// Whether the line begins with UTF-8's byte order mark.
  private boolean isMark() {
    return buffer[start] == (byte) 0xef
        && buffer[start + 1] == (byte) 0xbb
        && buffer[start + 2] == (byte) 0xbf;
  }

  /// Moves the beginning of a line to the front.
  ///
  /// @return up to where the line was looked through
  private int makeRoom() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    return end;
  }

  private boolean fill() throws IOException {
    beforeWaiting.run();
    int count;
    try {
      count = in.read(buffer, end, buffer.length - end);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    end += Math.max(0, count);
    return count >= 0;
  }

  /// Whether the line is longer than allowed; its bytes are gone.
  boolean tooLong() {
    return tooLong;
  }

  /// Whether the line holds white space only.
  boolean blank() {
    for (int at = start; at < start + length; at++) {
      if (buffer[at] != ' ' && buffer[at] != '\t' && buffer[at] != '\r' && buffer[at] != '\n') {
        return false;
      }
    }
    return true;
  }

  /// Where the bytes of the line are; valid up to the next line.
  byte[] buffer() {
    return buffer;
  }

  /// The line's first byte in [#buffer()].
  int start() {
    return start;
  }

  /// The line's length, its end included.
  int length() {
    return length;
  }
}
