package org.barscope.engine.protocol.legacy;

import java.util.function.IntBinaryOperator;

/// The rules that a write of the device status can break (virtio 1.4, 2.1.1 and 3.1.1), in the
/// order in which they are looked at. Each row gives the offending bits of a write of `value` over
/// `old`; a write of 0 is a reset and breaks none.
public enum StatusRule {
  /// > The driver MUST NOT clear a device status bit. (2.1.1)
  CLEARS("L-012", "clears", (old, value) -> old & ~value & Bits.DRIVERS),
  /// > … the driver MUST later reset the device before attempting to re-initialize. (2.1.1)
  GOES_ON_AFTER_FAILED(
      "L-013",
      "goes on after FAILED with",
      (old, value) -> (old & Bits.FAILED) == 0 ? 0 : value & ~old),
  /// The order of 3.1.1: ACKNOWLEDGE, then DRIVER, then DRIVER_OK.
  SKIPS("L-011", "skips", (old, value) -> Bits.below(value) & ~(old | value)),
  /// > … the driver sets FEATURES_OK … is omitted … in legacy (3.1.2)
  FEATURES_OK("L-014", "sets", (old, value) -> value & ~old & Bits.FEATURES_OK),
  /// Bits that the device owns or that nobody has.
  FOREIGN("L-018", "sets", (old, value) -> value & ~old & Bits.FOREIGN);

  private final String id;
  private final String verb;
  private final IntBinaryOperator offending;

  StatusRule(String id, String verb, IntBinaryOperator offending) {
    this.id = id;
    this.verb = verb;
    this.offending = offending;
  }

  /// The rule's id.
  public String id() {
    return id;
  }

  /// Whether writing `value` over `old` breaks it.
  public boolean broken(int old, int value) {
    return value != 0 && offending.applyAsInt(old, value) != 0;
  }

  /// What the driver did, in words.
  public String message(int old, int value) {
    return verb + " " + DeviceStatus.words(offending.applyAsInt(old, value));
  }

  private static final class Bits {
    static final int DRIVERS = ~DeviceStatus.DEVICE_NEEDS_RESET.bit();
    static final int FAILED = DeviceStatus.FAILED.bit();
    static final int FEATURES_OK = DeviceStatus.FEATURES_OK.bit();
    static final int FOREIGN = 0x70;

    private Bits() {}

    /// The bits that must be there before the highest of ACKNOWLEDGE, DRIVER and DRIVER_OK.
    static int below(int value) {
      if (DeviceStatus.DRIVER_OK.in(value)) {
        return DeviceStatus.ACKNOWLEDGE.bit() | DeviceStatus.DRIVER.bit();
      }
      return DeviceStatus.DRIVER.in(value) ? DeviceStatus.ACKNOWLEDGE.bit() : 0;
    }
  }
}
