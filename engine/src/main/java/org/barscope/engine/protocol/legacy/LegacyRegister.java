package org.barscope.engine.protocol.legacy;

import java.util.Optional;
import org.barscope.engine.protocol.bytes.Field;

/// The registers of the legacy header at the start of BAR0, in address order (virtio 1.4, 4.1.4.10
/// "Legacy Interfaces: A Note on PCI Device Layout").
///
/// The two vector registers exist only while MSI-X is enabled; without it the device configuration
/// starts at their place.
public enum LegacyRegister {
  HOST_FEATURES("HostFeatures", 0x00, 4, Access.READ_ONLY), // VIRTIO_PCI_HOST_FEATURES
  GUEST_FEATURES("GuestFeatures", 0x04, 4, Access.READ_WRITE), // VIRTIO_PCI_GUEST_FEATURES
  QUEUE_PFN("QueuePfn", 0x08, 4, Access.READ_WRITE), // VIRTIO_PCI_QUEUE_PFN
  QUEUE_SIZE("QueueSize", 0x0c, 2, Access.READ_ONLY), // VIRTIO_PCI_QUEUE_NUM
  QUEUE_SELECT("QueueSelect", 0x0e, 2, Access.READ_WRITE), // VIRTIO_PCI_QUEUE_SEL
  QUEUE_NOTIFY("QueueNotify", 0x10, 2, Access.READ_WRITE), // VIRTIO_PCI_QUEUE_NOTIFY
  DEVICE_STATUS("DeviceStatus", 0x12, 1, Access.READ_WRITE), // VIRTIO_PCI_STATUS
  ISR_STATUS("IsrStatus", 0x13, 1, Access.READ_ONLY), // VIRTIO_PCI_ISR
  CONFIG_MSIX_VECTOR("ConfigMsixVector", 0x14, 2, Access.MSIX_ONLY), // VIRTIO_MSI_CONFIG_VECTOR
  QUEUE_MSIX_VECTOR("QueueMsixVector", 0x16, 2, Access.MSIX_ONLY); // VIRTIO_MSI_QUEUE_VECTOR

  /// What a driver may do with a register, and when it exists.
  public enum Access {
    /// Writes have no effect.
    READ_ONLY,
    /// Always there.
    READ_WRITE,
    /// There, and writable, only while MSI-X is enabled.
    MSIX_ONLY
  }

  /// The header's length without MSI-X: where device configuration starts.
  public static final int HEADER_LENGTH = 20; // VIRTIO_PCI_CONFIG_OFF(0)

  /// The header's length with MSI-X enabled.
  public static final int HEADER_LENGTH_MSIX = 24; // VIRTIO_PCI_CONFIG_OFF(1)

  /// The name under which everything beyond the header is shown.
  public static final String DEVICE_CONFIG = "DeviceConfig";

  /// The vector number that means "no vector".
  public static final int NO_VECTOR = 0xffff; // VIRTIO_MSI_NO_VECTOR

  /// A queue address is a page number: the ring's physical address shifted right by this.
  public static final int PFN_SHIFT = 12; // VIRTIO_PCI_QUEUE_ADDR_SHIFT

  private static final LegacyRegister[] BY_OFFSET = byOffset();

  private final String text;
  private final Field field;
  private final Access access;

  LegacyRegister(String text, int offset, int width, Access access) {
    this.text = text;
    this.field = new Field(offset, width);
    this.access = access;
  }

  /// The specification's name, as shown and filtered by.
  public String text() {
    return text;
  }

  /// Where it lies in BAR0.
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

  /// What a driver may do with it.
  public Access access() {
    return access;
  }

  /// Where the header ends and device configuration starts.
  public static int headerLength(boolean msix) {
    return msix ? HEADER_LENGTH_MSIX : HEADER_LENGTH;
  }

  /// The register that the byte at `offset` belongs to; empty beyond the header.
  public static Optional<LegacyRegister> at(int offset, boolean msix) {
    return offset < 0 || offset >= headerLength(msix)
        ? Optional.empty()
        : Optional.of(BY_OFFSET[offset]);
  }

  /// The one register that `width` bytes at `offset` lie wholly inside; empty if they cross its end
  /// or lie beyond the header.
  public static Optional<LegacyRegister> holding(int offset, int width, boolean msix) {
    return at(offset, msix).filter(register -> register.field.holds(offset, width));
  }

  private static LegacyRegister[] byOffset() {
    LegacyRegister[] table = new LegacyRegister[HEADER_LENGTH_MSIX];
    for (LegacyRegister register : values()) {
      for (int i = register.offset(); i < register.field.end(); i++) {
        table[i] = register;
      }
    }
    return table;
  }
}
