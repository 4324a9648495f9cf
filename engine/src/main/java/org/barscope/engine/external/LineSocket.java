package org.barscope.engine.external;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Lines of text over a Unix domain socket, with a time limit. One thread at a time.
public final class LineSocket implements AutoCloseable {
  private static final int MOST = 1 << 20;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final SocketChannel channel;
  private final Selector selector;
  private ByteBuffer received = ByteBuffer.allocate(1 << 12).flip();

  private LineSocket(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  /// Connects to a listening socket.
  ///
  /// @throws IOException if nobody listens there
  public static LineSocket connect(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new LineSocket(channel, selector);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Sends one line.
  void send(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        waitFor(SelectionKey.OP_WRITE, 0);
      }
    }
  }

  /// Receives one line.
  ///
  /// @param deadline in the nanoseconds of [System#nanoTime()]
  /// @return null when the deadline came first
  @Nullable String receive(long deadline) throws IOException {
    while (true) {
      String line = line();
      if (line != null) {
        return line;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return null;
      }
      waitFor(SelectionKey.OP_READ, Math.max(1, left / NANOS_PER_MILLI));
      fill();
    }
  }

  private void waitFor(int operation, long millis) throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.interestOps(operation);
    }
    selector.select(millis);
    selector.selectedKeys().clear();
  }

  private void fill() throws IOException {
    received.compact();
    if (!received.hasRemaining()) {
      if (received.capacity() >= MOST) {
        throw new IOException("a line of more than " + MOST + " bytes");
      }
      received = ByteBuffer.allocate(2 * received.capacity()).put(received.flip());
    }
    int count = channel.read(received);
    received.flip();
    if (count < 0) {
      throw new EOFException("the firmware closed the connection");
    }
  }

  private @Nullable String line() {
    for (int at = received.position(); at < received.limit(); at++) {
      if (received.get(at) == '\n') {
        byte[] bytes = new byte[at - received.position()];
        received.get(bytes);
        received.get();
        return new String(bytes, StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  @Override
  public void close() {
    try (selector) {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
