package org.barscope.engine.variant;

import java.util.Arrays;
import org.barscope.engine.port.MemberFunction;
import org.barscope.engine.protocol.bytes.Field;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.pci.Capability;
import org.barscope.engine.protocol.pci.ConfigRegister;
import org.barscope.engine.protocol.pci.PciCommand;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;

/// Configuration space as vfio_pci_core shows it: the VF's own, with a few virtual fields.
///
/// Virtual are the memory and INTx-disable bits of Command, the BARs, the interrupt line and pin,
/// and the control bits of MSI-X and MSI with its message, since the VMM switches these through
/// interrupt modes instead. The caller serializes.
final class CoreConfig {
  private static final int VIRTUAL_COMMAND = PciCommand.MEMORY | PciCommand.INTX_DISABLE;
  private static final int BARS = 6;
  private static final int MSI_COUNT_SHIFT = 4;
  private static final int VIRTUAL_MSIX = Capability.MSIX_ENABLE | Capability.MSIX_FUNCTION_MASK;
  private static final int VIRTUAL_MSI = Capability.MSI_ENABLE | Capability.MSI_ENABLED_COUNT;

  /// Address, its upper half, and data, of which only 16 bits are there.
  private static final int MESSAGE_WORDS = 3;

  private static final int[] MESSAGE_BITS = {-4, -1, 0xffff};

  private final MemberFunction function;
  private final boolean interruptPin;
  private final int msixControl;
  private final int msiControl;
  private final int express;
  private final int[] bars = new int[BARS];
  private final int[] msiMessage = new int[MESSAGE_WORDS];
  private int command;
  private int interruptLine;
  private int msixBits;
  private int msiBits;

