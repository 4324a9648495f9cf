package org.barscope.engine.protocol.admin;

import org.barscope.engine.protocol.bytes.Bytes;

/// The data layouts of the capability commands (virtio 1.4, 2.12.1.2): an le16 id, six reserved
/// bytes, then for DRIVER_CAP_SET the capability's bytes.
public final class CapabilityCommands {
  /// The capability of device-parts objects: `get_limit` u8, `set_limit` u8.
  public static final int DEV_PARTS = 0; // VIRTIO_DEV_PARTS_CAP

  /// Bytes of the device-parts capability.
  public static final int DEV_PARTS_LENGTH = 2;

  /// Bytes before the capability's own.
  public static final int HEADER_LENGTH = 8;

  private CapabilityCommands() {}

  /// CAP_ID_LIST_QUERY, for a list of 64 capabilities.
  ///
  /// @param group the group type; all but [GroupType#SELF] is wrong
  public static AdminCommand list(int group) {
    return new AdminCommand(
        AdminOpcode.CAP_ID_LIST_QUERY.code(), group, 0, Bytes.EMPTY, HEADER_LENGTH);
  }

  /// DEVICE_CAP_GET for the device-parts capability.
  public static AdminCommand get(int group) {
    return new AdminCommand(
        AdminOpcode.DEVICE_CAP_GET.code(),
        group,
        0,
        Bytes.ofLittle(DEV_PARTS, HEADER_LENGTH),
        DEV_PARTS_LENGTH);
  }

  /// DRIVER_CAP_SET for the device-parts capability, with both limits alike.
  public static AdminCommand set(int group, int limit) {
    return new AdminCommand(
        AdminOpcode.DRIVER_CAP_SET.code(),
        group,
        0,
        Bytes.of(DEV_PARTS, 0, 0, 0, 0, 0, 0, 0, limit, limit),
        0);
  }

  /// The capability that a command is about; missing bytes are zero.
  public static int id(AdminCommand command) {
    return byteAt(command, 0) | byteAt(command, 1) << 8;
  }

  /// A byte of the capability in DRIVER_CAP_SET; missing bytes are zero.
  public static int value(AdminCommand command, int at) {
    return byteAt(command, HEADER_LENGTH + at);
  }

  private static int byteAt(AdminCommand command, int at) {
    return at < command.data().length() ? command.data().u8(at) : 0;
  }
}
