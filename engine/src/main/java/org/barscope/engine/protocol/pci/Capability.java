package org.barscope.engine.protocol.pci;

/// The capabilities of a VF: ids, and where their registers lie from the capability's start.
public final class Capability {
  /// PCI Power Management.
  public static final int POWER_MANAGEMENT = 0x01; // PCI_CAP_ID_PM

  /// Message Signaled Interrupts.
  public static final int MSI = 0x05; // PCI_CAP_ID_MSI

  /// Message Control, 2 bytes; with a 64-bit address 10 bytes of address and data follow.
  public static final int MSI_CONTROL = 2; // PCI_MSI_FLAGS

  /// The function sends MSI messages.
  public static final int MSI_ENABLE = 0x0001; // PCI_MSI_FLAGS_ENABLE

  /// How many messages it can send, as a binary logarithm.
  public static final int MSI_CAPABLE = 0x000e; // PCI_MSI_FLAGS_QMASK

  /// Where that number starts.
  public static final int MSI_CAPABLE_SHIFT = 1;

  /// How many messages it may send, as a binary logarithm.
  public static final int MSI_ENABLED_COUNT = 0x0070; // PCI_MSI_FLAGS_QSIZE

  /// The address has 64 bits.
  public static final int MSI_64_BIT = 0x0080; // PCI_MSI_FLAGS_64BIT

  /// PCI Express.
  public static final int EXPRESS = 0x10; // PCI_CAP_ID_EXP

  /// MSI-X.
  public static final int MSIX = 0x11; // PCI_CAP_ID_MSIX

  /// Message Control, 2 bytes.
  public static final int MSIX_CONTROL = 2; // PCI_MSIX_FLAGS

  /// The function sends MSI-X messages.
  public static final int MSIX_ENABLE = 0x8000; // PCI_MSIX_FLAGS_ENABLE

  /// All vectors are masked.
  public static final int MSIX_FUNCTION_MASK = 0x4000; // PCI_MSIX_FLAGS_MASKALL

  /// Where the table is: offset and BAR, 4 bytes.
  public static final int MSIX_TABLE = 4; // PCI_MSIX_TABLE

  /// The BAR in that.
  public static final int MSIX_TABLE_BAR = 0x7; // PCI_MSIX_TABLE_BIR

  /// Bytes of an entry of the table.
  public static final int MSIX_ENTRY = 16; // PCI_MSIX_ENTRY_SIZE

  /// PMCSR, 2 bytes.
  public static final int POWER_CONTROL = 4; // PCI_PM_CTRL

  /// The power state in PMCSR: 0 for D0, 3 for D3hot.
  public static final int POWER_STATE = 0x0003; // PCI_PM_CTRL_STATE_MASK

  /// D3hot loses no state.
  public static final int POWER_NO_SOFT_RESET = 0x0008; // PCI_PM_CTRL_NO_SOFT_RESET

  /// Device Capabilities, 4 bytes.
  public static final int EXPRESS_DEVICE = 4; // PCI_EXP_DEVCAP

  /// Function Level Reset is there, in Device Capabilities.
  public static final int EXPRESS_CAN_RESET = 1 << 28; // PCI_EXP_DEVCAP_FLR

  /// Device Control, 2 bytes.
  public static final int EXPRESS_CONTROL = 8; // PCI_EXP_DEVCTL

  /// Initiate Function Level Reset.
  public static final int EXPRESS_RESET = 0x8000; // PCI_EXP_DEVCTL_BCR_FLR

  private Capability() {}
}
