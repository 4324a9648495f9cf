package org.barscope.engine.variant;

import java.util.Arrays;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.vfio.Errno;

/// The data file that a device's state is written to: each complete record becomes one PARTS_SET
/// (reference §12.5).
final class ResumingFile extends DataFile {
  /// What the kernel allocates at first, in bytes.
  private static final long FIRST_MEMORY = 1 << 20; // VIRTIOVF_TARGET_INITIAL_BUF_SIZE

  private static final int OBJECT_HEADER = 8; // stands before the data in the same memory
  private static final long MOST_RECORD = 0xffff_ffffL;

  private enum Step {
    READ_HEADER,
    PREPARE_SKIPPING,
    SKIP,
    PREPARE_CHUNK,
    READ_CHUNK,
    LOAD_CHUNK
  }

  private final StateLock stateLock;

  // guarded by the state lock
  private final byte[] header = new byte[HEADER_LENGTH];
  private byte[] chunk = new byte[0];
  private Step step = Step.READ_HEADER;
  private long recordSize;
  private long filled;
  private long memory = FIRST_MEMORY;
  private boolean failed;

  ResumingFile(PartsDriver parts, int object, StateLock stateLock) {
    super(parts, object);
    this.stateLock = stateLock;
  }

  /// Called with the state lock held.
  @Override
  void disable() {
    failed = true;
    chunk = new byte[0];
  }

  @Override
  public int write(byte[] from, int count) {
    if (isClosed()) {
      return Errno.EBADF.negative();
    }
    stateLock.acquire();
    try {
      if (failed) {
        return Errno.ENODEV.negative();
      }
      int result = load(from, count);
      failed = failed || result < 0;
      return result;
    } finally {
      stateLock.release();
    }
  }

  /// A step that takes no bytes is done only when there is work or there are more bytes: a record
  /// of size 0 at the end of a write waits for the next one.
  private int load(byte[] from, int count) {
    int done = 0;
    boolean work = false;
    while (done < count || work) {
      work = false;
      int some = (int) Math.min(count - done, wanted());
      int errno = from.length < done + some ? Errno.EFAULT.negative() : 0;
      switch (step) {
        case READ_HEADER -> {
          if (errno == 0) {
            System.arraycopy(from, done, header, (int) filled, some);
            filled += some;
            work = filled == HEADER_LENGTH;
            errno = work ? header() : 0;
          }
        }
        case PREPARE_SKIPPING -> errno = prepare(recordSize, Step.SKIP);
        case SKIP -> {
          filled += some;
          if (filled == recordSize) {
            begin(Step.READ_HEADER);
          }
        }
        case PREPARE_CHUNK ->
            // the kernel adds in 32 bits: just below 4 GiB there is too little memory (F-44)
            errno = prepare((recordSize + OBJECT_HEADER) & MOST_RECORD, Step.READ_CHUNK);
        case READ_CHUNK -> {
          errno = errno == 0 ? append(from, done, some) : errno;
          if (errno == 0 && filled == recordSize) {
            step = Step.LOAD_CHUNK;
            work = true;
          }
        }
        case LOAD_CHUNK -> {
          errno = parts().set(object(), Bytes.copyOf(chunk, 0, (int) filled));
          begin(Step.READ_HEADER);
        }
      }
      if (errno != 0) {
        return errno;
      }
      done += some;
    }
    return done;
  }

  /// How many bytes the step can take.
  private long wanted() {
    return switch (step) {
      case READ_HEADER -> HEADER_LENGTH - filled;
      case SKIP, READ_CHUNK -> recordSize - filled;
      case PREPARE_SKIPPING, PREPARE_CHUNK, LOAD_CHUNK -> 0;
    };
  }

  private void begin(Step next) {
    step = next;
    filled = 0;
  }

  private int header() {
    recordSize = LittleEndian.get(header, 0, 8);
    if (Long.compareUnsigned(recordSize, MOST_RECORD) > 0) {
      return Errno.ENOMEM.negative();
    }
    boolean optional = (LittleEndian.get(header, 8, 4) & OPTIONAL) != 0;
    boolean known = LittleEndian.get(header, 12, 4) == DEVICE_DATA;
    if (!known && !optional) {
      return Errno.EOPNOTSUPP.negative();
    }
    begin(known ? Step.PREPARE_CHUNK : Step.PREPARE_SKIPPING);
    return 0;
  }

  private int prepare(long length, Step next) {
    if (length > MOST_MEMORY) {
      return Errno.ENOMEM.negative();
    }
    memory = Math.max(memory, pages(length));
    step = next;
    return 0;
  }

  private int append(byte[] from, int at, int count) {
    if (OBJECT_HEADER + filled + count > memory) {
      return Errno.EINVAL.negative();
    }
    int end = (int) filled + count;
    if (chunk.length < end) {
      chunk = Arrays.copyOf(chunk, (int) pages(Math.max(end, 2L * chunk.length)));
    }
    System.arraycopy(from, at, chunk, (int) filled, count);
    filled = end;
    return 0;
  }
}
