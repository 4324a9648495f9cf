package org.barscope.engine.variant;

import org.barscope.engine.port.MigrationFile;
import org.barscope.engine.protocol.vfio.Errno;

/// What both data files of the driver have: an object of the device, and an end that the device's
/// state can put to them (struct virtiovf_migration_file).
abstract sealed class DataFile implements MigrationFile permits SavingFile, ResumingFile {
  /// Bytes before the data of a record: record_size le64, flags le32, tag le32.
  static final int HEADER_LENGTH = 16; // struct virtiovf_migration_header

  /// The tag of device parts.
  static final int DEVICE_DATA = 0; // VIRTIOVF_MIGF_HEADER_TAG_DEVICE_DATA

  /// The flag of a record that may be skipped by who does not know its tag.
  static final int OPTIONAL = 1; // VIRTIOVF_MIGF_HEADER_FLAGS_TAG_OPTIONAL

  /// The most memory that a record gets, in bytes.
  static final int MOST_MEMORY = 1 << 26;

  private static final int PAGE = 0x1000;

  private final PartsDriver parts;
  private final int object;
  private volatile boolean closed;

  DataFile(PartsDriver parts, int object) {
    this.parts = parts;
    this.object = object;
  }

  final PartsDriver parts() {
    return parts;
  }

  /// The number of its object.
  final int object() {
    return object;
  }

  /// Memory comes in pages.
  static long pages(long length) {
    return (length + PAGE - 1) / PAGE * PAGE;
  }

  /// From now on every call fails with ENODEV.
  abstract void disable();

  /// Disables the file and ends its object.
  final void end() {
    disable();
    parts.destroy(object);
  }

  @Override
  public int read(byte[] into, int count) {
    return Errno.EBADF.negative();
  }

  @Override
  public int write(byte[] from, int count) {
    return Errno.EBADF.negative();
  }

  @Override
  public PrecopyInfo precopyInfo() {
    return PrecopyInfo.failed((closed ? Errno.EBADF : Errno.ENOTTY).negative());
  }

  @Override
  public final void close() {
    closed = true;
  }

  final boolean isClosed() {
    return closed;
  }
}
