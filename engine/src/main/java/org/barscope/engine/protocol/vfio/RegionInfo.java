package org.barscope.engine.protocol.vfio;

import org.barscope.engine.protocol.bytes.LittleEndian;

/// The answer to VFIO_DEVICE_GET_REGION_INFO for one region.
///
/// @param index of the region
/// @param flags bit 0 read, bit 1 write, bit 2 mmap, bit 3 capabilities
/// @param size in bytes, 0 for a region that the device has not got
/// @param offset in the device's file: `index << 40`
public record RegionInfo(int index, int flags, long size, long offset) {
  /// Bytes of `struct vfio_region_info`.
  public static final int LENGTH = 32;

  /// The region can be read.
  public static final int READ = 1;

  /// The region can be written.
  public static final int WRITE = 2;

  /// A region of `size` bytes with these flags at its usual place.
  public static RegionInfo of(int index, int flags, long size) {
    return new RegionInfo(index, flags, size, (long) index << 40);
  }

  /// Writes the structure to the start of `into`, without capabilities.
  public void write(byte[] into) {
    LittleEndian.put(into, 0, 4, LENGTH);
    LittleEndian.put(into, 4, 4, flags);
    LittleEndian.put(into, 8, 4, index);
    LittleEndian.put(into, 12, 4, 0);
    LittleEndian.put(into, 16, 8, size);
    LittleEndian.put(into, 24, 8, offset);
  }
}
