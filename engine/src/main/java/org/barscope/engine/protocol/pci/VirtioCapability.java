package org.barscope.engine.protocol.pci;

/// The vendor capabilities by which a function shows where its modern interface is (virtio 1.4,
/// 4.1.4 "Virtio Structure PCI Capabilities"): `cap_vndr`, `cap_next`, `cap_len`, `cfg_type`,
/// `bar`, `id`, two bytes of padding, `offset` and `length`; some have four bytes more.
public enum VirtioCapability {
  COMMON_CFG(1, 16), // VIRTIO_PCI_CAP_COMMON_CFG
  NOTIFY_CFG(2, 20), // VIRTIO_PCI_CAP_NOTIFY_CFG, with notify_off_multiplier
  ISR_CFG(3, 16), // VIRTIO_PCI_CAP_ISR_CFG
  DEVICE_CFG(4, 16), // VIRTIO_PCI_CAP_DEVICE_CFG
  PCI_CFG(5, 20); // VIRTIO_PCI_CAP_PCI_CFG, with pci_cfg_data

  /// PCI's id of a vendor capability.
  public static final int VENDOR = 0x09; // PCI_CAP_ID_VNDR

  /// Where a capability says its length, its kind, its BAR, offset and length of the structure.
  public static final int CAP_LENGTH = 2;

  public static final int TYPE = 3;
  public static final int BAR = 4;
  public static final int OFFSET = 8;
  public static final int LENGTH = 12;

  private final int type;
  private final int length;

  VirtioCapability(int type, int length) {
    this.type = type;
    this.length = length;
  }

  /// Its `cfg_type`.
  public int type() {
    return type;
  }

  /// Its `cap_len`.
  public int length() {
    return length;
  }
}
