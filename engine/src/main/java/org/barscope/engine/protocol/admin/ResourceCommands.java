package org.barscope.engine.protocol.admin;

import org.barscope.engine.protocol.bytes.Bytes;

/// The commands that make and end device-parts objects (virtio 1.4, 2.12.1.3), for the group of the
/// VFs, as Linux sends them.
public final class ResourceCommands {
  /// Object header and flags.
  public static final int HEADER_LENGTH = ResourceObject.LENGTH + 8;

  /// Header, flags, and what is particular to device parts: type u8, reserved[7].
  public static final int DATA_LENGTH =
      HEADER_LENGTH + 8; // struct virtio_admin_cmd_resource_obj_create_data

  /// What QUERY answers for a device-parts object: type u8, reserved[7].
  public static final int RESULT_LENGTH = 8; // struct virtio_resource_obj_dev_parts

  private ResourceCommands() {}

  /// RESOURCE_OBJ_CREATE.
  public static AdminCommand create(long member, long id, ResourceObject.Use use) {
    return withUse(AdminOpcode.RESOURCE_OBJ_CREATE, member, id, use);
  }

  /// RESOURCE_OBJ_MODIFY.
  public static AdminCommand modify(long member, long id, ResourceObject.Use use) {
    return withUse(AdminOpcode.RESOURCE_OBJ_MODIFY, member, id, use);
  }

  /// RESOURCE_OBJ_QUERY.
  public static AdminCommand query(long member, long id) {
    return command(AdminOpcode.RESOURCE_OBJ_QUERY, member, id, HEADER_LENGTH, RESULT_LENGTH);
  }

  /// RESOURCE_OBJ_DESTROY.
  public static AdminCommand destroy(long member, long id) {
    return command(AdminOpcode.RESOURCE_OBJ_DESTROY, member, id, ResourceObject.LENGTH, 0);
  }

  /// What CREATE or MODIFY want the object for, [ResourceObject.Use] by number; a missing byte is
  /// zero.
  public static int use(AdminCommand command) {
    return command.data().padded(DATA_LENGTH).u8(HEADER_LENGTH);
  }

  /// The flags of CREATE, MODIFY and QUERY, le64; there are none yet.
  public static long flags(AdminCommand command) {
    return command.data().padded(HEADER_LENGTH).little(ResourceObject.LENGTH, 8);
  }

  private static AdminCommand withUse(
      AdminOpcode opcode, long member, long id, ResourceObject.Use use) {
    byte[] data = new byte[DATA_LENGTH];
    ResourceObject.devParts(id).write(data);
    data[HEADER_LENGTH] = (byte) use.ordinal();
    return new AdminCommand(opcode.code(), GroupType.SRIOV, member, Bytes.owning(data), 0);
  }

  private static AdminCommand command(
      AdminOpcode opcode, long member, long id, int length, int resultLength) {
    byte[] data = new byte[length];
    ResourceObject.devParts(id).write(data);
    return new AdminCommand(
        opcode.code(), GroupType.SRIOV, member, Bytes.owning(data), resultLength);
  }
}
