package org.barscope.tracer.decode;

import java.util.Optional;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.AdminQualifier;
import org.barscope.engine.protocol.admin.AdminStatus;
import org.barscope.engine.protocol.admin.GroupType;
import org.barscope.engine.protocol.admin.LegacyCommands;
import org.barscope.engine.protocol.admin.NotifyEntry;
import org.barscope.engine.protocol.bytes.Bytes;

/// Admin commands and their answers in words; those of migration are [PartsDecoder]'s.
public final class AdminDecoder {
  private AdminDecoder() {}

  /// A command: `COMMON_CFG_WRITE off 18 len 1`, `LIST_QUERY sriov`.
  public static String command(Fact.AdminSubmit submit) {
    String name = AdminOpcode.text(submit.opcode());
    AdminCommand command = AdminCommand.read(submit.readable(), submit.writableLength());
    Optional<AdminOpcode> opcode = AdminOpcode.of(submit.opcode());
    if (opcode.isEmpty()) {
      return name + " " + GroupType.text(submit.group()) + bytes(command.data());
    }
    return name
        + switch (opcode.get()) {
          case LEGACY_COMMON_CFG_WRITE, LEGACY_DEV_CFG_WRITE ->
              range(command.data(), command.data().length() - LegacyCommands.WRITE_HEADER_LENGTH);
          case LEGACY_COMMON_CFG_READ, LEGACY_DEV_CFG_READ ->
              range(command.data(), command.resultLength());
          case LEGACY_NOTIFY_INFO -> "";
          case LIST_QUERY -> " " + GroupType.text(submit.group());
          case LIST_USE -> " " + GroupType.text(submit.group()) + list(command.data());
          case CAP_ID_LIST_QUERY, DEVICE_CAP_GET, DRIVER_CAP_SET ->
              " " + GroupType.text(submit.group()) + PartsDecoder.capability(opcode.get(), command);
          case RESOURCE_OBJ_CREATE,
              RESOURCE_OBJ_MODIFY,
              RESOURCE_OBJ_QUERY,
              RESOURCE_OBJ_DESTROY,
              DEV_PARTS_METADATA_GET,
              DEV_PARTS_GET,
              DEV_PARTS_SET,
              DEV_MODE_SET ->
              (submit.group() == GroupType.SRIOV ? "" : " " + GroupType.text(submit.group()))
                  + PartsDecoder.command(opcode.get(), command);
        };
  }

  /// An answer: `OK`, `EINVAL / INVALID_FIELD`; for lists and notify places with what they say.
  public static String answer(Fact.AdminComplete complete) {
    StringBuilder text = new StringBuilder(AdminStatus.text(complete.status()));
    if (complete.status() != 0 || complete.qualifier() != 0) {
      text.append(" / ").append(AdminQualifier.text(complete.qualifier()));
    }
    if (complete.status() == 0) {
      Bytes written = complete.written();
      int skip = Math.min(AdminCommand.STATUS_LENGTH, written.length());
      text.append(result(complete.opcode(), written.slice(skip, written.length() - skip)));
    }
    return text.toString();
  }

  private static String result(int opcode, Bytes result) {
    if (opcode == AdminOpcode.LIST_QUERY.code()) {
      return list(result);
    }
    return opcode == AdminOpcode.LEGACY_NOTIFY_INFO.code()
        ? places(result)
        : AdminOpcode.of(opcode).map(known -> PartsDecoder.result(known, result)).orElse("");
  }

  private static String places(Bytes result) {
    StringBuilder text = new StringBuilder();
    for (NotifyEntry entry : NotifyEntry.read(result)) {
      if (entry.flags() == NotifyEntry.END) {
        break;
      }
      text.append(text.isEmpty() ? " " : ", ")
          .append(
              switch (entry.flags()) {
                case NotifyEntry.OWNER -> "owner";
                case NotifyEntry.MEMBER -> "member";
                default -> "flags " + entry.flags();
              })
          .append(" bar ")
          .append(entry.bar())
          .append(" +")
          .append(Hex.of(entry.offset()));
    }
    return text.toString();
  }

  private static String range(Bytes data, int length) {
    return data.isEmpty() ? " without data" : " off " + data.u8(0) + " len " + Math.max(0, length);
  }

  private static String list(Bytes bitmap) {
    return bitmap.isEmpty() ? "" : " " + Hex.of(bitmap.little());
  }

  static String bytes(Bytes data) {
    return switch (data.length()) {
      case 0 -> "";
      case 1 -> " 1 byte";
      default -> " " + data.length() + " bytes";
    };
  }
}
