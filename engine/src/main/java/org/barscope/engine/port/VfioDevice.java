package org.barscope.engine.port;

import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.engine.protocol.vfio.RegionInfo;

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
}
