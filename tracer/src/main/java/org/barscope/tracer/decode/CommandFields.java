package org.barscope.tracer.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.CapabilityCommands;
import org.barscope.engine.protocol.admin.GroupType;
import org.barscope.engine.protocol.admin.LegacyCommands;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.tracer.decode.FieldNode.Mark;
import org.barscope.tracer.decode.FieldTree.Span;

/// An admin command as fields: each part of its header and of its data with its bytes.
///
/// @param registers how BAR0 of its member is laid out
/// @param strip the index of the strip with the device-readable part
record CommandFields(RegisterFields registers, int strip, Fact.AdminSubmit submit) {
  /// The tree of the command.
  ///
  /// @param links where else the bytes of its data are
  FieldNode node(Links links) {
    Bytes bytes = submit.readable();
    ByteFields fields =
        new ByteFields(strip, bytes)
            .number("opcode", 2, CommandFields::opcode)
            .number("group", 2, group -> group + " " + GroupType.text((int) group))
            .reserved(12)
            .number("member", 8, Long::toUnsignedString);
    if (bytes.length() < AdminCommand.HEADER_LENGTH) {
      fields.missing(
          ByteFields.count(bytes.length()) + ", expected at least " + AdminCommand.HEADER_LENGTH);
    } else {
      data(fields, links);
    }
    List<FieldNode> children = new ArrayList<>(fields.fields());
    children.add(FieldNode.of("writable part", ByteFields.count(submit.writableLength())));
    if (!submit.waited().equals(Fact.Wait.NONE)) {
      children.add(waited(submit.waited()));
    }
    if (bytes.length() >= 2 && bytes.little(0, 2) != submit.opcode()) {
      children.add(
          FieldNode.of("malformed", "the event says opcode " + Hex.wide(submit.opcode(), 2))
              .withMark(Mark.WRONG));
    }
    FieldNode node =
        FieldNode.of("Admin command", AdminDecoder.command(submit))
            .withNote(section(submit.opcode()))
            .withChildren(children);
    return bytes.isEmpty() ? node : node.withSpans(List.of(new Span(strip, 0, bytes.length())));
  }

  private static FieldNode waited(Fact.Wait wait) {
    String holder =
        wait.holder() == Event.NONE ? "" : ", held by event " + Grouped.of(wait.holder());
    return FieldNode.of(
        "waited",
        TimeText.duration(wait.duration(), Glyphs.UTF_8) + " for " + wait.lock() + holder);
  }

  private void data(ByteFields fields, Links links) {
    Optional<AdminOpcode> opcode = AdminOpcode.of(submit.opcode());
    if (opcode.isEmpty()) {
      fields.rest("data", Mark.UNKNOWN, "");
      return;
    }
    switch (opcode.get()) {
      case LEGACY_COMMON_CFG_WRITE, LEGACY_DEV_CFG_WRITE -> write(fields, links);
      case LEGACY_COMMON_CFG_READ, LEGACY_DEV_CFG_READ -> {
        offset(fields);
        fields.rest("extra", Mark.WRONG, "malformed: the data is 1 byte");
      }
      case LIST_USE -> lists(fields);
      case LIST_QUERY, LEGACY_NOTIFY_INFO, CAP_ID_LIST_QUERY ->
          fields.rest("extra", Mark.WRONG, "malformed: the command has no data");
      case DEVICE_CAP_GET -> {
        PartFields.capability(fields);
        PartFields.extra(fields);
      }
      case DRIVER_CAP_SET -> {
        PartFields.capability(fields);
        PartFields.limits(fields, CapabilityCommands.id(command()));
      }
      case RESOURCE_OBJ_CREATE, RESOURCE_OBJ_MODIFY -> PartFields.create(fields);
      case RESOURCE_OBJ_QUERY -> PartFields.query(fields);
      case RESOURCE_OBJ_DESTROY -> PartFields.destroy(fields);
      case DEV_PARTS_METADATA_GET -> PartFields.metadata(fields);
      case DEV_PARTS_GET -> PartFields.get(fields);
      case DEV_PARTS_SET -> new PartFields(registers).set(fields);
      case DEV_MODE_SET -> PartFields.mode(fields);
    }
  }

  /// The command as its driver filled it in.
  AdminCommand command() {
    return AdminCommand.read(submit.readable(), submit.writableLength());
  }

  private void write(ByteFields fields, Links links) {
    offset(fields);
    fields.reserved(LegacyCommands.WRITE_HEADER_LENGTH - 1);
    if (fields.left() == 0) {
      fields.missing("no bytes to write");
      return;
    }
    Bytes data = fields.peek(fields.left());
    List<Span> spans = links.spans(fields.next(data.length()));
    fields.add(
        registers.value(barOffset(), data, spans).withLabel("data").withChildren(List.of()),
        data.length());
  }

