package org.barscope.engine.port;

/// The data file of a migration: a stream without positions, to be read while a device is saved, to
/// be written while one is resumed.
///
/// Calls return what the system call would: a count or 0, or a negative error number; EBADF for the
/// wrong direction, and once it is closed. Any thread.
public interface MigrationFile {
  /// Reads at most `count` bytes to the start of `into`.
  ///
  /// @return how many; 0 at the end; ENOMSG where it ends as long as the device is in pre-copy;
  ///   ENODEV once the device left the states it was made for
  int read(byte[] into, int count);

  /// Writes the first `count` bytes of `from`. A complete record is set in the device at once.
  int write(byte[] from, int count);

  /// How much there is to read before the device needs to be stopped (VFIO_MIG_GET_PRECOPY_INFO).
  PrecopyInfo precopyInfo();

  /// The VMM has closed it. This changes nothing for the device.
  void close();

  /// The answer to VFIO_MIG_GET_PRECOPY_INFO.
  ///
  /// @param errno 0, or a negative error number
  /// @param initialBytes of the first snapshot that are left to read
  /// @param dirtyBytes beyond it that are left to read, or that there would be
  record PrecopyInfo(int errno, long initialBytes, long dirtyBytes) {
    /// It failed.
    public static PrecopyInfo failed(int errno) {
      return new PrecopyInfo(errno, 0, 0);
    }
  }
}
