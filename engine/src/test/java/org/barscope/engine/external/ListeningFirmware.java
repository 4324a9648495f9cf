package org.barscope.engine.external;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A firmware for tests, behind a Unix socket: it does with each connection what a script says.
public final class ListeningFirmware implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final Thread thread;
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

  /// Becomes 0 when the connection has ended.
  private final CountDownLatch ended = new CountDownLatch(1);

  /// What a firmware does with a connection.
  public interface Script {
    void run(Connection connection) throws IOException, InterruptedException;
  }

  /// Listens; the first connection is served by the script.
  public ListeningFirmware(Path socket, Script script) throws IOException {
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    thread = Thread.ofPlatform().daemon().name("firmware").start(() -> serve(script));
  }

  private void serve(Script script) {
    try (SocketChannel channel = listener.accept()) {
      script.run(new Connection(channel));
    } catch (IOException | InterruptedException e) {
      heard.add("(" + e.getClass().getSimpleName() + ")");
    } finally {
      ended.countDown();
    }
  }

  /// The commands so far, as lines.
  public List<String> heard() {
    return List.copyOf(heard);
  }

  /// The connection of the engine.
  public final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer one = ByteBuffer.allocate(1);

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    /// The next command.
    public String hear() throws IOException {
      StringBuilder line = new StringBuilder();
      while (true) {
        one.clear();
        if (channel.read(one) < 0) {
          throw new IOException("the engine has closed the connection");
        }
        char next = (char) one.get(0);
        if (next == '\n') {
          heard.add(line.toString());
          return line.toString();
        }
        line.append(next);
      }
    }

    /// Sends text as it is.
    public void say(String text) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    /// Waits until the engine closes the connection, and reads nothing.
    public void sleep() throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      thread.interrupt();
      ended.await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
