package org.barscope.engine.variant;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.vfio.Errno;

/// The data file that a device's state is read from: records, each a header and what PARTS_GET gave
/// (reference §12.5).
final class SavingFile extends DataFile {
  /// How long a size that the device told in pre-copy is not asked for again.
  private static final long ASK_NANOS = 1_000_000_000;

  private enum State {
    ERROR, // VIRTIOVF_MIGF_STATE_ERROR
    PRECOPY, // VIRTIOVF_MIGF_STATE_PRECOPY
    COMPLETE // VIRTIOVF_MIGF_STATE_COMPLETE
  }

  /// Part of the stream.
  ///
  /// @param bytes the memory it is in
  /// @param length as told by the device; more than there is memory if it lied
  /// @param start where in the stream it begins
  private record Chunk(Bytes bytes, long length, long start) {
    boolean holds(long position) {
      return position >= start && position < start + length;
    }
  }

  private final StateLock stateLock;
  private final BooleanSupplier preCopying;
  private final Scheduler clock;

  // guarded by this object's monitor, which is never held across a wait
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private State state = State.COMPLETE;
  private long position;
  private long end;
  private long initialEnd;

  // guarded by the state lock
  private boolean asked;
  private long askedAt;

  /// @param preCopying whether the device is in a state of pre-copy; called with the lock held
  SavingFile(
      PartsDriver parts,
      int object,
      StateLock stateLock,
      BooleanSupplier preCopying,
      Scheduler clock) {
    super(parts, object);
    this.stateLock = stateLock;
    this.preCopying = preCopying;
    this.clock = clock;
  }

  /// Reads the device's parts into the stream, as one record more. Called with the state lock held.
  ///
  /// @return 0, or a negative error number
  int save() {
    long size = parts().size(object());
    if (size < 0) {
      return (int) size;
    }
    return size == 0 ? Errno.EINVAL.negative() : append(size);
  }

  private int append(long size) {
    if (size > MOST_MEMORY) {
      return Errno.ENOMEM.negative();
    }
    byte[] bytes = new byte[(int) pages(size)];
    long length = parts().get(object(), bytes, (int) size);
    if (length < 0) {
      return (int) length;
    }
    byte[] header = new byte[HEADER_LENGTH]; // flags 0: mandatory
    LittleEndian.put(header, 0, 8, length);
    LittleEndian.put(header, 12, 4, DEVICE_DATA);
    synchronized (this) {
      chunks.add(new Chunk(Bytes.owning(header), HEADER_LENGTH, end));
      chunks.add(new Chunk(Bytes.owning(bytes), length, end + HEADER_LENGTH));
      end += HEADER_LENGTH + length;
    }
    return 0;
  }

  /// What is in the stream so far is the first snapshot of a device at work; there will be more.
  synchronized void beginPrecopy() {
    initialEnd = end;
    state = State.PRECOPY;
  }

  /// Reads what the device has after it was stopped; then the stream is complete.
  ///
  /// @return 0, or a negative error number, which the file ends with
  int finish() {
    if (isDisabled()) {
      return Errno.ENODEV.negative();
    }
    int errno = save();
    synchronized (this) {
      state = errno == 0 ? State.COMPLETE : State.ERROR;
    }
    return errno;
  }

  private synchronized boolean isDisabled() {
    return state == State.ERROR;
  }

  @Override
  synchronized void disable() {
    state = State.ERROR;
    chunks.clear();
  }

  @Override
  public synchronized int read(byte[] into, int count) {
    if (isClosed()) {
      return Errno.EBADF.negative();
    }
    if (state == State.ERROR) {
      return Errno.ENODEV.negative();
    }
    if (count > 0 && chunks.isEmpty() && state == State.PRECOPY) {
      return Errno.ENOMSG.negative();
    }
    int done = 0;
    while (done < count && !chunks.isEmpty()) {
      Chunk first = chunks.element();
      if (!first.holds(position)) { // a record without data, which ends the stream for good
        state = State.ERROR;
        return Errno.EINVAL.negative();
      }
      int from = (int) Math.min(position - first.start, first.bytes.length());
      long left = first.length - (position - first.start);
      int some = (int) Math.min(count - done, Math.min(left, first.bytes.length() - from));
      if (some == 0) { // the device told of more than there is memory
        return Errno.EINVAL.negative();
      }
      if (into.length < done + some) {
        return Errno.EFAULT.negative();
      }
      first.bytes.copyTo(from, into, done, some);
      position += some;
      done += some;
      if (some == left) {
        chunks.remove();
      }
    }
    return done;
  }

  /// The device is asked for its size once per second at most. When all was read and it has
  /// something, that is read into the stream at once.
  @Override
  public PrecopyInfo precopyInfo() {
    if (isClosed()) {
      return PrecopyInfo.failed(Errno.EBADF.negative());
    }
    stateLock.acquire();
    try {
      if (!preCopying.getAsBoolean()) {
        return PrecopyInfo.failed(Errno.EINVAL.negative());
      }
      long size = mayAsk() ? parts().size(object()) : 0;
      if (size < 0) {
        return PrecopyInfo.failed((int) size);
      }
      PrecopyInfo info = left(size);
      if (info.errno() == 0 && size > 0 && allRead()) {
        int errno = append(size); // the device is at work: that it fails now ends nothing (F-45)
        return errno == 0 ? info : PrecopyInfo.failed(errno);
      }
      return info;
    } finally {
      stateLock.release();
    }
  }

  private boolean mayAsk() {
    long now = clock.now();
    if (asked && now - askedAt <= ASK_NANOS) {
      return false;
    }
    asked = true;
    askedAt = now;
    return true;
  }

  private synchronized PrecopyInfo left(long size) {
    if (state == State.ERROR) {
      return PrecopyInfo.failed(Errno.ENODEV.negative());
    }
    return position < initialEnd
        ? new PrecopyInfo(0, initialEnd - position, 0)
        : new PrecopyInfo(0, 0, end - position + size);
  }

  private synchronized boolean allRead() {
    return position == end;
  }
}
