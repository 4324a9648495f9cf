package org.barscope.engine.protocol.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The opcodes of administration commands, in the standard's order (virtio 1.4, 2.12.1).
///
/// An opcode without a row stays a number: commands and events carry the number itself.
///
/// The standard's table has MODIFY and QUERY the other way round than its text does (E-01); the
/// text is followed. Linux sends neither.
public enum AdminOpcode {
  LIST_QUERY(0x0000, "LIST_QUERY"), // VIRTIO_ADMIN_CMD_LIST_QUERY
  LIST_USE(0x0001, "LIST_USE"), // VIRTIO_ADMIN_CMD_LIST_USE
  LEGACY_COMMON_CFG_WRITE(0x0002, "COMMON_CFG_WRITE"), // VIRTIO_ADMIN_CMD_LEGACY_COMMON_CFG_WRITE
  LEGACY_COMMON_CFG_READ(0x0003, "COMMON_CFG_READ"), // VIRTIO_ADMIN_CMD_LEGACY_COMMON_CFG_READ
  LEGACY_DEV_CFG_WRITE(0x0004, "DEV_CFG_WRITE"), // VIRTIO_ADMIN_CMD_LEGACY_DEV_CFG_WRITE
  LEGACY_DEV_CFG_READ(0x0005, "DEV_CFG_READ"), // VIRTIO_ADMIN_CMD_LEGACY_DEV_CFG_READ
  LEGACY_NOTIFY_INFO(0x0006, "NOTIFY_INFO"), // VIRTIO_ADMIN_CMD_LEGACY_NOTIFY_INFO
  CAP_ID_LIST_QUERY(0x0007, "CAP_ID_LIST_QUERY"), // VIRTIO_ADMIN_CMD_CAP_ID_LIST_QUERY
  DEVICE_CAP_GET(0x0008, "DEVICE_CAP_GET"), // VIRTIO_ADMIN_CMD_DEVICE_CAP_GET
  DRIVER_CAP_SET(0x0009, "DRIVER_CAP_SET"), // VIRTIO_ADMIN_CMD_DRIVER_CAP_SET
  RESOURCE_OBJ_CREATE(0x000a, "RESOURCE_OBJ_CREATE"), // VIRTIO_ADMIN_CMD_RESOURCE_OBJ_CREATE
  RESOURCE_OBJ_MODIFY(0x000b, "RESOURCE_OBJ_MODIFY"), // VIRTIO_ADMIN_CMD_RESOURCE_OBJ_MODIFY (E-01)
  RESOURCE_OBJ_QUERY(0x000c, "RESOURCE_OBJ_QUERY"), // VIRTIO_ADMIN_CMD_RESOURCE_OBJ_QUERY (E-01)
  RESOURCE_OBJ_DESTROY(0x000d, "RESOURCE_OBJ_DESTROY"), // VIRTIO_ADMIN_CMD_RESOURCE_OBJ_DESTROY
  DEV_PARTS_METADATA_GET(0x000e, "DEV_PARTS_METADATA_GET"), // …_DEV_PARTS_METADATA_GET
  DEV_PARTS_GET(0x000f, "DEV_PARTS_GET"), // VIRTIO_ADMIN_CMD_DEV_PARTS_GET
  DEV_PARTS_SET(0x0010, "DEV_PARTS_SET"), // VIRTIO_ADMIN_CMD_DEV_PARTS_SET
  DEV_MODE_SET(0x0011, "DEV_MODE_SET"); // VIRTIO_ADMIN_CMD_DEV_MODE_SET

  /// The opcodes of the legacy interface, as bits: 2 to 6.
  public static final long LEGACY_MASK = 0x7c;

  /// The opcodes of migration that Linux asks for, as bits: 7, 8, 9, 0xa, 0xd, 0xe, 0xf, 0x10,
  /// 0x11.
  public static final long MIGRATION_MASK = 0x3e780;

  /// The opcodes of device parts and their objects, as bits: 0xa to 0x11.
  public static final long DEVICE_PARTS_MASK = 0x3fc00;

  private static final List<Optional<AdminOpcode>> BY_CODE = byCode();

  private final int code;
  private final String text;

  AdminOpcode(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /// Its number on the wire.
  public int code() {
    return code;
  }

  /// The short name, as shown and filtered by.
  public String text() {
    return text;
  }

  /// Its bit in the lists of LIST_QUERY and LIST_USE.
  public long mask() {
    return 1L << code;
  }

  /// The row of a code; empty for one that the standard has not assigned.
  public static Optional<AdminOpcode> of(int code) {
    return code >= 0 && code < BY_CODE.size() ? BY_CODE.get(code) : Optional.empty();
  }

  private static List<Optional<AdminOpcode>> byCode() {
    List<Optional<AdminOpcode>> table = new ArrayList<>();
    for (AdminOpcode opcode : values()) {
      while (table.size() < opcode.code) {
        table.add(Optional.empty());
      }
      table.add(Optional.of(opcode));
    }
    return List.copyOf(table);
  }

  /// The short name of a code, or the code in hex when it has none.
  public static String text(int code) {
    return of(code).map(AdminOpcode::text).orElseGet(() -> "0x" + Integer.toHexString(code));
  }
}
