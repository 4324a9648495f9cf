package org.barscope.engine.host;

import java.util.Arrays;
import java.util.Optional;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.GroupType;

/// What a Linux host's version changes in the PF driver (reference §2.3).
public enum Kernel {
  /// 6.8 to 6.10: legacy commands only, one command at a time (`cmd_lock`).
  V6_8("6.8", AdminOpcode.LEGACY_MASK, true, false, GroupType.SELF),
  /// 6.11 and 6.12: several commands in flight.
  V6_11("6.11", AdminOpcode.LEGACY_MASK, false, false, GroupType.SELF),
  /// The first 6.13 and 6.14: capability commands went to the group of the VFs (F-54), and results
  /// were taken to be 8 bytes longer than they were (F-41).
  V6_13_EARLY(
      "6.13-6.14",
      AdminOpcode.LEGACY_MASK | AdminOpcode.MIGRATION_MASK,
      false,
      true,
      GroupType.SRIOV),
  /// From 6.13: migration commands too, and capability commands at start-up.
  V6_13("6.13+", AdminOpcode.LEGACY_MASK | AdminOpcode.MIGRATION_MASK, false, true, GroupType.SELF);

  private final String text;
  private final long wanted;
  private final boolean serial;
  private final boolean capabilities;
  private final int capabilityGroup;

  Kernel(String text, long wanted, boolean serial, boolean capabilities, int capabilityGroup) {
    this.text = text;
    this.wanted = wanted;
    this.serial = serial;
    this.capabilities = capabilities;
    this.capabilityGroup = capabilityGroup;
  }

  /// The version with this text; empty if there is none.
  public static Optional<Kernel> named(String text) {
    return Arrays.stream(values()).filter(kernel -> kernel.text.equals(text)).findFirst();
  }

  /// How files and the command line spell it.
  public String text() {
    return text;
  }

  /// The opcodes that LIST_USE asks for on x86, as far as they are offered
  /// (VIRTIO_ADMIN_CMD_BITMAP).
  public long wanted() {
    return wanted;
  }

  /// Whether a lock is held across a whole command, so that commands of all members wait for each
  /// other.
  public boolean serial() {
    return serial;
  }

  /// Whether capability commands are sent at start-up.
  public boolean capabilities() {
    return capabilities;
  }

  /// Whether the status block counts as part of a result, which is 8 bytes too much (F-41, until
  /// 6.15.3).
  public boolean countsStatus() {
    return this == V6_13_EARLY;
  }

  /// The group type that capability commands are sent to.
  public int capabilityGroup() {
    return capabilityGroup;
  }
}
