package org.barscope.engine.variant;

import java.util.Arrays;
import org.barscope.engine.port.MemberFunction;
import org.barscope.engine.protocol.bytes.Field;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.pci.Capability;
import org.barscope.engine.protocol.pci.ConfigRegister;
import org.barscope.engine.protocol.pci.PciCommand;

/// Configuration space as vfio_pci_core shows it: the VF's own, with a few virtual fields.
///
/// Virtual are the memory and INTx-disable bits of Command, the BARs, the interrupt line and pin,
/// and the control bits of MSI-X, which the VMM switches through interrupt modes instead. The
/// caller serializes.
final class CoreConfig {
  private static final int VIRTUAL_COMMAND = PciCommand.MEMORY | PciCommand.INTX_DISABLE;
  private static final int BARS = 6;

  private final MemberFunction function;
  private final boolean interruptPin;
  private final int msixControl;
  private final int expressControl;
  private final int[] bars = new int[BARS];
  private int command;
  private int interruptLine;
  private int msixBits;

  CoreConfig(MemberFunction function, boolean interruptPin) {
    this.function = function;
    this.interruptPin = interruptPin;
    this.msixControl = capability(Capability.MSIX, Capability.MSIX_CONTROL);
    this.expressControl = capability(Capability.EXPRESS, Capability.EXPRESS_CONTROL);
  }

  /// Reads what the core shows.
  void read(int offset, byte[] into, int count) {
    function.configRead(offset, into, 0, count);
    mix(offset, into, count, field(ConfigRegister.COMMAND), VIRTUAL_COMMAND, command);
    for (int bar = 0; bar < BARS; bar++) {
      mix(offset, into, count, new Field(ConfigRegister.BAR0.offset() + 4 * bar, 4), -1, bar(bar));
    }
    mix(offset, into, count, field(ConfigRegister.INTERRUPT_LINE), 0xff, interruptLine);
    mix(offset, into, count, field(ConfigRegister.INTERRUPT_PIN), 0xff, interruptPin ? 1 : 0);
    if (msixControl > 0) {
      int bits = Capability.MSIX_ENABLE | Capability.MSIX_FUNCTION_MASK;
      mix(offset, into, count, new Field(msixControl, 2), bits, msixBits);
    }
  }

  /// Takes a write.
  ///
  /// @return whether it asks for a function level reset
  boolean write(int offset, byte[] from, int count) {
    command = merge(offset, from, count, field(ConfigRegister.COMMAND), command);
    for (int bar = 0; bar < BARS; bar++) {
      Field field = new Field(ConfigRegister.BAR0.offset() + 4 * bar, 4);
      bars[bar] = merge(offset, from, count, field, bars[bar]);
    }
    interruptLine = merge(offset, from, count, field(ConfigRegister.INTERRUPT_LINE), interruptLine);
    if (msixControl > 0) {
      msixBits = merge(offset, from, count, new Field(msixControl, 2), msixBits);
    }
    function.configWrite(offset, masked(offset, from, count), 0, count);
    return expressControl > 0
        && (merge(offset, from, count, new Field(expressControl, 2), 0) & Capability.EXPRESS_RESET)
            != 0;
  }

  /// Whether the guest's own view has MSI-X enabled.
  boolean guestMsixEnabled() {
    return (msixBits & Capability.MSIX_ENABLE) != 0;
  }

  /// Switches MSI-X of the VF itself, for the VMM.
  void enableMsix(boolean enabled) {
    if (msixControl == 0) {
      return;
    }
    byte[] control = new byte[2];
    LittleEndian.put(control, 0, 2, enabled ? Capability.MSIX_ENABLE : 0);
    function.configWrite(msixControl, control, 0, 2);
  }

  /// The size of the VF's MSI-X table; 0 without MSI-X.
  int vectors() {
    if (msixControl == 0) {
      return 0;
    }
    byte[] control = new byte[2];
    function.configRead(msixControl, control, 0, 2);
    return (int) (LittleEndian.get(control, 0, 2) & 0x7ff) + 1;
  }

  /// Takes what a reset of the VF would lose: Command and the MSI-X control.
  byte[] save() {
    byte[] saved = new byte[4];
    function.configRead(ConfigRegister.COMMAND.offset(), saved, 0, 2);
    if (msixControl > 0) {
      function.configRead(msixControl, saved, 2, 2);
    }
    return saved;
  }

  /// Gives the VF back what a reset took from it; the virtual bits were never lost.
  void restore(byte[] saved) {
    function.configWrite(ConfigRegister.COMMAND.offset(), saved, 0, 2);
    if (msixControl > 0) {
      function.configWrite(msixControl, saved, 2, 2);
    }
  }

  /// A newly opened device has virtual bits of its own, all 0.
  void open() {
    command = 0;
    interruptLine = 0;
    msixBits = 0;
    Arrays.fill(bars, 0);
  }

  private int bar(int bar) {
    long length = function.barLength(bar);
    return length == 0 ? 0 : bars[bar] & (int) -length;
  }

  /// Guests' writes to the MSI-X control never reach the VF.
  private byte[] masked(int offset, byte[] from, int count) {
    Field control = new Field(msixControl, 2);
    if (msixControl == 0 || !control.meets(offset, count)) {
      return from;
    }
    byte[] kept = from.clone();
    byte[] current = new byte[count];
    function.configRead(offset, current, 0, count);
    Field both = control.and(new Field(offset, count));
    System.arraycopy(current, both.offset() - offset, kept, both.offset() - offset, both.width());
    return kept;
  }

  private int capability(int id, int register) {
    byte[] header = new byte[2];
    function.configRead(ConfigRegister.CAPABILITY_LIST.offset(), header, 0, 1);
    int at = header[0] & 0xfc;
    for (int left = 48; at != 0 && left > 0; left--) {
      function.configRead(at, header, 0, 2);
      if ((header[0] & 0xff) == id) {
        return at + register;
      }
      at = header[1] & 0xfc;
    }
    return 0;
  }

  private static Field field(ConfigRegister register) {
    return register.field();
  }

  /// Lays the virtual bits of a register over the part of it that was read.
  private static void mix(int offset, byte[] into, int count, Field field, int bits, int value) {
    Field both = field.and(new Field(offset, count));
    for (int i = 0; i < both.width(); i++) {
      int shift = 8 * (both.offset() - field.offset() + i);
      int at = both.offset() - offset + i;
      int mask = bits >>> shift & 0xff;
      into[at] = (byte) ((into[at] & ~mask) | ((value >>> shift) & mask));
    }
  }

  /// A register's value after a write that covers part of it.
  private static int merge(int offset, byte[] from, int count, Field field, int old) {
    Field both = field.and(new Field(offset, count));
    int value = old;
    for (int i = 0; i < both.width(); i++) {
      int shift = 8 * (both.offset() - field.offset() + i);
      int read = from[both.offset() - offset + i] & 0xff;
      value = (value & ~(0xff << shift)) | (read << shift);
    }
    return value;
  }
}
