package org.barscope.engine.protocol.device;

import java.util.Optional;

/// The virtio device types that have a transitional PCI identity (virtio 1.4, 4.1.2.1 and 5).
public enum DeviceType {
  NET(1, "net", 0x1000), // VIRTIO_ID_NET
  BLOCK(2, "blk", 0x1001), // VIRTIO_ID_BLOCK
  CONSOLE(3, "console", 0x1003), // VIRTIO_ID_CONSOLE
  ENTROPY(4, "rng", 0x1005), // VIRTIO_ID_RNG
  BALLOON(5, "balloon", 0x1002), // VIRTIO_ID_BALLOON
  SCSI(8, "scsi", 0x1004), // VIRTIO_ID_SCSI
  NINE_P(9, "9p", 0x1009); // VIRTIO_ID_9P

  private final int id;
  private final String text;
  private final int transitionalId;

  DeviceType(int id, String text, int transitionalId) {
    this.id = id;
    this.text = text;
    this.transitionalId = transitionalId;
  }

  /// The virtio device type, which a transitional function shows as its subsystem id.
  public int id() {
    return id;
  }

  /// How files and the command line spell it.
  public String text() {
    return text;
  }

  /// The PCI device id of the transitional function.
  public int transitionalId() {
    return transitionalId;
  }

  /// The PCI device id of the modern function.
  public int modernId() {
    return 0x1040 + id;
  }

  /// The type with this text; empty if there is none.
  public static Optional<DeviceType> named(String text) {
    for (DeviceType type : values()) {
      if (type.text.equals(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
