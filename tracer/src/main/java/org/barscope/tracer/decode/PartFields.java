package org.barscope.tracer.decode;

import java.util.Optional;
import java.util.function.LongFunction;
import org.barscope.engine.protocol.admin.CapabilityCommands;
import org.barscope.engine.protocol.admin.PartHeader;
import org.barscope.engine.protocol.admin.PartType;
import org.barscope.engine.protocol.admin.PartsCommands;
import org.barscope.engine.protocol.admin.ResourceObject;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.legacy.DeviceStatus;
import org.barscope.engine.protocol.pci.CommonRegister;
import org.barscope.tracer.decode.FieldNode.Mark;
import org.barscope.tracer.decode.FieldTree.Span;

/// Capabilities, objects, parts and modes in the data and the results of the migration commands, as
/// fields.
///
/// @param registers of the member, for the names of its features
record PartFields(RegisterFields registers) {
  private static final String SECTION = "§2.14";

  /// The capability that a command is about.
  static void capability(ByteFields fields) {
    fields
        .number(
            "capability",
            2,
            id -> id + (id == CapabilityCommands.DEV_PARTS ? " device parts" : " unknown"))
        .reserved(CapabilityCommands.HEADER_LENGTH - 2);
  }

  /// The bytes of a capability.
  ///
  /// @param id of which one
  static void limits(ByteFields fields, int id) {
    if (id == CapabilityCommands.DEV_PARTS) {
      fields.number("get limit", 1, Long::toString).number("set limit", 1, Long::toString);
      extra(fields);
    } else {
      fields.rest("capability data", Mark.UNKNOWN, "");
    }
  }

  /// RESOURCE_OBJ_CREATE and MODIFY.
  static void create(ByteFields fields) {
    object(fields);
    flags(fields);
    use(fields);
  }

  /// RESOURCE_OBJ_QUERY.
  static void query(ByteFields fields) {
    object(fields);
    flags(fields);
    extra(fields);
  }

  /// RESOURCE_OBJ_DESTROY.
  static void destroy(ByteFields fields) {
    object(fields);
    extra(fields);
  }

  /// DEV_PARTS_METADATA_GET.
  static void metadata(ByteFields fields) {
    object(fields);
    fields.number("kind", 1, named(PartsCommands.Metadata.values())).reserved(7);
    extra(fields);
  }

  /// DEV_PARTS_GET: what it asks for, then the headers that it lists.
  static void get(ByteFields fields) {
    object(fields);
    fields.number("kind", 1, named(PartsCommands.Selection.values())).reserved(7);
    headers(fields);
  }

  /// DEV_PARTS_SET.
  void set(ByteFields fields) {
    object(fields);
    parts(fields);
  }

  private static void object(ByteFields fields) {
    if (fields.left() == 0) {
      fields.missing("no object");
    }
    fields
        .number(
            "object type",
            2,
            type -> type + (type == ResourceObject.DEV_PARTS ? " device parts" : " unknown"))
        .reserved(2)
        .number("object", 4, Long::toString);
  }

  /// What an object is for.
  static void use(ByteFields fields) {
    fields.number("use", 1, named(ResourceObject.Use.values())).reserved(7);
    extra(fields);
  }

  private static void flags(ByteFields fields) {
    fields.number("flags", 8, Hex::of);
  }

  /// What METADATA_GET answers.
  ///
  /// @param kind what was asked for; -1 if the command was not seen
  static void metadataResult(ByteFields fields, int kind) {
    String number = kind == PartsCommands.Metadata.SIZE.ordinal() ? "size" : "count";
    String label = kind < 0 ? "size or count" : number;
    fields.number(label, 4, Long::toString).reserved(4);
    headers(fields);
  }

  /// The mode that MODE_SET sets.
  static void mode(ByteFields fields) {
    fields.number("flags", 1, PartFields::mode);
    extra(fields);
  }

  private static String mode(long flags) {
    return flags
        + (flags == PartsCommands.STOPPED ? " stopped" : flags == 0 ? " running" : " unknown");
  }

  /// Bytes that no command has.
  static void extra(ByteFields fields) {
    fields.rest("extra", Mark.WRONG, "malformed: more than the command has");
  }

  /// Headers back to back.
  private static void headers(ByteFields fields) {
    for (int i = 0; fields.left() >= PartHeader.LENGTH; i++) {
      PartHeader header = PartHeader.read(fields.peek(PartHeader.LENGTH), 0);
      Span span = fields.next(PartHeader.LENGTH);
      ByteFields inside = fields.inside(PartHeader.LENGTH);
      header(inside, header);
      fields.add(
          FieldNode.of("header " + i, name(header), span).withChildren(inside.fields()),
          PartHeader.LENGTH);
    }
    fields.rest("header", Mark.WRONG, "malformed: cut, a header has 16 bytes");
  }

