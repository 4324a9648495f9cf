package org.barscope.engine;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.ConfigLayout;
import org.barscope.engine.protocol.device.DeviceTable;

/// The device configuration of one member in a topology file: the fields `config`, `mac` and
/// `link`.
final class MemberConfig {
  private static final int MAC_LENGTH = 6;
  private static final int MULTICAST = 1;
  private static final int LINK_UP = 1;
  private static final long MAC_MASK = 0xffff_ffff_ffffL;
  private static final long LOCAL_MACS = 0x5254_0000_0000L;
  private static final String MAC = "mac";

  private final DeviceTable table;
  private final GuestOrder order;
  private final JsonFields fields;

  MemberConfig(DeviceTable table, GuestOrder order, JsonFields fields) {
    this.table = table;
    this.order = order;
    this.fields = fields;
  }

  /// The MAC of a member that is given none: 52:54:00, the number of the owner, and that of the VF
  /// in two bytes.
  static long mac(int pf, int vf) {
    return LOCAL_MACS | (long) pf << 16 | vf;
  }

  /// The bytes of the structure.
  ///
  /// @param usualMac what it is if the file says nothing about it
  /// @param index how much its MAC counts up
  Bytes bytes(long usualMac, int index) {
    Optional<JsonItem> config = fields.field("config");
    Optional<ConfigLayout.Named> macField = table.config().named(MAC);
    Optional<JsonItem> mac = fields.field(MAC);
    Optional<JsonItem> link = fields.field("link");
    byte[] bytes = config.map(this::described).orElseGet(this::usual);
    if (macField.isEmpty() && mac.isPresent()) {
      throw noNet(MAC);
    }
    if (macField.isPresent() && (mac.isPresent() || config.filter(this::hasMac).isEmpty())) {
      bytes = Bytes.owning(bytes).padded(macField.get().field().end()).toArray();
      long start = mac.map(MemberConfig::mac).orElse(usualMac - index);
      GuestOrder.BIG.put(bytes, macField.get().field().offset(), MAC_LENGTH, start + index);
    }
    if (link.isPresent()) {
      ConfigLayout.Named status = table.link().orElseThrow(() -> noNet("link"));
      bytes = Bytes.owning(bytes).padded(status.field().end()).toArray();
      putLink(bytes, status, link.get().flag());
    }
    return Bytes.owning(bytes);
  }

  private TopologyException noNet(String name) {
    return fields.at(name).wrong(name + " of a " + table.type().text() + " device", "a net device");
  }

  private byte[] usual() {
    return table.encode(order, table.defaults().config()).toArray();
  }

  /// Whether a description of the configuration says what the MAC is.
  private boolean hasMac(JsonItem config) {
    return !(config instanceof JsonItem.Fields object) || object.values().containsKey(MAC);
  }

  private void putLink(byte[] bytes, ConfigLayout.Named status, boolean up) {
    int offset = status.field().offset();
    int width = status.field().width();
    long was = order.get(bytes, offset, width);
    order.put(bytes, offset, width, up ? was | LINK_UP : was & ~LINK_UP);
  }

  private byte[] described(JsonItem config) {
    int length = table.config().length();
    if (length == 0) {
      return nothing(config);
    }
    if (config instanceof JsonItem.Text text) {
      String expected = "up to " + length + " bytes in hex";
      byte[] bytes = hex(text).orElseThrow(() -> config.wrong(expected));
      if (bytes.length > length) {
        throw config.at().wrong(bytes.length + " bytes", expected);
      }
      return bytes;
    }
    List<String> names = table.config().fields().stream().map(ConfigLayout.Named::name).toList();
    String what = "the bytes in hex, or values of " + Nearest.anyOf(names);
    JsonFields.of(config, what, names);
    byte[] bytes = usual();
    for (Map.Entry<String, JsonItem> entry : ((JsonItem.Fields) config).values().entrySet()) {
      put(bytes, table.config().named(entry.getKey()).orElseThrow(), entry.getValue());
    }
    return bytes;
  }

  private byte[] nothing(JsonItem config) {
    if (config instanceof JsonItem.Text text && text.value().isEmpty()) {
      return new byte[0];
    }
    throw config.wrong("\"\": type " + table.type().text() + " has no configuration");
  }

  private void put(byte[] bytes, ConfigLayout.Named named, JsonItem item) {
    int offset = named.field().offset();
    int width = named.field().width();
    if (named.order() == ConfigLayout.Order.BYTES && item instanceof JsonItem.Text text) {
      byte[] value =
          hex(text)
              .filter(it -> it.length == width)
              .orElseThrow(() -> item.wrong(width + " bytes in hex"));
      System.arraycopy(value, 0, bytes, offset, width);
      return;
    }
    if (named.order() == ConfigLayout.Order.BYTES && width > 1) {
      throw item.wrong(width + " bytes in hex");
    }
    BigInteger most = BigInteger.TWO.pow(8 * width).subtract(BigInteger.ONE);
    long value = item.whole(BigInteger.ZERO, most, "0 to 0x" + most.toString(16)).longValue();
    named.order().in(order).put(bytes, offset, width, value);
  }

  /// The bytes that a text spells in hex, with colons or without; empty if it does not.
  private static Optional<byte[]> hex(JsonItem.Text text) {
    String digits = text.value().replace(":", "");
    boolean good = digits.length() % 2 == 0 && digits.matches("[0-9a-fA-F]*");
    return good ? Optional.of(Bytes.hex(digits).toArray()) : Optional.empty();
  }

  private static long mac(JsonItem item) {
    String expected = "a MAC such as \"52:54:00:12:34:56\"";
    String text = item.text(expected);
    if (!text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")) {
      throw item.wrong(expected);
    }
    byte[] bytes = Bytes.hex(text.replace(":", "")).toArray();
    if ((bytes[0] & MULTICAST) != 0) {
      throw item.at().wrong(item.shown() + ", a multicast address", "that of one station");
    }
    return GuestOrder.BIG.get(bytes, 0, MAC_LENGTH) & MAC_MASK;
  }
}
