package org.barscope.engine.protocol.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.barscope.engine.protocol.bytes.Field;
import org.barscope.engine.protocol.device.net.NetFeature;
import org.barscope.engine.protocol.types.DeviceTables;
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
    ConfigLayout layout = DeviceTables.config(DeviceType.NET);
    ConfigLayout.Named named = layout.holding(offset, width).orElseThrow();
    assertEquals(name, named.name());
    assertEquals(new Field(offset, width), named.field());
    assertEquals(Optional.of(named), layout.holding(offset + width - 1, 1));
    assertEquals(Optional.empty(), layout.holding(offset, width + 1));
    assertEquals(8, layout.bar0Length());
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "capacity, 0, 8",
    "size_max, 8, 4",
    "seg_max, 12, 4",
    "cylinders, 16, 2",
    "heads, 18, 1",
    "sectors, 19, 1",
    "blk_size, 20, 4",
    "physical_block_exp, 24, 1",
    "alignment_offset, 25, 1",
    "min_io_size, 26, 2",
    "opt_io_size, 28, 4",
    "writeback, 32, 1",
    "unused0, 33, 1",
    "num_queues, 34, 2",
    "max_discard_sectors, 36, 4",
    "max_discard_seg, 40, 4",
    "discard_sector_alignment, 44, 4",
    "max_write_zeroes_sectors, 48, 4",
    "max_write_zeroes_seg, 52, 4",
    "write_zeroes_may_unmap, 56, 1",
    "unused1, 57, 3",
    "max_secure_erase_sectors, 60, 4",
    "max_secure_erase_seg, 64, 4",
    "secure_erase_sector_alignment, 68, 4",
  })
  void blkConfiguration(String name, int offset, int width) {
    ConfigLayout layout = DeviceTables.config(DeviceType.BLOCK);
    ConfigLayout.Named named = layout.holding(offset, width).orElseThrow();
    assertEquals(name, named.name());
    assertEquals(new Field(offset, width), named.field());
    assertEquals(name.equals("writeback"), named.writable());
    assertEquals(Optional.empty(), layout.holding(offset, width + 1));
    assertEquals(72, layout.length());
    assertEquals(24, layout.fields().size());
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "cols, 0, 2, 1, false",
    "rows, 2, 2, 1, false",
    "max_nr_ports, 4, 4, 2, false",
    "emerg_wr, 8, 4, 4, true",
  })
  void consoleConfiguration(String name, int offset, int width, int feature, boolean writable) {
    ConfigLayout layout = DeviceTables.config(DeviceType.CONSOLE);
    ConfigLayout.Named named = layout.holding(offset, width).orElseThrow();
    assertEquals(name, named.name());
    assertEquals(feature, named.feature());
    assertEquals(writable, named.writable());
    assertEquals(12, layout.length());
  }

  @ParameterizedTest(name = "{0} is bit {1}")
  @CsvSource({
    "BARRIER, 0",
    "SIZE_MAX, 1",
    "SEG_MAX, 2",
    "GEOMETRY, 4",
    "RO, 5",
    "BLK_SIZE, 6",
    "SCSI, 7",
    "FLUSH, 9",
    "TOPOLOGY, 10",
    "CONFIG_WCE, 11",
    "MQ, 12",
    "DISCARD, 13",
    "WRITE_ZEROES, 14",
    "LIFETIME, 15",
    "SECURE_ERASE, 16",
  })
  void blkFeatures(String name, int bit) {
    DeviceTable table = DeviceTables.of(DeviceType.BLOCK).orElseThrow();
    assertEquals(name, table.featureName(bit));
    assertEquals(15, table.features().size());
  }

  /// Reference §4.3: what each feature requires.
  @ParameterizedTest(name = "{0} needs one of {1}")
  @CsvSource({
    "7, 0x2",
    "8, 0x2",
    "9, 0x180",
    "10, 0x2",
    "11, 0x1",
    "12, 0x1",
    "13, 0x1800",
    "14, 0x1",
    "18, 0x20000",
    "19, 0x20000",
    "20, 0x20000",
    "21, 0x20000",
    "22, 0x20000",
    "23, 0x20000",
  })
  void netFeaturesNeedOthers(int bit, String needs) {
    DeviceTable table = DeviceTables.of(DeviceType.NET).orElseThrow();
    List<Integer> alone = table.unsatisfied(1 << bit).stream().map(FeatureBit::bit).toList();
    assertEquals(List.of(bit), alone);
    for (int i = 0; i < 32; i++) {
      boolean enough = (Integer.decode(needs) >>> i & 1) != 0;
      boolean satisfied =
          table.unsatisfied(1 << bit | 1 << i).stream().noneMatch(row -> row.bit() == bit);
      assertEquals(enough, satisfied, bit + " with " + i);
    }
  }

  @Test
  void typesWithoutATableHaveNoFields() {
    assertEquals(Optional.empty(), DeviceTables.of(DeviceType.SCSI));
    assertEquals(Optional.empty(), DeviceTables.config(DeviceType.SCSI).holding(0, 1));
    assertEquals(Optional.empty(), DeviceTables.config(DeviceType.NET).holding(17, 1));
    assertEquals(3, DeviceTables.ALL.size());
  }

  @ParameterizedTest(name = "{0} queue {1} is {2}")
  @CsvSource({
    "net, 0, rx0",
    "net, 1, tx0",
    "net, 2, ctrl",
    "net, 3, q3",
    "blk, 0, requests",
    "blk, 1, q1",
    "console, 0, rx0",
    "console, 1, tx0",
    "console, 2, ctrl-rx",
    "console, 3, ctrl-tx",
    "console, 4, rx1",
    "console, 7, tx2",
  })
  void queueNames(String type, int queue, String name) {
    DeviceTable table = DeviceTables.of(DeviceType.named(type).orElseThrow()).orElseThrow();
    assertEquals(name, table.queues().name(queue, OptionalInt.empty(), OptionalInt.empty()));
  }
}
