package org.barscope.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines of an input, however it comes.
class RequestLinesTest {
  private int flushes;

  private List<String> read(String text, int most, int piece) throws IOException {
    InputStream whole = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    InputStream pieces =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("one byte");
          }

          @Override
          public int read(byte[] into, int at, int length) throws IOException {
            return whole.read(into, at, Math.min(piece, length));
          }
        };
    RequestLines lines = new RequestLines(pieces, most, () -> flushes++);
    List<String> read = new ArrayList<>();
    while (lines.next()) {
      String line =
          new String(lines.buffer(), lines.start(), lines.length(), StandardCharsets.UTF_8);
      read.add(lines.tooLong() ? "too long" : line.stripTrailing());
    }
    return read;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 100})
  void comeInPiecesOfAnySize(int piece) throws IOException {
    assertEquals(
        List.of("one", "", "exactly", "too long", "ü", "last"),
        read("one\n\nexactly\nexactly8\nü\nlast", 7, piece));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void areTooLongAlsoAtTheEnd(int piece) throws IOException {
    assertEquals(List.of("a", "too long"), read("a\n" + "b".repeat(50), 7, piece));
    assertEquals(List.of("too long"), read("b".repeat(9) + "\n", 7, piece));
  }

  @Test
  void longerThanTheFirstBufferAreKept() throws IOException {
    String line = "x".repeat(300_000);
    assertEquals(List.of("a", line, "b"), read("a\n" + line + "\nb\n", 1 << 20, 60_000));
  }

  @Test
  void whatWasAnsweredGoesOutBeforeTheInputIsWaitedFor() throws IOException {
    read("a\nb\nc\n", 100, 100);
    assertEquals(2, flushes);
  }

  @Test
  void anInputThatCannotBeReadIsNoEnd() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Is a directory");
          }
        };
    UncheckedIOException thrown =
        assertThrows(
            UncheckedIOException.class, () -> new RequestLines(broken, 9, () -> {}).next());
    assertEquals("Is a directory", thrown.getMessage());
  }
}
