package org.barscope.engine.member;

import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.pci.Capability;
import org.barscope.engine.protocol.pci.ConfigRegister;
import org.barscope.engine.protocol.pci.PciCommand;
import org.barscope.engine.protocol.pci.VirtioCapability;
import org.barscope.engine.protocol.pci.VirtioIds;

/// A VF's own configuration space: a modern identity, no BARs, no I/O bit, no interrupt pin.
///
/// Capabilities: MSI-X at 0x40 unless the VF has no vectors, power management at 0x50, PCI Express
/// at 0x60; if they are to be seen, those of the modern interface from 0xa0 on. With MSI that
/// stands at 0x4c, and power management at 0xf8. A VF's BARs are described by the PF's SR-IOV
/// capability; its BAR registers read 0.
final class MemberConfigSpace {
  static final int MSIX = 0x40;
  static final int MSI = 0x4c;
  static final int EXPRESS = 0x60;
  static final int MODERN = 0xa0;

  private static final int POWER_WITHOUT_MSI = 0x50;
  private static final int POWER_WITH_MSI = 0xf8;
  private static final int COMMON_LENGTH = 56;
  private static final int ISR_OFFSET = 0x1000;
  private static final int DEVICE_OFFSET = 0x2000;

  private static final int LENGTH = 256;
  private static final int CAPABILITY_LIST_STATUS = 0x0010;

  private final byte[] values = new byte[LENGTH];
  private final byte[] writable = new byte[LENGTH];
  private final int power;
  private final boolean hasMsi;

  MemberConfigSpace(DeviceTable table, Member.MemberSpec spec) {
    DeviceType type = table.type();
    int vectors = spec.vectors();
    set(ConfigRegister.VENDOR_ID, VirtioIds.VENDOR);
    set(ConfigRegister.DEVICE_ID, type.modernId());
    set(ConfigRegister.STATUS, CAPABILITY_LIST_STATUS);
    set(ConfigRegister.REVISION_ID, 1);
    set(ConfigRegister.CLASS_CODE, table.classCode());
    set(ConfigRegister.SUBSYSTEM_VENDOR_ID, VirtioIds.VENDOR);
    set(ConfigRegister.SUBSYSTEM_ID, 0x40 + type.id());
    hasMsi = spec.messages() > 0;
    power = hasMsi ? POWER_WITH_MSI : POWER_WITHOUT_MSI;
    int afterMsix = hasMsi ? MSI : power;
    set(ConfigRegister.CAPABILITY_LIST, vectors > 0 ? MSIX : afterMsix);
    allow(ConfigRegister.COMMAND.offset(), 2, PciCommand.MASTER);
    if (vectors > 0) {
      msix(vectors, afterMsix);
    }
    if (hasMsi) {
      msi(spec.messages());
    }
    capability(power, Capability.POWER_MANAGEMENT, EXPRESS);
    put(power + 2, 2, 3);
    put(power + Capability.POWER_CONTROL, 2, Capability.POWER_NO_SOFT_RESET);
    allow(power + Capability.POWER_CONTROL, 2, Capability.POWER_STATE);
    capability(EXPRESS, Capability.EXPRESS, 0);
    put(EXPRESS + 2, 2, 2);
    put(EXPRESS + Capability.EXPRESS_DEVICE, 4, spec.resets() ? Capability.EXPRESS_CAN_RESET : 0);
    if (spec.modern()) {
      spec.notifyPlaces().stream()
          .filter(place -> !place.owner())
          .findFirst()
          .ifPresent(place -> modern(place, table.config().length()));
    }
  }