  private void offset(ByteFields fields) {
    if (fields.left() == 0) {
      fields.missing("no offset");
      return;
    }
    int width = Math.max(1, length());
    String place =
        LegacyDecoder.place(barOffset(), width, registers.headerLength(), registers.type());
    fields.number("offset", 1, offset -> offset + " " + place);
  }

  /// The offset in BAR0 that the command is about; -1 if it is not about registers.
  int barOffset() {
    AdminOpcode opcode = AdminOpcode.of(submit.opcode()).orElse(null);
    if (opcode == null || submit.readable().length() <= AdminCommand.HEADER_LENGTH) {
      return -1;
    }
    int offset = submit.readable().u8(AdminCommand.HEADER_LENGTH);
    return switch (opcode) {
      case LEGACY_COMMON_CFG_WRITE, LEGACY_COMMON_CFG_READ -> offset;
      case LEGACY_DEV_CFG_WRITE, LEGACY_DEV_CFG_READ -> registers.headerLength() + offset;
      case LIST_QUERY,
          LIST_USE,
          LEGACY_NOTIFY_INFO,
          CAP_ID_LIST_QUERY,
          DEVICE_CAP_GET,
          DRIVER_CAP_SET,
          RESOURCE_OBJ_CREATE,
          RESOURCE_OBJ_MODIFY,
          RESOURCE_OBJ_QUERY,
          RESOURCE_OBJ_DESTROY,
          DEV_PARTS_METADATA_GET,
          DEV_PARTS_GET,
          DEV_PARTS_SET,
          DEV_MODE_SET ->
          -1;
    };
  }

  /// Whether it writes registers.
  boolean writes() {
    return submit.opcode() == AdminOpcode.LEGACY_COMMON_CFG_WRITE.code()
        || submit.opcode() == AdminOpcode.LEGACY_DEV_CFG_WRITE.code();
  }

  /// How many bytes of registers it is about.
  int length() {
    int before = AdminCommand.HEADER_LENGTH + LegacyCommands.WRITE_HEADER_LENGTH;
    return writes()
        ? submit.readable().length() - before
        : submit.writableLength() - AdminCommand.STATUS_LENGTH;
  }

  /// 64 commands at a time, as bits.
  static void lists(ByteFields fields) {
    int first = 0;
    while (fields.left() >= Long.BYTES) {
      long word = fields.peek(Long.BYTES).little();
      fields.add(
          FieldNode.of("commands", Hex.of(word), fields.next(Long.BYTES))
              .withChildren(names(word, first)),
          Long.BYTES);
      first += Long.SIZE;
    }
    fields.rest("extra", Mark.WRONG, "malformed: lists come in 8 bytes");
  }

  private static List<FieldNode> names(long word, int first) {
    List<FieldNode> names = new ArrayList<>();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((word >>> bit & 1) != 0) {
        Optional<AdminOpcode> opcode = AdminOpcode.of(first + bit);
        FieldNode node =
            FieldNode.of(
                Hex.of(first + bit), opcode.map(AdminOpcode::text).orElse("without a name"));
        names.add(opcode.isPresent() ? node : node.withMark(Mark.UNKNOWN));
      }
    }
    return names;
  }

  private static String opcode(long code) {
    return Hex.wide(code, 2)
        + AdminOpcode.of((int) code).map(opcode -> " " + opcode.name()).orElse(" unknown");
  }

  /// Where the specification describes a command.
  static String section(int opcode) {
    return AdminOpcode.of(opcode)
        .map(known ->
            switch (known) {
              case LIST_QUERY, LIST_USE -> "§2.12.1";
              case LEGACY_COMMON_CFG_WRITE -> "§2.12.1.1.1";
              case LEGACY_COMMON_CFG_READ -> "§2.12.1.1.2";
              case LEGACY_DEV_CFG_WRITE -> "§2.12.1.1.3";
              case LEGACY_DEV_CFG_READ -> "§2.12.1.1.4";
              case LEGACY_NOTIFY_INFO -> "§2.12.1.1.5";
              case CAP_ID_LIST_QUERY, DEVICE_CAP_GET, DRIVER_CAP_SET -> "§2.12.1.2";
              case RESOURCE_OBJ_CREATE,
                  RESOURCE_OBJ_MODIFY,
                  RESOURCE_OBJ_QUERY,
                  RESOURCE_OBJ_DESTROY ->
                  "§2.12.1.3";
              case DEV_PARTS_METADATA_GET, DEV_PARTS_GET, DEV_PARTS_SET, DEV_MODE_SET ->
                  "§2.12.1.4";
            })
        .orElse("");
  }
}
