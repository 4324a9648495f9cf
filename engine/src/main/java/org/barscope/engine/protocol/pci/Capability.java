package org.barscope.engine.protocol.pci;

/// The capabilities of a VF: ids, and where their registers lie from the capability's start.
public final class Capability {
  /// PCI Power Management.
  public static final int POWER_MANAGEMENT = 0x01; // PCI_CAP_ID_PM

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

  /// PMCSR, 2 bytes.
  public static final int POWER_CONTROL = 4; // PCI_PM_CTRL

  /// The power state in PMCSR: 0 for D0, 3 for D3hot.
  public static final int POWER_STATE = 0x0003; // PCI_PM_CTRL_STATE_MASK

  /// Device Control, 2 bytes.
  public static final int EXPRESS_CONTROL = 8; // PCI_EXP_DEVCTL

  /// Initiate Function Level Reset.
  public static final int EXPRESS_RESET = 0x8000; // PCI_EXP_DEVCTL_BCR_FLR

  private Capability() {}
}
