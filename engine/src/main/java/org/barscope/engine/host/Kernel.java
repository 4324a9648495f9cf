package org.barscope.engine.host;

import org.barscope.engine.protocol.admin.AdminOpcode;

/// What a Linux host's version changes in the PF driver (reference §2.3).
public enum Kernel {
  /// 6.8 to 6.10: legacy commands only.
  V6_8("6.8", AdminOpcode.LEGACY_MASK),
  /// 6.11 and 6.12: several commands in flight.
  V6_11("6.11", AdminOpcode.LEGACY_MASK),
  /// From 6.13: migration commands too.
  V6_13("6.13+", AdminOpcode.LEGACY_MASK | AdminOpcode.MIGRATION_MASK);

  private final String text;
  private final long wanted;

  Kernel(String text, long wanted) {
    this.text = text;
    this.wanted = wanted;
  }

  /// How files and the command line spell it.
  public String text() {
    return text;
  }

  /// The opcodes that LIST_USE asks for, as far as they are offered (VIRTIO_ADMIN_CMD_BITMAP).
  public long wanted() {
    return wanted;
  }
}
