package org.barscope.engine.protocol.pci;

import java.util.Optional;
import org.barscope.engine.protocol.bytes.Field;

/// The registers of the modern common configuration structure, in address order (virtio 1.4,
/// 4.1.4.3 "Common configuration structure layout").
public enum CommonRegister {
  DEVICE_FEATURE_SELECT(0, 4), // device_feature_select
  DEVICE_FEATURE(4, 4), // device_feature
  DRIVER_FEATURE_SELECT(8, 4), // driver_feature_select
  DRIVER_FEATURE(12, 4), // driver_feature
  CONFIG_MSIX_VECTOR(16, 2), // config_msix_vector
  NUM_QUEUES(18, 2), // num_queues
  DEVICE_STATUS(20, 1), // device_status
  CONFIG_GENERATION(21, 1), // config_generation
  QUEUE_SELECT(22, 2), // queue_select
  QUEUE_SIZE(24, 2), // queue_size
  QUEUE_MSIX_VECTOR(26, 2), // queue_msix_vector
  QUEUE_ENABLE(28, 2), // queue_enable
  QUEUE_NOTIFY_OFF(30, 2), // queue_notify_off
  QUEUE_DESC(32, 8), // queue_desc
  QUEUE_DRIVER(40, 8), // queue_driver
  QUEUE_DEVICE(48, 8), // queue_device
  QUEUE_NOTIF_CONFIG_DATA(56, 2), // queue_notif_config_data
  QUEUE_RESET(58, 2), // queue_reset
  ADMIN_QUEUE_INDEX(60, 2), // admin_queue_index
  ADMIN_QUEUE_NUM(62, 2); // admin_queue_num

  /// Bytes of the structure up to and including `admin_queue_num`.
  public static final int LENGTH = 64;

  private final Field field;

  CommonRegister(int offset, int width) {
    this.field = new Field(offset, width);
  }

  /// The offset of its first byte.
  public int offset() {
    return field.offset();
  }

  /// Its width in bytes.
  public int width() {
    return field.width();
  }

  /// The register at exactly this place; empty if there is none.
  public static Optional<CommonRegister> at(int offset, int width) {
    for (CommonRegister register : values()) {
      if (register.offset() == offset && register.width() == width) {
        return Optional.of(register);
      }
    }
    return Optional.empty();
  }
}
