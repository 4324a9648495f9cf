package org.barscope.engine.protocol.pci;

import org.barscope.engine.protocol.bytes.Field;

/// The registers of a type 0 configuration header, in address order (PCI Local Bus 3.0, 6.1).
public enum ConfigRegister {
  VENDOR_ID(0x00, 2), // PCI_VENDOR_ID
  DEVICE_ID(0x02, 2), // PCI_DEVICE_ID
  COMMAND(0x04, 2), // PCI_COMMAND
  STATUS(0x06, 2), // PCI_STATUS
  REVISION_ID(0x08, 1), // PCI_REVISION_ID
  CLASS_CODE(0x09, 3), // PCI_CLASS_PROG
  CACHE_LINE_SIZE(0x0c, 1), // PCI_CACHE_LINE_SIZE
  LATENCY_TIMER(0x0d, 1), // PCI_LATENCY_TIMER
  HEADER_TYPE(0x0e, 1), // PCI_HEADER_TYPE
  BIST(0x0f, 1), // PCI_BIST
  BAR0(0x10, 4), // PCI_BASE_ADDRESS_0
  BAR1(0x14, 4), // PCI_BASE_ADDRESS_1
  BAR2(0x18, 4), // PCI_BASE_ADDRESS_2
  BAR3(0x1c, 4), // PCI_BASE_ADDRESS_3
  BAR4(0x20, 4), // PCI_BASE_ADDRESS_4
  BAR5(0x24, 4), // PCI_BASE_ADDRESS_5
  CARDBUS_CIS(0x28, 4), // PCI_CARDBUS_CIS
  SUBSYSTEM_VENDOR_ID(0x2c, 2), // PCI_SUBSYSTEM_VENDOR_ID
  SUBSYSTEM_ID(0x2e, 2), // PCI_SUBSYSTEM_ID
  ROM_ADDRESS(0x30, 4), // PCI_ROM_ADDRESS
  CAPABILITY_LIST(0x34, 1), // PCI_CAPABILITY_LIST
  INTERRUPT_LINE(0x3c, 1), // PCI_INTERRUPT_LINE
  INTERRUPT_PIN(0x3d, 1), // PCI_INTERRUPT_PIN
  MIN_GNT(0x3e, 1), // PCI_MIN_GNT
  MAX_LAT(0x3f, 1); // PCI_MAX_LAT

  private final Field field;

  ConfigRegister(int offset, int width) {
    this.field = new Field(offset, width);
  }

  /// Where it lies.
  public Field field() {
    return field;
  }

  /// The offset of its first byte.
  public int offset() {
    return field.offset();
  }

  /// Its width in bytes.
  public int width() {
    return field.width();
  }
}
