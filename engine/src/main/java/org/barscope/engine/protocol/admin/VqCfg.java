package org.barscope.engine.protocol.admin;

import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;

/// The value of a VQ_CFG part: one queue as the modern interface configures it (virtio 1.4,
/// 2.14.1).
///
/// @param size le16
/// @param vector le16
/// @param enabled le16
/// @param reserved le16
/// @param descriptors the address of the descriptor table, le64
/// @param driver the address of the available ring, le64
/// @param device the address of the used ring, le64
public record VqCfg(
    int size, int vector, int enabled, int reserved, long descriptors, long driver, long device) {
  /// Bytes of the value.
  public static final int LENGTH = 32; // struct virtio_dev_part_vq_cfg

  /// Reads a value of [#LENGTH] bytes.
  public static VqCfg read(Bytes value) {
    return new VqCfg(
        (int) value.little(0, 2),
        (int) value.little(2, 2),
        (int) value.little(4, 2),
        (int) value.little(6, 2),
        value.little(8, 8),
        value.little(16, 8),
        value.little(24, 8));
  }

  /// The value.
  public Bytes write() {
    byte[] value = new byte[LENGTH];
    LittleEndian.put(value, 0, 2, size);
    LittleEndian.put(value, 2, 2, vector);
    LittleEndian.put(value, 4, 2, enabled);
    LittleEndian.put(value, 6, 2, reserved);
    LittleEndian.put(value, 8, 8, descriptors);
    LittleEndian.put(value, 16, 8, driver);
    LittleEndian.put(value, 24, 8, device);
    return Bytes.owning(value);
  }
}
