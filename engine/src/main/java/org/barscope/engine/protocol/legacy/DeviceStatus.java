package org.barscope.engine.protocol.legacy;

import java.util.ArrayList;
import java.util.List;

/// The bits of the device status register (virtio 1.4, 2.1 "Device Status Field").
public enum DeviceStatus {
  ACKNOWLEDGE(0x01),
  DRIVER(0x02),
  DRIVER_OK(0x04),
  FEATURES_OK(0x08), // not part of the legacy interface
  SUSPEND(0x10), // virtio 1.4, needs feature bit 43
  DEVICE_NEEDS_RESET(0x40),
  FAILED(0x80);

  private final int bit;

  DeviceStatus(int bit) {
    this.bit = bit;
  }

  /// Its value in the register.
  public int bit() {
    return bit;
  }

  /// Whether `status` has it set.
  public boolean in(int status) {
    return (status & bit) != 0;
  }

  /// The names of the bits set, joined by `|`; bits without a name in hex; `0` is `RESET`.
  public static String words(int status) {
    if (status == 0) {
      return "RESET";
    }
    List<String> words = new ArrayList<>();
    int rest = status;
    for (DeviceStatus flag : values()) {
      if (flag.in(status)) {
        words.add(flag.name());
        rest &= ~flag.bit;
      }
    }
    if (rest != 0) {
      words.add("0x" + Integer.toHexString(rest));
    }
    return String.join("|", words);
  }
}