  /// Lists the modern interface, whose structures lie in the BAR of the doorbell: all queues have
  /// that one doorbell.
  private void modern(Member.NotifyPlace notify, int configLength) {
    put(EXPRESS + 1, 1, MODERN);
    int at = MODERN;
    for (VirtioCapability each : VirtioCapability.values()) {
      int next = each == VirtioCapability.PCI_CFG ? 0 : at + each.length();
      capability(at, VirtioCapability.VENDOR, next);
      put(at + VirtioCapability.CAP_LENGTH, 1, each.length());
      put(at + VirtioCapability.TYPE, 1, each.type());
      if (each != VirtioCapability.PCI_CFG) {
        put(at + VirtioCapability.BAR, 1, notify.bar());
        put(at + VirtioCapability.OFFSET, 4, offset(each, notify));
        put(at + VirtioCapability.LENGTH, 4, length(each, configLength));
      }
      at = next;
    }
  }

  private static long offset(VirtioCapability structure, Member.NotifyPlace notify) {
    return switch (structure) {
      case COMMON_CFG, PCI_CFG -> 0;
      case ISR_CFG -> ISR_OFFSET;
      case DEVICE_CFG -> DEVICE_OFFSET;
      case NOTIFY_CFG -> notify.offset();
    };
  }

  private static int length(VirtioCapability structure, int configLength) {
    return switch (structure) {
      case COMMON_CFG -> COMMON_LENGTH;
      case NOTIFY_CFG -> 2;
      case ISR_CFG -> 1;
      case DEVICE_CFG -> configLength;
      case PCI_CFG -> 0;
    };
  }

  /// With 64-bit addresses, without mask bits.
  private void msi(int messages) {
    capability(MSI, Capability.MSI, power);
    int capable = Integer.numberOfTrailingZeros(messages) << Capability.MSI_CAPABLE_SHIFT;
    put(MSI + Capability.MSI_CONTROL, 2, Capability.MSI_64_BIT | capable);
    allow(MSI + Capability.MSI_CONTROL, 2, Capability.MSI_ENABLE);
  }

  private void msix(int vectors, int next) {
    capability(MSIX, Capability.MSIX, next);
    put(MSIX + Capability.MSIX_CONTROL, 2, vectors - 1);
    allow(
        MSIX + Capability.MSIX_CONTROL, 2, Capability.MSIX_ENABLE | Capability.MSIX_FUNCTION_MASK);
    put(MSIX + 4, 4, Member.MSIX_BAR);
    put(MSIX + 8, 4, Member.msixPendingOffset(vectors) | Member.MSIX_BAR);
  }

  void read(int offset, byte[] into, int at, int width) {
    for (int i = 0; i < width; i++) {
      int from = offset + i;
      into[at + i] = from >= 0 && from < LENGTH ? values[from] : 0;
    }
  }

  void write(int offset, byte[] from, int at, int width) {
    for (int i = 0; i < width; i++) {
      int to = offset + i;
      if (to >= 0 && to < LENGTH) {
        values[to] = (byte) ((values[to] & ~writable[to]) | (from[at + i] & writable[to]));
      }
    }
  }

  boolean msixEnabled() {
    return (LittleEndian.get(values, MSIX + Capability.MSIX_CONTROL, 2) & Capability.MSIX_ENABLE)
        != 0;
  }

  boolean msiEnabled() {
    return hasMsi
        && (LittleEndian.get(values, MSI + Capability.MSI_CONTROL, 2) & Capability.MSI_ENABLE) != 0;
  }

  int powerState() {
    return values[power + Capability.POWER_CONTROL] & Capability.POWER_STATE;
  }

  /// Clears every bit that can be written, as a function level reset does.
  void reset() {
    for (int i = 0; i < LENGTH; i++) {
      values[i] = (byte) (values[i] & ~writable[i]);
    }
  }

  private void capability(int at, int id, int next) {
    put(at, 1, id);
    put(at + 1, 1, next);
  }

  private void set(ConfigRegister register, long value) {
    put(register.offset(), register.width(), value);
  }

  private void put(int at, int width, long value) {
    LittleEndian.put(values, at, width, value);
  }

  private void allow(int at, int width, long bits) {
    LittleEndian.put(writable, at, width, bits);
  }
}