  CoreConfig(MemberFunction function, boolean interruptPin) {
    this.function = function;
    this.interruptPin = interruptPin;
    this.msixControl = capability(Capability.MSIX, Capability.MSIX_CONTROL);
    this.msiControl = capability(Capability.MSI, Capability.MSI_CONTROL);
    this.express = capability(Capability.EXPRESS, 0);
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
      mix(offset, into, count, new Field(msixControl, 2), VIRTUAL_MSIX, msixBits);
    }
    if (msiControl > 0) {
      mix(offset, into, count, new Field(msiControl, 2), VIRTUAL_MSI, msiBits);
      for (int word = 0; word < MESSAGE_WORDS; word++) {
        mix(offset, into, count, messageWord(word), MESSAGE_BITS[word], msiMessage[word]);
      }
    }
  }

  private Field messageWord(int word) {
    return new Field(msiControl + 2 + 4 * word, word == MESSAGE_WORDS - 1 ? 2 : 4);
  }

  /// Takes a write.
  ///
  /// @param msi whether the VMM has enabled MSI: else the guest's enable bit stays 0
  /// @return whether it asks for a function level reset, and the VF has that
  boolean write(int offset, byte[] from, int count, boolean msi) {
    command = merge(offset, from, count, field(ConfigRegister.COMMAND), command);
    for (int bar = 0; bar < BARS; bar++) {
      Field field = new Field(ConfigRegister.BAR0.offset() + 4 * bar, 4);
      bars[bar] = merge(offset, from, count, field, bars[bar]);
    }
    interruptLine = merge(offset, from, count, field(ConfigRegister.INTERRUPT_LINE), interruptLine);
    if (msixControl > 0) {
      msixBits = merge(offset, from, count, new Field(msixControl, 2), msixBits);
    }
    if (msiControl > 0) {
      writeMsi(offset, from, count, msi);
    }
    byte[] kept = kept(offset, from, count, msixControl);
    function.configWrite(offset, kept(offset, kept, count, msiControl), 0, count);
    Field control = new Field(express + Capability.EXPRESS_CONTROL, 2);
    return resets() && (merge(offset, from, count, control, 0) & Capability.EXPRESS_RESET) != 0;
  }

  private void writeMsi(int offset, byte[] from, int count, boolean msi) {
    msiBits = merge(offset, from, count, new Field(msiControl, 2), msiBits);
    if (!msi) {
      msiBits &= ~Capability.MSI_ENABLE;
    }
    int asked = (msiBits & Capability.MSI_ENABLED_COUNT) >> MSI_COUNT_SHIFT;
    int most = Integer.numberOfTrailingZeros(messages());
    msiBits = (msiBits & ~Capability.MSI_ENABLED_COUNT) | Math.min(asked, most) << MSI_COUNT_SHIFT;
    for (int word = 0; word < MESSAGE_WORDS; word++) {
      msiMessage[word] = merge(offset, from, count, messageWord(word), msiMessage[word]);
    }
  }

  /// Whether the VF can be reset by itself.
  boolean resets() {
    return express > 0
        && (register(express + Capability.EXPRESS_DEVICE, 4) & Capability.EXPRESS_CAN_RESET) != 0;
  }

  /// Whether the guest's own view has MSI-X enabled.
  boolean guestMsixEnabled() {
    return (msixBits & Capability.MSIX_ENABLE) != 0;
  }

  /// Switches MSI-X and MSI of the VF itself, for the VMM.
  void enable(IrqMode mode) {
    if (msixControl > 0) {
      put(msixControl, mode == IrqMode.MSIX ? Capability.MSIX_ENABLE : 0);
    }
    if (msiControl > 0) {
      put(msiControl, mode == IrqMode.MSI ? Capability.MSI_ENABLE : 0);
    }
  }

  /// The size of the VF's MSI-X table; 0 without MSI-X.
  int vectors() {
    return msixControl == 0 ? 0 : (register(msixControl, 2) & 0x7ff) + 1;
  }

  /// Whether an access of a BAR touches the MSI-X table.
  boolean msixTableMeets(Region region, long offset, int count) {
    if (msixControl == 0) {
      return false;
    }
    int place = register(msixControl + Capability.MSIX_TABLE - Capability.MSIX_CONTROL, 4);
    long start = place & ~Capability.MSIX_TABLE_BAR & 0xffff_ffffL;
    return region.index() == (place & Capability.MSIX_TABLE_BAR)
        && offset < start + (long) Capability.MSIX_ENTRY * vectors()
        && offset + count > start;
  }

  /// How many messages the VF can send; 0 without MSI.
  int messages() {
    int capable = msiControl == 0 ? 0 : register(msiControl, 2) & Capability.MSI_CAPABLE;
    return msiControl == 0 ? 0 : 1 << (capable >> Capability.MSI_CAPABLE_SHIFT);
  }

  /// What a reset of the VF takes from it.
  record Saved(int command, int msix, int msi) {}

  /// Takes what a reset of the VF would lose: Command and the controls of MSI-X and MSI.
  Saved save() {
    return new Saved(
        register(ConfigRegister.COMMAND.offset(), 2),
        msixControl == 0 ? 0 : register(msixControl, 2),
        msiControl == 0 ? 0 : register(msiControl, 2));
  }

  /// Gives the VF back what a reset took from it; the virtual bits were never lost.
  void restore(Saved saved) {
    put(ConfigRegister.COMMAND.offset(), saved.command);
    if (msixControl > 0) {
      put(msixControl, saved.msix);
    }
    if (msiControl > 0) {
      put(msiControl, saved.msi);
    }
  }

  /// Whether the VF answers: while it is reset it reads all-ones.
  boolean answers() {
    return register(ConfigRegister.COMMAND.offset(), 4) != -1;
  }

  /// A newly opened device has virtual bits of its own, all 0.
  void open() {
    command = 0;
    interruptLine = 0;
    msixBits = 0;
    msiBits = 0;
    Arrays.fill(msiMessage, 0);
    Arrays.fill(bars, 0);
  }

  /// The device goes out of use: it masters the bus no more.
  void close() {
    put(ConfigRegister.COMMAND.offset(), 0);
  }

  private int register(int at, int width) {
    byte[] bytes = new byte[width];
    function.configRead(at, bytes, 0, width);
    return (int) LittleEndian.get(bytes, 0, width);
  }

  private void put(int at, int value) {
    byte[] bytes = new byte[2];
    LittleEndian.put(bytes, 0, 2, value);
    function.configWrite(at, bytes, 0, 2);
  }

  private int bar(int bar) {
    long length = function.barLength(bar);
    return length == 0 ? 0 : bars[bar] & (int) -length;
  }

  /// Guests' writes to the control of MSI-X or MSI, which lies at `at`, never reach the VF.
  private byte[] kept(int offset, byte[] from, int count, int at) {
    Field control = new Field(at, 2);
    if (at == 0 || !control.meets(offset, count)) {
      return from;
    }
    byte[] current = new byte[count];
    function.configRead(offset, current, 0, count);
    byte[] kept = from.clone();
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
