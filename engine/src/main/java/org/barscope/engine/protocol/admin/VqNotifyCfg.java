package org.barscope.engine.protocol.admin;

import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;

/// The value of a VQ_NOTIFY_CFG part: how one queue is notified (virtio 1.4, 2.14.1).
///
/// @param notifyOff `queue_notify_off`, le16
/// @param configData `queue_notif_config_data`, le16
/// @param reserved le32, unsigned
public record VqNotifyCfg(int notifyOff, int configData, long reserved) {
  /// Bytes of the value.
  public static final int LENGTH = 8; // struct virtio_dev_part_vq_notify_data

  /// Reads a value of [#LENGTH] bytes.
  public static VqNotifyCfg read(Bytes value) {
    return new VqNotifyCfg((int) value.little(0, 2), (int) value.little(2, 2), value.little(4, 4));
  }

  /// The value.
  public Bytes write() {
    byte[] value = new byte[LENGTH];
    LittleEndian.put(value, 0, 2, notifyOff);
    LittleEndian.put(value, 2, 2, configData);
    LittleEndian.put(value, 4, 4, reserved);
    return Bytes.owning(value);
  }
}
