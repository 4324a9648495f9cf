package org.barscope.tracer.format;

import org.barscope.engine.protocol.pci.ConfigRegister;

/// The width of a configuration access, which QEMU does not print.
final class ConfigWidth {
  private static final int HEADER_LENGTH = 0x40;

  private ConfigWidth() {}

  /// Whether a memory access may be the one behind a configuration access: the low bits of its
  /// address select the bytes, in an I/O data port as in memory-mapped configuration space.
  static boolean matches(LogLine.MemoryAccess memory, LogLine.ConfigAccess config) {
    int width = memory.width();
    return width <= 4
        && memory.name() != LogLine.RegionName.LEGACY_BAR
        && memory.name() != LogLine.RegionName.MSIX_TABLE
        && memory.direction() == config.direction()
        && (memory.address() & 3) == (config.offset() & 3)
        && memory.value() == config.value();
  }

  /// The width a driver would take: that of the register at the offset, more if the value needs it.
  static int natural(int offset, long value) {
    int register = offset < HEADER_LENGTH ? headerWidth(offset) : aligned(offset, 2);
    int needed = value > 0xffff ? 4 : value > 0xff ? 2 : 1;
    return Math.max(register, needed);
  }

  private static int headerWidth(int offset) {
    for (ConfigRegister register : ConfigRegister.values()) {
      if (register.offset() == offset && register.width() != 3) {
        return aligned(offset, register.width());
      }
    }
    return aligned(offset, 2);
  }

  private static int aligned(int offset, int width) {
    int most = (offset & 1) != 0 ? 1 : (offset & 2) != 0 ? 2 : 4;
    return Math.min(width, most);
  }
}
