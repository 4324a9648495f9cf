package org.barscope.engine.protocol.device;

/// The feature bits of the ring and the transport that a legacy driver can reach (virtio 1.4, 6).
public enum TransportFeature {
  NOTIFY_ON_EMPTY(24), // VIRTIO_F_NOTIFY_ON_EMPTY
  ANY_LAYOUT(27), // VIRTIO_F_ANY_LAYOUT
  INDIRECT_DESC(28), // VIRTIO_F_INDIRECT_DESC
  EVENT_IDX(29), // VIRTIO_F_EVENT_IDX
  UNUSED(30); // VIRTIO_F_BAD_FEATURE of old

  private final int bit;

  TransportFeature(int bit) {
    this.bit = bit;
  }

  /// The number of the bit.
  public int bit() {
    return bit;
  }

  /// The name of a bit, or its number when it has none.
  public static String name(int bit) {
    for (TransportFeature feature : values()) {
      if (feature.bit == bit) {
        return feature.name();
      }
    }
    return Integer.toString(bit);
  }

  /// The bit as a mask.
  public int mask() {
    return 1 << bit;
  }
}
