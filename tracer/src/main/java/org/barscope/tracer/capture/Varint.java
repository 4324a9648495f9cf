package org.barscope.tracer.capture;

import org.barscope.tracer.pcapng.BlockBuffer;

/// 64-bit numbers in 1 to 10 bytes: seven bits each, the lowest first, the high bit set on all but
/// the last (LEB128).
final class Varint {
  private Varint() {}

  static void write(BlockBuffer out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.u8((int) rest | 0x80);
      rest >>>= 7;
    }
    out.u8((int) rest);
  }

  /// Writes a 32-bit number; negative ones take five bytes.
  static void write32(BlockBuffer out, int value) {
    write(out, value & 0xffff_ffffL);
  }

  /// Writes a number that is small on either side of zero.
  static void writeSigned(BlockBuffer out, long value) {
    write(out, value << 1 ^ value >> 63);
  }
}
