package org.barscope.engine.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lines over a Unix socket: what is left of an earlier one, and nobody to talk to.
class LineSocketTest {
  private static final Bytes READ =
      Bytes.hex("03000100" + "00".repeat(12) + "0100000000000000" + "12");

  @TempDir Path folder;
  private Path socket;

  @BeforeEach
  void placeTheSocket() {
    socket = folder.resolve("fw.sock");
  }

  /// The answer to an earlier command does not pass for that to a later one.
  @Test
  void isHeardAgainWithItsNextAnswer() throws Exception {
    CountDownLatch gaveUp = new CountDownLatch(1);
    try (ListeningFirmware server =
        new ListeningFirmware(
            socket,
            connection -> {
              connection.hear();
              gaveUp.await();
              connection.say("{\"id\":1,\"written\":\"0000000000000000ff\"}\n");
              connection.hear();
              connection.say("{\"id\":2,\"written\":\"000000000000000001\"}\n");
            })) {
      LineSocket line = LineSocket.connect(socket);
      String first = AnswerLine.request(1, READ, 9);
      assertTrue(line.send(first, System.nanoTime() + 60_000_000_000L));
      assertEquals(null, line.receive(System.nanoTime()));
      gaveUp.countDown();
      assertTrue(line.send(AnswerLine.request(2, READ, 9), System.nanoTime() + 60_000_000_000L));
      String late = text(line);
      assertEquals(new AnswerLine.Stale(1), AnswerLine.read(late, 2, 9));
      assertEquals(
          new AnswerLine.Written(Bytes.hex("000000000000000001")),
          AnswerLine.read(text(line), 2, 9));
      assertEquals(2, server.heard().size());
      line.close();
    }
  }

  private static String text(LineSocket line) throws IOException {
    LineSocket.Line found = line.receive(System.nanoTime() + 60_000_000_000L);
    return found == null ? "nothing" : found.text();
  }

  /// The rest of a command that was not read goes before the next one.
  @Test
  void getsWholeLinesWhenItReadsAgain() throws Exception {
    CountDownLatch gaveUp = new CountDownLatch(1);
    List<String> heard = new ArrayList<>();
    try (ListeningFirmware server =
        new ListeningFirmware(
            socket,
            connection -> {
              gaveUp.await();
              heard.add(connection.hear());
              heard.add(connection.hear());
              connection.say("done\n");
            })) {
      LineSocket line = LineSocket.connect(socket);
      String huge = "x".repeat(1 << 21);
      assertEquals(false, line.send(huge, System.nanoTime() + 1_000_000));
      assertEquals(false, line.send("never", System.nanoTime()));
      gaveUp.countDown();
      assertEquals(true, line.send("later", System.nanoTime() + 60_000_000_000L));
      assertEquals("done", text(line));
      assertEquals(List.of(huge, "later"), heard);
      line.close();
      assertNotEquals(0, server.heard().size());
    }
  }

  @Nested
  class NobodyToTalkTo {
    private String refusal(Path path) {
      String message = assertThrows(IOException.class, () -> LineSocket.connect(path)).getMessage();
      return message == null ? "" : message;
    }

    @Test
    void thereIsNoSocket() {
      assertEquals("No such file or directory", refusal(socket));
    }

    @Test
    void nobodyListens() throws IOException {
      try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        listener.bind(UnixDomainSocketAddress.of(socket));
      }
      assertEquals("Connection refused", refusal(socket));
      Path file = Files.createFile(folder.resolve("file"));
      assertEquals("Connection refused", refusal(file));
    }

    @Test
    void itIsForbidden() throws IOException {
      try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        listener.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("r--r--r--"));
        Assumptions.assumeFalse(Files.isWritable(socket), "root may connect everywhere");
        assertEquals("Permission denied", refusal(socket));
      }
    }

    @Test
    void thePathIsTooLong() {
      assertEquals("Unix domain path too long", refusal(Path.of("/tmp/" + "d".repeat(200))));
    }

    /// A listener that accepts nobody: at some point its queue is full, and we do not wait.
    @Test
    void theListenerIsFull() throws IOException {
      try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        listener.bind(UnixDomainSocketAddress.of(socket), 1);
        List<SocketChannel> waiting = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          waiting.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        }
        assertEquals("Resource temporarily unavailable", refusal(socket));
        for (SocketChannel each : waiting) {
          each.close();
        }
      }
    }
  }
}