  /// Parts back to back.
  void parts(ByteFields fields) {
    for (int i = 0; fields.left() >= PartHeader.LENGTH; i++) {
      PartHeader header = PartHeader.read(fields.peek(PartHeader.LENGTH), 0);
      int room = fields.left() - PartHeader.LENGTH;
      int length = PartHeader.LENGTH + (int) Math.min(header.length(), room);
      Span span = fields.next(length);
      ByteFields inside = fields.inside(length);
      header(inside, header);
      value(inside, header);
      FieldNode node =
          FieldNode.of("part " + i, name(header), span)
              .withNote(SECTION)
              .withChildren(inside.fields());
      fields.add(
          header.length() > room
              ? node.withMark(Mark.WRONG)
                  .withNote("malformed: " + room + " of " + header.length() + " bytes")
              : node,
          length);
    }
    fields.rest("part", Mark.WRONG, "malformed: cut, a header has 16 bytes");
  }

  private static void header(ByteFields fields, PartHeader header) {
    fields
        .number("type", 2, type -> Hex.wide(type, 2) + " " + PartType.text((int) type))
        .number(
            "flags",
            1,
            flags -> flags + ((flags & PartHeader.OPTIONAL) != 0 ? " optional" : " mandatory"))
        .reserved(1);
    Optional<PartType> type = PartType.of(header.type());
    if (type.isEmpty()) {
      fields.number("selector", 8, Hex::of);
    } else {
      switch (type.get().selector()) {
        case NONE -> fields.reserved(8);
        case OFFSET -> fields.number("offset", 4, PartFields::register).reserved(4);
        case QUEUE -> fields.number("queue", 2, Long::toString).reserved(6);
      }
    }
    fields.number("length", 4, Long::toString);
  }

  /// A value whose length is not that of its type is shown as bytes.
  private void value(ByteFields fields, PartHeader header) {
    PartType type = PartType.of(header.type()).orElse(null);
    if (type == null) {
      fields.rest("value", Mark.UNKNOWN, "");
      return;
    }
    int unit = type.unit();
    boolean features = type == PartType.DEV_FEATURES || type == PartType.DRV_FEATURES;
    if (unit != 0 && !features && fields.left() != unit) {
      fields.rest("value", Mark.WRONG, "malformed: the value has " + ByteFields.count(unit));
      return;
    }
    switch (type) {
      case DEV_FEATURES, DRV_FEATURES -> features(fields);
      case PCI_COMMON_CFG -> fields.rest("value", Mark.NONE, "");
      case DEVICE_STATUS -> status(fields);
      case VQ_CFG -> queue(fields);
      case VQ_NOTIFY_CFG -> notification(fields);
    }
  }

  private void features(ByteFields fields) {
    for (int first = 0; fields.left() >= Long.BYTES; first += Long.SIZE) {
      Bytes word = fields.peek(Long.BYTES);
      FieldNode node = FieldNode.of("features", Hex.of(word.little()), fields.next(Long.BYTES));
      fields.add(
          first == 0 ? node.withChildren(registers.features((int) word.little())) : node,
          Long.BYTES);
    }
    fields.rest("value", Mark.WRONG, "malformed: features come in 8 bytes");
  }

  private static void status(ByteFields fields) {
    int status = fields.peek(1).u8(0);
    fields.add(
        FieldNode.of(
                "status", Hex.wide(status, 1) + " " + DeviceStatus.words(status), fields.next(1))
            .withChildren(RegisterFields.status(status)),
        1);
  }

  private static void queue(ByteFields fields) {
    fields
        .number("size", 2, Long::toString)
        .number("vector", 2, vector -> Hex.wide(vector, 2))
        .number("enabled", 2, Long::toString)
        .reserved(2)
        .number("descriptors", 8, Hex::of)
        .number("driver", 8, Hex::of)
        .number("device", 8, Hex::of);
  }

  private static void notification(ByteFields fields) {
    fields
        .number("notify off", 2, Long::toString)
        .number("config data", 2, Long::toString)
        .reserved(4);
  }

  /// A part by its type and what its selector selects: `VQ_CFG queue 1`.
  private static String name(PartHeader header) {
    String name = PartType.text(header.type());
    return PartType.of(header.type())
        .map(type -> {
          long selected = type.selected(header.selector());
          return switch (type.selector()) {
            case NONE -> name;
            case OFFSET -> name + " " + register(selected);
            case QUEUE -> name + " queue " + selected;
          };
        })
        .orElse(name);
  }

  private static String register(long offset) {
    for (CommonRegister register : CommonRegister.values()) {
      if (register.offset() == offset) {
        return offset + " " + register.name();
      }
    }
    return offset + " unknown";
  }

  private static LongFunction<String> named(Enum<?>[] values) {
    return number ->
        number + " " + (number < values.length ? values[(int) number].name() : "unknown");
  }
}
