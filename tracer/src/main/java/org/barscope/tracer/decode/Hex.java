package org.barscope.tracer.decode;

import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;

/// Numbers as hex, always lower case.
final class Hex {
  private static final String DIGITS = "0123456789abcdef";

  private Hex() {}

  /// Appends the low `digits` digits of `value`, without a prefix.
  static void append(StringBuilder text, long value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      text.append(DIGITS.charAt((int) (value >>> shift) & 0xf));
    }
  }

  /// A number of `width` bytes with all its digits: `0x0007`.
  static String wide(long value, int width) {
    StringBuilder text = new StringBuilder(2 + 2 * width).append("0x");
    append(text, value, 2 * width);
    return text.toString();
  }

  /// A number without leading zeros: `0x3000`.
  static String of(long value) {
    return "0x" + Long.toHexString(value);
  }

  /// Bytes as a value: one of 1, 2, 4 or 8 bytes as a little-endian number, others in memory order.
  static String natural(Bytes bytes) {
    return switch (bytes.length()) {
      case 1, 2, 4, 8 -> wide(bytes.little(), bytes.length());
      case 0 -> "nothing";
      default -> bytes.toHex();
    };
  }

  /// Bytes as a value, as [#natural(Bytes)] has them, in a byte order.
  static String natural(Bytes bytes, GuestOrder order) {
    return switch (bytes.length()) {
      case 2, 4, 8 -> wide(order.get(bytes.toArray(), 0, bytes.length()), bytes.length());
      default -> natural(bytes);
    };
  }
}
