package org.barscope.tracer.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.AdminQualifier;
import org.barscope.engine.protocol.admin.AdminStatus;
import org.barscope.engine.protocol.admin.CapabilityCommands;
import org.barscope.engine.protocol.admin.NotifyEntry;
import org.barscope.engine.protocol.admin.PartsCommands;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.tracer.decode.FieldNode.Mark;
import org.barscope.tracer.decode.FieldTree.Span;

/// The answer to an admin command as fields.
///
/// @param strip the index of the strip with what was written
/// @param command what it answers; empty if that was not seen
record CompletionFields(int strip, Fact.AdminComplete done, Optional<CommandFields> command) {
  private static final int PADDING = 6;

  /// The tree of the answer.
  ///
  /// @param links where else the bytes of its result are
  FieldNode node(Links links) {
    Bytes bytes = done.written();
    ByteFields fields =
        new ByteFields(strip, bytes)
            .number("status", 2, status -> status + " " + AdminStatus.text((int) status))
            .number("qualifier", 2, code -> code + " " + AdminQualifier.text((int) code))
            .reserved(4);
    if (bytes.length() < AdminCommand.STATUS_LENGTH) {
      fields.missing(
          ByteFields.count(bytes.length()) + ", expected at least " + AdminCommand.STATUS_LENGTH);
    } else if (done.status() == 0) {
      result(fields, links);
    } else {
      fields.rest("result", Mark.NONE, "of a failed command");
    }
    List<FieldNode> children = new ArrayList<>(fields.fields());
    children.add(used(bytes.length()));
    if (bytes.length() >= 2 && bytes.little(0, 2) != (done.status() & 0xffff)) {
      children.add(
          FieldNode.of("malformed", "the event says status " + AdminStatus.text(done.status()))
              .withMark(Mark.WRONG));
    }
    FieldNode node =
        FieldNode.of("Completion", AdminDecoder.answer(done))
            .withMark(done.status() == 0 ? Mark.NONE : Mark.WRONG)
            .withNote(command.isPresent() ? "" : "its command was not seen")
            .withChildren(children);
    return bytes.isEmpty() ? node : node.withSpans(List.of(new Span(strip, 0, bytes.length())));
  }

  private FieldNode used(int present) {
    FieldNode node =
        FieldNode.of("used length", Integer.toUnsignedString(done.usedLength()) + " bytes");
    return done.usedLength() == present
        ? node
        : node.withMark(Mark.WRONG).withNote("the part holds " + present);
  }

  private void result(ByteFields fields, Links links) {
    AdminOpcode opcode = AdminOpcode.of(done.opcode()).orElse(null);
    if (opcode == null) {
      fields.rest("result", Mark.UNKNOWN, "");
      return;
    }
    switch (opcode) {
      case LEGACY_COMMON_CFG_READ, LEGACY_DEV_CFG_READ -> read(fields, links);
      case LIST_QUERY -> CommandFields.lists(fields);
      case LEGACY_NOTIFY_INFO -> places(fields);
      case CAP_ID_LIST_QUERY -> {
        fields.number("capabilities", 8, Hex::of);
        fields.rest("more", Mark.NONE, "");
      }
      case DEVICE_CAP_GET ->
          PartFields.limits(
              fields, command.map(CommandFields::command).map(CapabilityCommands::id).orElse(-1));
      case RESOURCE_OBJ_QUERY -> PartFields.use(fields);
      case DEV_PARTS_METADATA_GET ->
          PartFields.metadataResult(
              fields, command.map(CommandFields::command).map(PartsCommands::kind).orElse(-1));
      case DEV_PARTS_GET ->
          command.ifPresentOrElse(
              known -> new PartFields(known.registers()).parts(fields),
              () -> fields.rest("result", Mark.NONE, ""));
      case LIST_USE,
          LEGACY_COMMON_CFG_WRITE,
          LEGACY_DEV_CFG_WRITE,
          DRIVER_CAP_SET,
          RESOURCE_OBJ_CREATE,
          RESOURCE_OBJ_MODIFY,
          RESOURCE_OBJ_DESTROY,
          DEV_PARTS_SET,
          DEV_MODE_SET ->
          fields.rest("extra", Mark.WRONG, "malformed: the command has no result");
    }
  }

  private void read(ByteFields fields, Links links) {
    int offset = command.map(CommandFields::barOffset).orElse(-1);
    if (offset < 0) {
      fields.rest("result", Mark.NONE, "");
      return;
    }
    if (fields.left() == 0) {
      fields.missing("no bytes read");
      return;
    }
    Bytes data = fields.peek(fields.left());
    List<Span> spans = links.spans(fields.next(data.length()));
    fields.add(
        command
            .get()
            .registers()
            .value(offset, data, spans)
            .withLabel("result")
            .withChildren(List.of()),
        data.length());
  }

  /// > … le64 offset … (virtio 1.4, 2.12.1.1.5 "Legacy Notification Information"): four entries,
  /// > the list ends at flags 0.
  private static void places(ByteFields fields) {
    for (int entry = 0; fields.left() >= NotifyEntry.LENGTH; entry++) {
      Bytes bytes = fields.peek(NotifyEntry.LENGTH);
      Span span = fields.next(NotifyEntry.LENGTH);
      ByteFields parts =
          fields
              .inside(NotifyEntry.LENGTH)
              .number("flags", 1, flags -> flags + " " + flags((int) flags))
              .number("bar", 1, Long::toString)
              .reserved(PADDING)
              .number("offset", 8, Hex::of);
      NotifyEntry read = NotifyEntry.read(bytes).getFirst();
      String text =
          read.flags() == NotifyEntry.END
              ? "end of list"
              : flags(read.flags()) + " BAR " + read.bar() + " + " + Hex.of(read.offset());
      fields.add(
          FieldNode.of("entry " + entry, text, span).withChildren(parts.fields()),
          NotifyEntry.LENGTH);
    }
    fields.rest("extra", Mark.WRONG, "malformed: entries have 16 bytes");
  }

  private static String flags(int flags) {
    return switch (flags) {
      case NotifyEntry.END -> "end of list";
      case NotifyEntry.OWNER -> "owner";
      case NotifyEntry.MEMBER -> "member";
      default -> "reserved";
    };
  }
}
