package org.barscope.engine.port;

import java.util.Optional;
import org.barscope.engine.protocol.vfio.Errno;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.MigrationState;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.engine.protocol.vfio.RegionInfo;
import org.jspecify.annotations.Nullable;

/// What a VMM calls: the VFIO file of one device.
///
/// Calls return what the system call would: a count or 0, or a negative error number. Accesses come
/// from any thread, several at once.
public interface VfioDevice {
  /// Opens the device; every other call but [#regionInfo] on a closed one fails with ENODEV.
  int open();

  /// Closes it.
  void close();

  /// Describes region `index`; a region that the device has not got has size 0.
  RegionInfo regionInfo(int index);

  /// The same as VFIO_DEVICE_GET_REGION_INFO does it: fills the caller's structure.
  ///
  /// @param argsz how long the caller says that its structure is
  /// @return 0; EINVAL if that is less than the structure's 32 bytes; EFAULT if they are not there
  default int regionInfo(int index, int argsz, byte[] into) {
    if (argsz < RegionInfo.LENGTH) {
      return Errno.EINVAL.negative();
    }
    if (into.length < RegionInfo.LENGTH) {
      return Errno.EFAULT.negative();
    }
    regionInfo(index).write(into);
    return 0;
  }

  /// Lets each signal of `event` write `data` at `offset` of a BAR (VFIO_DEVICE_IOEVENTFD); without
  /// one, ends that.
  ///
  /// @param data 1, 2, 4 or 8 bytes
  /// @return 0; EINVAL for anything but bytes inside a BAR that the function really has: never for
  ///   the software BAR0; EEXIST if a signal does that already; ENODEV if none does that could be
  ///   ended; ENOSPC for too many
  int ioEventFd(Region region, long offset, byte[] data, @Nullable EventFd event);

  /// Reads `count` bytes at `offset` of a region to the start of `into`.
  int read(Region region, int offset, byte[] into, int count);

  /// Writes the first `count` bytes of `from` at `offset` of a region.
  int write(Region region, int offset, byte[] from, int count);

  /// Enables one kind of interrupts, or [IrqMode#NONE] (VFIO_DEVICE_SET_IRQS).
  ///
  /// @param count of vectors, for MSI-X
  int setIrqs(IrqMode mode, int count);

  /// Resets the function (VFIO_DEVICE_RESET).
  int reset();

  /// What the device can do for migration (VFIO_DEVICE_FEATURE_MIGRATION), as flags of
  /// [MigrationState]; 0 if it has no migration operations, and then the calls below fail with
  /// ENOTTY. Works on a closed device.
  int migrationFlags();

  /// The state the device is in (VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE), by
  /// [number][MigrationState#number()], or a negative error number.
  int migrationState();

  /// Brings the device to a state, over as many single steps as it takes. A step that fails leaves
  /// it in the state reached before.
  StateChange setMigrationState(MigrationState wanted);

  /// How many bytes the device's state takes (VFIO_DEVICE_FEATURE_MIG_DATA_SIZE), or a negative
  /// error number.
  long migrationDataSize();

  /// How a request for a state ended.
  ///
  /// @param errno 0, or a negative error number
  /// @param file the data file, if the state was reached by a step that makes one
  record StateChange(int errno, Optional<MigrationFile> file) {
    /// It failed.
    public static StateChange failed(int errno) {
      return new StateChange(errno, Optional.empty());
    }
  }
}
