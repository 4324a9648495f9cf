package org.barscope.engine.protocol.device;

/// The feature bits from 32 that the owner's modern interface needs (virtio 1.4, 6).
public enum ModernFeature {
  VERSION_1(32), // VIRTIO_F_VERSION_1
  SR_IOV(37), // VIRTIO_F_SR_IOV
  ADMIN_VQ(41); // VIRTIO_F_ADMIN_VQ

  private final int bit;

  ModernFeature(int bit) {
    this.bit = bit;
  }

  /// The bit as a mask.
  public long mask() {
    return 1L << bit;
  }

  /// Whether `features` has it.
  public boolean in(long features) {
    return (features & mask()) != 0;
  }
}
