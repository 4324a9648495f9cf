package org.barscope.engine.protocol.vfio;

/// The regions of a VFIO PCI device, by index (VFIO_PCI_BAR0_REGION_INDEX and following).
public enum Region {
  BAR0("bar0"),
  BAR1("bar1"),
  BAR2("bar2"),
  BAR3("bar3"),
  BAR4("bar4"),
  BAR5("bar5"),
  ROM("rom"),
  CONFIG("config"),
  VGA("vga");

  private final String text;

  Region(String text) {
    this.text = text;
  }

  /// How files and the command line spell it.
  public String text() {
    return text;
  }

  /// The VFIO region index.
  public int index() {
    return ordinal();
  }
}
