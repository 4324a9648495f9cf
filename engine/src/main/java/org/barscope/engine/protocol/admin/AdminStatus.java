package org.barscope.engine.protocol.admin;

/// The status values of a completed command (virtio 1.4, 2.12.1). Any other value is an error too.
public enum AdminStatus {
  OK(0), // VIRTIO_ADMIN_STATUS_OK
  ENXIO(6), // VIRTIO_ADMIN_STATUS_ENXIO
  EAGAIN(11), // VIRTIO_ADMIN_STATUS_EAGAIN
  ENOMEM(12), // VIRTIO_ADMIN_STATUS_ENOMEM
  EBUSY(16), // VIRTIO_ADMIN_STATUS_EBUSY
  EEXIST(17), // used by 2.12.1.3.5, missing in the table
  EINVAL(22), // VIRTIO_ADMIN_STATUS_EINVAL
  ENOSPC(28); // VIRTIO_ADMIN_STATUS_ENOSPC

  private final int code;

  AdminStatus(int code) {
    this.code = code;
  }

  /// Its number on the wire.
  public int code() {
    return code;
  }

  /// Whether the standard has given a status a meaning.
  public static boolean isKnown(int code) {
    for (AdminStatus status : values()) {
      if (status.code == code) {
        return true;
      }
    }
    return false;
  }

  /// The name of a status, or the number in hex when it has none.
  public static String text(int code) {
    for (AdminStatus status : values()) {
      if (status.code == code) {
        return status.name();
      }
    }
    return "0x" + Integer.toHexString(code);
  }
}
