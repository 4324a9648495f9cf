package org.barscope.engine.protocol.bytes;

/// The byte order of a guest, which legacy device configuration and legacy rings follow (virtio
/// 1.4, 2.5.3 "Legacy Interface: A Note on Device Configuration Space endian-ness").
public enum GuestOrder {
  /// x86, ARM as usually run.
  LITTLE,
  /// PowerPC and s390 guests in their native mode.
  BIG;

  /// The unsigned number in `width` bytes at `at`.
  public long get(byte[] from, int at, int width) {
    return switch (this) {
      case LITTLE -> LittleEndian.get(from, at, width);
      case BIG -> {
        long value = 0;
        for (int i = 0; i < width; i++) {
          value = value << 8 | (from[at + i] & 0xff);
        }
        yield value;
      }
    };
  }

  /// Stores the low `width` bytes of `value` at `at`.
  public void put(byte[] into, int at, int width, long value) {
    switch (this) {
      case LITTLE -> LittleEndian.put(into, at, width, value);
      case BIG -> {
        for (int i = 0; i < width; i++) {
          into[at + i] = (byte) (value >>> (8 * (width - 1 - i)));
        }
      }
    }
  }
}
