package org.barscope.tracer.decode;

import java.util.Locale;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.CapabilityCommands;
import org.barscope.engine.protocol.admin.DevicePart;
import org.barscope.engine.protocol.admin.PartHeader;
import org.barscope.engine.protocol.admin.PartsCommands;
import org.barscope.engine.protocol.admin.ResourceCommands;
import org.barscope.engine.protocol.admin.ResourceObject;
import org.barscope.engine.protocol.bytes.Bytes;

/// What the migration commands and their answers say, in words, behind their name.
final class PartsDecoder {
  private PartsDecoder() {}

  /// A capability command's data: `cap 0 get 4 set 4`.
  static String capability(AdminOpcode opcode, AdminCommand command) {
    if (opcode == AdminOpcode.CAP_ID_LIST_QUERY) {
      return AdminDecoder.bytes(command.data());
    }
    int id = CapabilityCommands.id(command);
    return opcode == AdminOpcode.DRIVER_CAP_SET && id == CapabilityCommands.DEV_PARTS
        ? " cap 0"
            + limits(CapabilityCommands.value(command, 0), CapabilityCommands.value(command, 1))
        : " cap " + id;
  }

  /// The data of an opcode from 0xa on: `obj 0 all`, `stop`.
  static String command(AdminOpcode opcode, AdminCommand command) {
    if (opcode == AdminOpcode.DEV_MODE_SET) {
      int flags = PartsCommands.flags(command);
      return flags == PartsCommands.STOPPED
          ? " stop"
          : flags == 0 ? " resume" : " flags " + Hex.of(flags);
    }
    ResourceObject object = ResourceObject.read(command.data());
    String kind = object.type() == ResourceObject.DEV_PARTS ? "" : "type " + object.type() + " ";
    return " obj " + kind + object.id() + behind(opcode, command);
  }

  private static String behind(AdminOpcode opcode, AdminCommand command) {
    return switch (opcode) {
      case RESOURCE_OBJ_CREATE, RESOURCE_OBJ_MODIFY ->
          named(ResourceCommands.use(command), ResourceObject.Use.values());
      case DEV_PARTS_METADATA_GET ->
          named(PartsCommands.kind(command), PartsCommands.Metadata.values());
      case DEV_PARTS_GET ->
          PartsCommands.kind(command) == PartsCommands.Selection.SELECTED.ordinal()
              ? " " + count(PartHeader.list(PartsCommands.headers(command)).size(), "selected part")
              : named(PartsCommands.kind(command), PartsCommands.Selection.values());
      case DEV_PARTS_SET -> parts(PartsCommands.parts(command));
      case RESOURCE_OBJ_QUERY,
          RESOURCE_OBJ_DESTROY,
          LIST_QUERY,
          LIST_USE,
          LEGACY_COMMON_CFG_WRITE,
          LEGACY_COMMON_CFG_READ,
          LEGACY_DEV_CFG_WRITE,
          LEGACY_DEV_CFG_READ,
          LEGACY_NOTIFY_INFO,
          CAP_ID_LIST_QUERY,
          DEVICE_CAP_GET,
          DRIVER_CAP_SET,
          DEV_MODE_SET ->
          "";
    };
  }

  /// The result of a command that succeeded: `12 parts`, `335`.
  static String result(AdminOpcode opcode, Bytes result) {
    return switch (opcode) {
      case CAP_ID_LIST_QUERY -> result.isEmpty() ? "" : " " + Hex.of(result.little());
      case DEVICE_CAP_GET ->
          result.length() == CapabilityCommands.DEV_PARTS_LENGTH
              ? limits(result.u8(0), result.u8(1))
              : AdminDecoder.bytes(result);
      case RESOURCE_OBJ_QUERY ->
          result.isEmpty() ? "" : named(result.u8(0), ResourceObject.Use.values());
      case DEV_PARTS_METADATA_GET ->
          result.isEmpty()
              ? ""
              : " "
                  + (result.length() > PartsCommands.METADATA_LENGTH
                      ? count(PartsCommands.headerList(result).size(), "header")
                      : PartsCommands.sizeOrCount(result));
      case DEV_PARTS_GET -> parts(result);
      case LIST_QUERY,
          LIST_USE,
          LEGACY_COMMON_CFG_WRITE,
          LEGACY_COMMON_CFG_READ,
          LEGACY_DEV_CFG_WRITE,
          LEGACY_DEV_CFG_READ,
          LEGACY_NOTIFY_INFO,
          DRIVER_CAP_SET,
          RESOURCE_OBJ_CREATE,
          RESOURCE_OBJ_MODIFY,
          RESOURCE_OBJ_DESTROY,
          DEV_PARTS_SET,
          DEV_MODE_SET ->
          "";
    };
  }

  private static String limits(int get, int set) {
    return " get " + get + " set " + set;
  }

  /// How many parts; how many bytes if the last part is cut.
  private static String parts(Bytes parts) {
    return " "
        + DevicePart.read(parts)
            .map(whole -> count(whole.size(), "part"))
            .orElseGet(() -> "malformed" + AdminDecoder.bytes(parts));
  }

  private static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String named(int number, Enum<?>[] values) {
    return " "
        + (number < values.length
            ? values[number].name().toLowerCase(Locale.ROOT)
            : "unknown " + number);
  }
}
