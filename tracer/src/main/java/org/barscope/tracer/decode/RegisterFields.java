package org.barscope.tracer.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.Field;
import org.barscope.engine.protocol.device.ConfigLayout;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.legacy.DeviceStatus;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.types.DeviceTables;

/// Bytes of BAR0 as registers and fields of device configuration.
///
/// @param headerLength 20 or 24
/// @param kind of the member
record RegisterFields(int headerLength, MemberKind kind) {
  private static final String HEADER_SECTION = "§4.1.4.10";

  /// The member's device type.
  DeviceType type() {
    return kind.type();
  }

  /// A run of bytes that belong to one register, one field, or to nothing with a name.
  ///
  /// @param label `register`, `field`, or `bytes`
  /// @param name in the words of the specification
  /// @param section of the specification; may be empty
  /// @param from the first byte, counted from the start of the access
  record Part(String label, String name, String section, int from, int length) {}

  /// The parts of `length` bytes at `offset` of BAR0, without a gap.
  List<Part> parts(int offset, int length) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < length) {
      Part part = part(offset + at, at, length - at);
      parts.add(part);
      at += part.length();
    }
    return parts;
  }

  private Part part(int offset, int from, int most) {
    Optional<LegacyRegister> register =
        LegacyRegister.at(offset, headerLength >= LegacyRegister.HEADER_LENGTH_MSIX);
    if (register.isPresent()) {
      int length = Math.min(most, register.get().field().end() - offset);
      String name = LegacyDecoder.place(offset, length, headerLength, type());
      return new Part("register", name, HEADER_SECTION, from, length);
    }
    int inConfig = offset - headerLength;
    int end = Integer.MAX_VALUE;
    for (ConfigLayout.Named named : DeviceTables.config(type()).fields()) {
      Field field = named.field();
      if (field.holds(inConfig, 1)) {
        int length = Math.min(most, field.end() - inConfig);
        String name = LegacyDecoder.place(offset, length, headerLength, type());
        return new Part("field", name, section(), from, length);
      }
      if (field.offset() > inConfig) {
        end = Math.min(end, field.offset());
      }
    }
    int length = Math.max(1, Math.min(most, end - inConfig));
    return new Part("bytes", LegacyRegister.DEVICE_CONFIG + "+" + inConfig, "", from, length);
  }

  private String section() {
    return switch (type()) {
      case NET -> "§5.1.4";
      case BLOCK -> "§5.2.4";
      case CONSOLE -> "§5.3.4";
      case ENTROPY -> "§5.4.4";
      case BALLOON -> "§5.5.4";
      case SCSI -> "§5.6.4";
      case NINE_P -> "";
    };
  }

  /// What bytes mean, as one field: `page 0x1f2a3 → address 0x1f2a3000`, `value 0x07 ACKNOWLEDGE`.
  FieldNode value(int offset, Bytes bytes, List<FieldTree.Span> spans) {
    LegacyRegister whole =
        LegacyRegister.at(offset, headerLength >= LegacyRegister.HEADER_LENGTH_MSIX)
            .filter(r -> r.offset() == offset && r.width() == bytes.length())
            .orElse(null);
    String text =
        bytes.length() > Long.BYTES && offset >= headerLength
            ? ByteFields.spell(bytes)
            : LegacyDecoder.value(offset, bytes, headerLength, kind, 0);
    FieldNode plain = FieldNode.of("value", text).withSpans(spans);
    if (whole == null) {
      return plain;
    }
    int number = (int) bytes.little();
    return switch (whole) {
      case QUEUE_PFN -> number == 0 ? plain : page(number).withSpans(spans);
      case HOST_FEATURES, GUEST_FEATURES -> plain.withNote("§2.2").withChildren(features(number));
      case DEVICE_STATUS -> plain.withNote("§2.1").withChildren(status(number));
      case QUEUE_SIZE,
          QUEUE_SELECT,
          QUEUE_NOTIFY,
          ISR_STATUS,
          CONFIG_MSIX_VECTOR,
          QUEUE_MSIX_VECTOR ->
          plain;
    };
  }

  private static FieldNode page(int number) {
    long pfn = number & 0xffff_ffffL;
    return FieldNode.of(
        "page", Hex.of(pfn) + " → address " + Hex.of(pfn << LegacyRegister.PFN_SHIFT));
  }

  /// The bits set in features, by name.
  List<FieldNode> features(int value) {
    List<FieldNode> bits = new ArrayList<>();
    for (int bit = 0; bit < 32; bit++) {
      if ((value & 1 << bit) != 0) {
        bits.add(bit(bit, FeatureNames.name(bit, type())));
      }
    }
    return bits;
  }

  /// The bits set in a device status, by name.
  static List<FieldNode> status(int value) {
    List<FieldNode> bits = new ArrayList<>();
    for (DeviceStatus flag : DeviceStatus.values()) {
      if (flag.in(value)) {
        bits.add(bit(Integer.numberOfTrailingZeros(flag.bit()), flag.name()));
      }
    }
    return bits;
  }

  private static FieldNode bit(int number, String name) {
    boolean named = !name.equals(Integer.toString(number));
    FieldNode node = FieldNode.of("bit " + number, named ? name : "without a name");
    return named ? node : node.withMark(FieldNode.Mark.UNKNOWN);
  }
}
