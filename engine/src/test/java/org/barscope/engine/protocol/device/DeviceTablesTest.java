package org.barscope.engine.protocol.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import org.barscope.engine.protocol.bytes.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tables of device types, checked against literals (reference §3.1, §4.3, §4.4).
class DeviceTablesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "net,     0x1000, 0x1041, 1",
    "blk,     0x1001, 0x1042, 2",
    "balloon, 0x1002, 0x1045, 5",
    "console, 0x1003, 0x1043, 3",
    "scsi,    0x1004, 0x1048, 8",
    "rng,     0x1005, 0x1044, 4",
    "9p,      0x1009, 0x1049, 9",
  })
  void identities(String text, String transitional, String modern, int id) {
    DeviceType type = DeviceType.named(text).orElseThrow();
    assertEquals(Integer.decode(transitional), type.transitionalId());
    assertEquals(Integer.decode(modern), type.modernId());
    assertEquals(id, type.id());
  }

  @Test
  void thereAreSevenTypes() {
    assertEquals(7, DeviceType.values().length);
    assertEquals(Optional.empty(), DeviceType.named("gpu"));
    assertEquals(Optional.empty(), DeviceType.named("NET"));
  }

  @ParameterizedTest(name = "{0} is bit {1}")
  @CsvSource({
    "CSUM, 0",
    "GUEST_CSUM, 1",
    "CTRL_GUEST_OFFLOADS, 2",
    "MTU, 3",
    "MAC, 5",
    "GSO, 6",
    "GUEST_TSO4, 7",
    "GUEST_TSO6, 8",
    "GUEST_ECN, 9",
    "GUEST_UFO, 10",
    "HOST_TSO4, 11",
    "HOST_TSO6, 12",
    "HOST_ECN, 13",
    "HOST_UFO, 14",
    "MRG_RXBUF, 15",
    "STATUS, 16",
    "CTRL_VQ, 17",
    "CTRL_RX, 18",
    "CTRL_VLAN, 19",
    "CTRL_RX_EXTRA, 20",
    "GUEST_ANNOUNCE, 21",
    "MQ, 22",
    "CTRL_MAC_ADDR, 23",
  })
  void netFeatures(NetFeature feature, int bit) {
    assertEquals(bit, feature.bit());
    assertEquals(1 << bit, feature.mask());
    assertEquals(true, feature.in(-1));
    assertFalse(feature.in(~(1 << bit)));
    assertEquals(23, NetFeature.values().length);
  }

  @ParameterizedTest(name = "{0} is bit {1}")
  @CsvSource({
    "NOTIFY_ON_EMPTY, 24",
    "ANY_LAYOUT, 27",
    "INDIRECT_DESC, 28",
    "EVENT_IDX, 29",
    "UNUSED, 30"
  })
  void transportFeatures(TransportFeature feature, int bit) {
    assertEquals(bit, feature.bit());
    assertEquals(1 << bit, feature.mask());
    assertEquals(5, TransportFeature.values().length);
  }

  @ParameterizedTest(name = "{0} is bit {1}")
  @CsvSource({"VERSION_1, 32", "SR_IOV, 37", "ADMIN_VQ, 41"})
  void modernFeatures(ModernFeature feature, int bit) {
    assertEquals(1L << bit, feature.mask());
    assertEquals(true, feature.in(1L << bit));
    assertFalse(feature.in(~(1L << bit)));
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "mac, 0, 6",
    "status, 6, 2",
    "max_virtqueue_pairs, 8, 2",
    "mtu, 10, 2",
    "speed, 12, 4",
    "duplex, 16, 1",
  })
  void netConfiguration(String name, int offset, int width) {
    ConfigLayout layout = ConfigLayout.of(DeviceType.NET);
    ConfigLayout.Named named = layout.holding(offset, width).orElseThrow();
    assertEquals(name, named.name());
    assertEquals(new Field(offset, width), named.field());
    assertEquals(Optional.of(named), layout.holding(offset + width - 1, 1));
    assertEquals(Optional.empty(), layout.holding(offset, width + 1));
    assertEquals(8, layout.bar0Length());
  }

  @Test
  void typesThatAreNotKnownYetHaveNoFields() {
    assertEquals(Optional.empty(), ConfigLayout.of(DeviceType.BLOCK).holding(0, 1));
    assertEquals(Optional.empty(), ConfigLayout.of(DeviceType.NET).holding(17, 1));
  }
}
