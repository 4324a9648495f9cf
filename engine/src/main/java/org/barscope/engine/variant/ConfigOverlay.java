package org.barscope.engine.variant;

import org.barscope.engine.protocol.bytes.Field;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.pci.ConfigRegister;
import org.barscope.engine.protocol.pci.PciCommand;
import org.barscope.engine.protocol.pci.VirtioIds;

/// What the variant driver lays over the core's configuration space (reference §3.2, §3.3): a
/// transitional identity, an I/O BAR0, the I/O enable bit. The caller serializes.
final class ConfigOverlay {
  private static final int IO_BAR = 1;

  private final DeviceType type;
  private final int bar0Length;
  private final byte[] command = new byte[2];
  private final byte[] bar0 = new byte[4];

  ConfigOverlay(DeviceType type, int bar0Length) {
    this.type = type;
    this.bar0Length = bar0Length;
  }

  /// Overrides what the core read into `into`.
  void read(int offset, byte[] into, int count) {
    Field request = new Field(offset, count);
    lay(request, into, ConfigRegister.DEVICE_ID, type.transitionalId());
    if (ioEnabled()) {
      Field both = ConfigRegister.COMMAND.field().and(request);
      if (both.width() > 0 && both.offset() == ConfigRegister.COMMAND.offset()) {
        into[both.offset() - offset] |= (byte) PciCommand.IO;
      }
    }
    lay(request, into, ConfigRegister.REVISION_ID, 0);
    long base = (LittleEndian.get(bar0, 0, 4) & -bar0Length) | IO_BAR;
    lay(request, into, ConfigRegister.BAR0, base);
    lay(request, into, ConfigRegister.SUBSYSTEM_ID, type.id());
    lay(request, into, ConfigRegister.SUBSYSTEM_VENDOR_ID, VirtioIds.VENDOR);
  }

  /// Remembers what a write put into Command and BAR0, raw; masking happens on read.
  void write(int offset, byte[] from, int count) {
    keep(ConfigRegister.COMMAND.field(), command, offset, from, count);
    keep(ConfigRegister.BAR0.field(), bar0, offset, from, count);
  }

  /// Whether the last write of Command enabled I/O decoding.
  boolean ioEnabled() {
    return (command[0] & PciCommand.IO) != 0;
  }

  /// After a function reset I/O decoding is off; BAR0 keeps its address.
  void resetDone() {
    command[0] = 0;
    command[1] = 0;
  }

  private static void lay(Field request, byte[] into, ConfigRegister register, long value) {
    Field both = register.field().and(request);
    for (int i = 0; i < both.width(); i++) {
      into[both.offset() - request.offset() + i] =
          (byte) (value >>> (8 * (both.offset() - register.offset() + i)));
    }
  }

  private static void keep(Field field, byte[] kept, int offset, byte[] from, int count) {
    Field both = field.and(new Field(offset, count));
    if (both.width() > 0) {
      System.arraycopy(
          from, both.offset() - offset, kept, both.offset() - field.offset(), both.width());
    }
  }
}
