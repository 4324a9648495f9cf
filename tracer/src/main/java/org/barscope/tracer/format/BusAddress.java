package org.barscope.tracer.format;

import java.util.HexFormat;

/// A PCI function's bus address as text, in the form of today's QEMU: `00:04.0`.
final class BusAddress {
  private BusAddress() {}

  /// Turns the older form, decimal `slot:function` as in `04:0`, into today's; leaves others alone.
  static String normalized(String printed) {
    int colon = printed.indexOf(':');
    if (colon < 1 || printed.indexOf('.') >= 0 || printed.length() > 6) {
      return printed;
    }
    int slot = decimal(printed, 0, colon);
    int function = decimal(printed, colon + 1, printed.length());
    return slot < 0 || slot > 31 || function < 0 || function > 7
        ? printed
        : "00:" + HexFormat.of().toHexDigits((byte) slot) + "." + function;
  }

  private static int decimal(String text, int from, int to) {
    int value = from == to ? -1 : 0;
    for (int i = from; i < to && value >= 0; i++) {
      int digit = text.charAt(i) - '0';
      value = digit < 0 || digit > 9 ? -1 : value * 10 + digit;
    }
    return value;
  }
}
