package org.barscope.engine.protocol.pci;

/// The identities of virtio functions on PCI (virtio 1.4, 4.1.2.1 "PCI Device Discovery").
public final class VirtioIds {
  /// The vendor of every virtio function.
  public static final int VENDOR = 0x1af4;

  /// A modern device id is this plus the virtio device type.
  public static final int MODERN_BASE = 0x1040;

  private VirtioIds() {}
}
