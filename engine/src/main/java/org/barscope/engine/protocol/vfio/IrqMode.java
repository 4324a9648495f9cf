package org.barscope.engine.protocol.vfio;

/// The interrupt mode that a VMM has enabled on a VFIO device.
///
/// Exactly this, and not the guest's own MSI-X enable bit, decides where the variant driver splits
/// BAR0 into common header and device configuration (reference §6.2).
public enum IrqMode {
  INTX("intx"), // VFIO_PCI_INTX_IRQ_INDEX
  MSI("msi"), // VFIO_PCI_MSI_IRQ_INDEX
  MSIX("msix"), // VFIO_PCI_MSIX_IRQ_INDEX
  NONE("none"); // VFIO_PCI_NUM_IRQS

  private final String text;

  IrqMode(String text) {
    this.text = text;
  }

  /// How files and the command line spell it.
  public String text() {
    return text;
  }
}
