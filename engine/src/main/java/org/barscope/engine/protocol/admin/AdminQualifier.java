package org.barscope.engine.protocol.admin;

/// The status qualifiers, which say why a command failed (virtio 1.4, 2.12.1).
public enum AdminQualifier {
  OK(0x00), // VIRTIO_ADMIN_STATUS_Q_OK
  INVALID_COMMAND(0x01), // VIRTIO_ADMIN_STATUS_Q_INVALID_COMMAND
  INVALID_OPCODE(0x02), // VIRTIO_ADMIN_STATUS_Q_INVALID_OPCODE
  INVALID_FIELD(0x03), // VIRTIO_ADMIN_STATUS_Q_INVALID_FIELD
  INVALID_GROUP(0x04), // VIRTIO_ADMIN_STATUS_Q_INVALID_GROUP
  INVALID_MEMBER(0x05), // VIRTIO_ADMIN_STATUS_Q_INVALID_MEMBER
  NORESOURCE(0x06), // VIRTIO_ADMIN_STATUS_Q_NORESOURCE
  TRYAGAIN(0x07); // VIRTIO_ADMIN_STATUS_Q_TRYAGAIN

  private final int code;

  AdminQualifier(int code) {
    this.code = code;
  }

  /// Its number on the wire.
  public int code() {
    return code;
  }

  /// The name of a qualifier, or the number in hex when it has none.
  public static String text(int code) {
    for (AdminQualifier qualifier : values()) {
      if (qualifier.code == code) {
        return qualifier.name();
      }
    }
    return "0x" + Integer.toHexString(code);
  }
}
