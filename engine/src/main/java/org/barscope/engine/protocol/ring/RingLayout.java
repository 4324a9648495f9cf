package org.barscope.engine.protocol.ring;

/// Where the three parts of a split virtqueue lie in memory (virtio 1.4, 2.7).
///
/// @param size the number of descriptors, a power of two up to 32768
/// @param descriptors the address of the descriptor table
/// @param available the address of the available ring
/// @param used the address of the used ring
public record RingLayout(int size, long descriptors, long available, long used) {
  /// Bytes of one descriptor.
  public static final int DESCRIPTOR_LENGTH = 16;

  /// The alignment that the legacy layout has between available and used ring.
  public static final int LEGACY_ALIGN = 4096; // VIRTIO_PCI_VRING_ALIGN

  /// The legacy layout: one contiguous area with the used ring on the next page (virtio 1.4, 2.7.2
  /// "Legacy Interfaces: A Note on Virtqueue Layout").
  public static RingLayout legacy(int size, long start) {
    long available = start + (long) DESCRIPTOR_LENGTH * size;
    return new RingLayout(size, start, available, alignUp(available + 6 + 2L * size));
  }

  /// The address of descriptor `index`.
  public long descriptor(int index) {
    return descriptors + (long) index * DESCRIPTOR_LENGTH;
  }

  /// The address of the driver's `idx`.
  public long availableIdx() {
    return available + 2;
  }

  /// The address of the available entry at a free-running position.
  public long availableEntry(int position) {
    return available + 4 + 2L * (position & (size - 1));
  }

  /// The address of the device's `idx`.
  public long usedIdx() {
    return used + 2;
  }

  /// The address of the used entry at a free-running position.
  public long usedEntry(int position) {
    return used + 4 + 8L * (position & (size - 1));
  }

  /// The address of `used_event`, behind the available entries.
  public long usedEvent() {
    return available + 4 + 2L * size;
  }

  /// The address of `avail_event`, behind the used entries.
  public long availableEvent() {
    return used + 4 + 8L * size;
  }

  /// The address after the last byte.
  public long end() {
    return availableEvent() + 2;
  }

  private static long alignUp(long address) {
    return (address + LEGACY_ALIGN - 1) & -LEGACY_ALIGN;
  }
}
