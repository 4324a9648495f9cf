package org.barscope.engine.protocol.bytes;

/// Little-endian numbers of 0 to 8 bytes in a byte array, as on the PCI bus and in the admin queue.
public final class LittleEndian {
  private LittleEndian() {}

  /// The number in `width` bytes at `at`; zero-extended, all 64 bits at width 8.
  public static long get(byte[] from, int at, int width) {
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << 8 | (from[at + i] & 0xff);
    }
    return value;
  }

  /// Stores the low `width` bytes of `value` at `at`.
  public static void put(byte[] into, int at, int width, long value) {
    for (int i = 0; i < width; i++) {
      into[at + i] = (byte) (value >>> (8 * i));
    }
  }
}
