package org.barscope.tracer.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.Field;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.ConfigLayout;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.legacy.DeviceStatus;
import org.barscope.engine.protocol.legacy.IsrStatus;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.types.DeviceTables;

/// The registers of BAR0 by name, and their values in words.
public final class LegacyDecoder {
  private LegacyDecoder() {}

  /// The register that the first byte of an access is in, or `DeviceConfig` beyond the header.
  ///
  /// @param offset in BAR0
  /// @param headerLength 20 or 24
  public static String register(int offset, int headerLength) {
    return at(offset, headerLength).map(LegacyRegister::text).orElse(LegacyRegister.DEVICE_CONFIG);
  }

  /// The field of device configuration that the first byte of an access is in; empty for a header
  /// register and for bytes that the type's layout does not name.
  public static Optional<ConfigLayout.Named> field(int offset, int headerLength, DeviceType type) {
    return offset < headerLength
        ? Optional.empty()
        : DeviceTables.config(type).holding(offset - headerLength, 1);
  }

  /// What an access touches, in words: `DeviceStatus`, `QueueNotify[1]` for a part,
  /// `QueueSize,QueueSelect` for several, `DeviceConfig mac[0]`, `DeviceConfig+20` for a byte
  /// without a name.
  public static String place(int offset, int width, int headerLength, DeviceType type) {
    if (offset >= headerLength) {
      return LegacyRegister.DEVICE_CONFIG + configPlace(offset - headerLength, width, type);
    }
    LegacyRegister first = at(offset, headerLength).orElse(null);
    if (first == null) {
      return "@" + offset;
    }
    if (first.offset() == offset && first.width() == width) {
      return first.text();
    }
    List<String> names = new ArrayList<>();
    Field access = new Field(offset, width);
    for (LegacyRegister register : LegacyRegister.values()) {
      if (register.field().end() <= headerLength
          && register.field().meets(offset, Math.max(1, width))) {
        names.add(register.text() + part(register.field(), access));
      }
    }
    if (access.end() > headerLength) {
      names.add(LegacyRegister.DEVICE_CONFIG);
    }
    return String.join(",", names);
  }

  /// The bytes of an access as a value: natural-width hex, then its meaning where the access is
  /// exactly one register or one field.
  ///
  /// @param kind of the member: device configuration is in the guest's byte order unless its type's
  ///   table says otherwise, the header is little-endian
  /// @param room how many columns are left; the names of features are shown only where they fit
  public static String value(int offset, Bytes bytes, int headerLength, MemberKind kind, int room) {
    if (offset >= headerLength) {
      return configValue(offset - headerLength, bytes, kind);
    }
    String hex = Hex.natural(bytes);
    return at(offset, headerLength)
        .filter(r -> r.offset() == offset && r.width() == bytes.length())
        .map(register ->
            hex + meaning(register, (int) bytes.little(), kind.type(), room - hex.length()))
        .orElse(hex);
  }

  private static Optional<LegacyRegister> at(int offset, int headerLength) {
    return LegacyRegister.at(offset, headerLength >= LegacyRegister.HEADER_LENGTH_MSIX);
  }

  private static String meaning(LegacyRegister register, int value, DeviceType type, int room) {
    return switch (register) {
      case HOST_FEATURES, GUEST_FEATURES -> features(value, type, room);
      case QUEUE_PFN ->
          value == 0
              ? " none"
              : " (at " + Hex.of((value & 0xffff_ffffL) << LegacyRegister.PFN_SHIFT) + ")";
      case QUEUE_SIZE -> value == 0 ? " none" : " (" + value + " entries)";
      case QUEUE_SELECT, QUEUE_NOTIFY -> " (queue " + value + ")";
      case DEVICE_STATUS -> " " + DeviceStatus.words(value);
      case ISR_STATUS -> " " + IsrStatus.words(value);
      case CONFIG_MSIX_VECTOR, QUEUE_MSIX_VECTOR ->
          value == LegacyRegister.NO_VECTOR ? " none" : " (vector " + value + ")";
    };
  }

  private static String features(int value, DeviceType type, int room) {
    int count = Integer.bitCount(value);
    if (count == 0) {
      return " none";
    }
    String names = FeatureNames.words(value, type);
    return names.length() < room ? " " + names : " (" + count + " features)";
  }

  private static String part(Field whole, Field access) {
    Field common = whole.and(access);
    if (common.equals(whole)) {
      return "";
    }
    int from = common.offset() - whole.offset();
    return common.width() <= 1
        ? "[" + from + "]"
        : "[" + from + ".." + (from + common.width() - 1) + "]";
  }

  private static String configPlace(int offset, int width, DeviceType type) {
    Field access = new Field(offset, width);
    List<String> names = new ArrayList<>();
    for (ConfigLayout.Named named : DeviceTables.config(type).fields()) {
      if (named.field().meets(offset, Math.max(1, width))) {
        names.add(named.name() + part(named.field(), access));
      }
    }
    return names.isEmpty() ? "+" + offset : " " + String.join(",", names);
  }

  private static String configValue(int offset, Bytes bytes, MemberKind kind) {
    DeviceType type = kind.type();
    Optional<ConfigLayout.Named> named = DeviceTables.config(type).holding(offset, bytes.length());
    String name = named.map(ConfigLayout.Named::name).orElse("");
    if (type == DeviceType.NET && name.equals("mac") && bytes.length() > 1) {
      return String.join(":", bytes.toHex().split("(?<=\\G..)"));
    }
    GuestOrder order = DeviceTables.config(type).order(offset, kind.order());
    String hex = Hex.natural(bytes, order);
    boolean whole = named.map(n -> n.field().width() == bytes.length()).orElse(false);
    return type == DeviceType.NET && whole
        ? hex + netMeaning(name, order.get(bytes.toArray(), 0, bytes.length()))
        : hex;
  }

  private static String netMeaning(String name, long value) {
    return switch (name) {
      case "status" -> " " + netStatus((int) value);
      case "max_virtqueue_pairs" -> " (" + value + " pairs)";
      case "mtu" -> " (" + value + " bytes)";
      default -> "";
    };
  }

  private static String netStatus(int status) {
    return switch (status) {
      case 0 -> "link down";
      case 1 -> "LINK_UP";
      case 2 -> "ANNOUNCE";
      case 3 -> "LINK_UP|ANNOUNCE";
      default -> "unknown bits";
    };
  }
}
