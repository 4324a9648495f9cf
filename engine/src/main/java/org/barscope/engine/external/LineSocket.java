package org.barscope.engine.external;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lines of text over a Unix domain socket, each with a time limit.
///
/// One thread at a time sends and receives; any thread may close, and then the other one ends at
/// once. Deadlines are in the nanoseconds of [System#nanoTime()].
public final class LineSocket implements AutoCloseable {
  /// The longest line in bytes; of a longer one only the start is kept.
  static final int LONGEST_LINE = 1 << 20;

  /// So many lines are taken in while a line of ours waits to be read.
  private static final int WAITING = 64;

  private static final int CHUNK = 1 << 13;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ReentrantLock use = new ReentrantLock();
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private final ArrayDeque<Line> lines = new ArrayDeque<>();
  private ByteBuffer unsent = ByteBuffer.allocate(0);
  private boolean skipping;
  private volatile boolean closed;

  private LineSocket(SocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    this.selector = selector;
    this.key = channel.register(selector, SelectionKey.OP_READ);
  }

  /// A line that came in.
  ///
  /// @param text without its end
  /// @param whole false for the start of a line that is too long
  record Line(String text, boolean whole) {}

  /// Connects to a listening socket.
  ///
  /// @throws IOException if nobody listens there, or nobody may connect
  public static LineSocket connect(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      // without waiting: a listener whose queue is full would hold us for good
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(path))) {
        throw new IOException("the listener takes no more connections");
      }
      return new LineSocket(channel, Selector.open());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Sends one line, after what is left of an earlier one.
  ///
  /// @return false when the deadline came before everything was taken; the rest goes before the
  ///   next line, but this one goes not at all if that was still the rest of the earlier one
  /// @throws IOException if the connection is gone
  boolean send(String line, long deadline) throws IOException {
    use.lock();
    try {
      if (!flush(deadline)) {
        return false;
      }
      unsent = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      return flush(deadline);
    } finally {
      use.unlock();
    }
  }

  /// Receives one line.
  ///
  /// @return null when the deadline came first
  /// @throws IOException if the connection is gone
  @Nullable Line receive(long deadline) throws IOException {
    use.lock();
    try {
      while (lines.isEmpty()) {
        if (!await(SelectionKey.OP_READ, deadline)) {
          return null;
        }
        fill();
      }
      return lines.poll();
    } finally {
      use.unlock();
    }
  }

  /// Whether this side has closed it.
  boolean isClosed() {
    return closed;
  }

  /// Closes the connection; a thread that sends or receives gets a [ClosedChannelException].
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    use.lock();
    try (channel) {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      use.unlock();
    }
  }

  /// Writes what is unsent, and takes in what comes meanwhile: the other side may not read before
  /// we do.
  private boolean flush(long deadline) throws IOException {
    while (unsent.hasRemaining()) {
      if (closed) {
        throw new ClosedChannelException();
      }
      if (channel.write(unsent) == 0) {
        int read = lines.size() < WAITING ? SelectionKey.OP_READ : 0;
        if (!await(SelectionKey.OP_WRITE | read, deadline)) {
          return false;
        }
        if (read != 0) {
          fill();
        }
      }
    }
    return true;
  }

  /// Waits for one of these operations, or a little less; false when the deadline has come.
  private boolean await(int operations, long deadline) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    key.interestOps(operations);
    selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
    selector.selectedKeys().clear();
    if (closed) {
      throw new ClosedChannelException();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    return true;
  }

  /// Takes in what is there, if anything is.
  private void fill() throws IOException {
    chunk.clear();
    int count = channel.read(chunk);
    chunk.flip();
    while (chunk.hasRemaining()) {
      take(chunk.get());
    }
    if (count < 0) {
      throw new EOFException(
          begun.size() > 0
              ? "it closed the connection in the middle of a line"
              : "it closed the connection");
    }
  }

  private void take(byte next) {
    if (next == '\n') {
      if (!skipping) {
        lines.add(new Line(begun.toString(StandardCharsets.UTF_8), true));
      }
      skipping = false;
      begun.reset();
    } else if (!skipping) {
      begun.write(next);
      if (begun.size() > LONGEST_LINE) {
        lines.add(new Line(begun.toString(StandardCharsets.UTF_8), false));
        skipping = true;
        begun.reset();
      }
    }
  }
}
