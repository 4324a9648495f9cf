package org.barscope.engine.protocol.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.barscope.engine.protocol.bytes.Field;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.net.NetFeature;
import org.barscope.engine.protocol.types.DeviceTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The tables of device types, checked against literals (reference §3.1, §4.3 to §4.6).
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

  /// Reference §4.6: existence, who may write, and the byte order for a big-endian guest.
  @ParameterizedTest(name = "{0} {1} at {2}")
  @CsvSource({
    "balloon, num_pages, 0, 4, 0, false, LITTLE",
    "balloon, actual, 4, 4, 0, true, LITTLE",
    "balloon, free_page_hint_cmd_id, 8, 4, 8, false, LITTLE",
    "balloon, poison_val, 12, 4, 16, true, LITTLE",
    "scsi, num_queues, 0, 4, 0, false, BIG",
    "scsi, seg_max, 4, 4, 0, false, BIG",
    "scsi, max_sectors, 8, 4, 0, false, BIG",
    "scsi, cmd_per_lun, 12, 4, 0, false, BIG",
    "scsi, event_info_size, 16, 4, 0, false, BIG",
    "scsi, sense_size, 20, 4, 0, true, BIG",
    "scsi, cdb_size, 24, 4, 0, true, BIG",
    "scsi, max_channel, 28, 2, 0, false, BIG",
    "scsi, max_target, 30, 2, 0, false, BIG",
    "scsi, max_lun, 32, 4, 0, false, BIG",
  })
  void fieldsOfTheFurtherTypes(
      String type,
      String name,
      int offset,
      int width,
      int feature,
      boolean writable,
      GuestOrder order) {
    ConfigLayout layout = DeviceTables.config(DeviceType.named(type).orElseThrow());
    ConfigLayout.Named named = layout.holding(offset, width).orElseThrow();
    assertEquals(name, named.name());
    assertEquals(new Field(offset, width), named.field());
    assertEquals(feature, named.feature());
    assertEquals(writable, named.writable());
    assertEquals(order, named.order().in(GuestOrder.BIG));
    assertEquals(order, layout.order(offset + width - 1, GuestOrder.BIG));
    assertEquals(GuestOrder.LITTLE, named.order().in(GuestOrder.LITTLE));
  }

  @ParameterizedTest(name = "{0}: {1} bytes, {2} fields, class {3}")
  @CsvSource({
    "rng, 0, 0, 0x00ff00, 0x38000000",
    "balloon, 16, 4, 0x00ff00, 0x38000012",
    "scsi, 36, 10, 0x010000, 0x38000006",
  })
  void theFurtherTypes(String type, int length, int fields, String classCode, String features) {
    DeviceTable table = DeviceTables.of(DeviceType.named(type).orElseThrow()).orElseThrow();
    assertEquals(length, table.config().length());
    assertEquals(length, table.config().bar0Length());
    assertEquals(fields, table.config().fields().size());
    assertEquals(Integer.decode(classCode), table.classCode());
    assertEquals(Integer.decode(features), table.defaults().features());
    assertEquals(Optional.empty(), table.link());
    assertEquals(GuestOrder.BIG, table.config().order(length, GuestOrder.BIG));
  }

  @ParameterizedTest
  @EnumSource
  void aBalloonIsLittleEndianForEveryGuest(GuestOrder order) {
    DeviceTable table = DeviceTables.of(DeviceType.BALLOON).orElseThrow();
    List<DeviceTable.Value> values =
        List.of(
            new DeviceTable.Value("num_pages", 1),
            new DeviceTable.Value("actual", 2),
            new DeviceTable.Value("free_page_hint_cmd_id", 3),
            new DeviceTable.Value("poison_val", 4));
    assertEquals(
        "01000000" + "02000000" + "03000000" + "04000000", table.encode(order, values).toHex());
  }

  /// In memory order, for a guest of either byte order.
  @ParameterizedTest(name = "{0}, guest {1}")
  @CsvSource({
    "scsi, LITTLE,"
        + " 01000000 fe000000 ffff0000 80000000 10000000 60000000 20000000 0000 ff00 ff3f0000",
    "scsi, BIG,"
        + " 00000001 000000fe 0000ffff 00000080 00000010 00000060 00000020 0000 00ff 00003fff",
    "rng, BIG, ''",
    "balloon, BIG, 00000000 00000000 00000000 00000000",
  })
  void whatTheFurtherTypesBeginWith(String type, GuestOrder order, String bytes) {
    DeviceTable table = DeviceTables.of(DeviceType.named(type).orElseThrow()).orElseThrow();
    assertEquals(bytes.replace(" ", ""), table.encode(order, table.defaults().config()).toHex());
  }

  @ParameterizedTest(name = "{0}: bit {1} is {2}")
  @CsvSource({
    "rng, 0, 0",
    "rng, 27, ANY_LAYOUT",
    "balloon, 0, MUST_TELL_HOST",
    "balloon, 1, STATS_VQ",
    "balloon, 2, DEFLATE_ON_OOM",
    "balloon, 3, FREE_PAGE_HINT",
    "balloon, 4, PAGE_POISON",
    "balloon, 5, PAGE_REPORTING",
    "balloon, 6, 6",
    "scsi, 0, INOUT",
    "scsi, 1, HOTPLUG",
    "scsi, 2, CHANGE",
    "scsi, 3, T10_PI",
    "scsi, 4, 4",
    "scsi, 24, NOTIFY_ON_EMPTY",
  })
  void featuresOfTheFurtherTypes(String type, int bit, String name) {
    DeviceTable table = DeviceTables.of(DeviceType.named(type).orElseThrow()).orElseThrow();
    assertEquals(name, table.featureName(bit));
    assertEquals(List.of(), table.unsatisfied(-1));
  }

  /// 24, 27 to 30 are the transport's.
  @ParameterizedTest(name = "{0} knows {1}")
  @CsvSource({"rng, 0x79000000", "balloon, 0x7900003f", "scsi, 0x7900000f"})
  void knownFeatures(String type, String mask) {
    DeviceTable table = DeviceTables.of(DeviceType.named(type).orElseThrow()).orElseThrow();
    assertEquals(Integer.decode(mask), table.known());
  }

  /// Reference §4.6: the optional queues of a balloon exist only with their feature; the others
  /// keep their numbers.
  @ParameterizedTest(name = "{0} with {1}: {2}")
  @CsvSource({
    "balloon, 0x0, 128 128",
    "balloon, 0x2, 128 128 128",
    "balloon, 0x8, 128 128 0 128",
    "balloon, 0x20, 128 128 0 0 128",
    "balloon, 0x28, 128 128 0 128 128",
    "balloon, 0x3f, 128 128 128 128 128",
    "balloon, 0x38000012, 128 128 128",
    "scsi, 0x0, 256 256 256",
    "rng, 0x0, 8",
    "blk, 0x0, 256",
    "console, 0x0, 128 128",
  })
  void queuesExistWithTheirFeature(String type, String features, String sizes) {
    DeviceTable table = DeviceTables.of(DeviceType.named(type).orElseThrow()).orElseThrow();
    List<String> found =
        table.defaults().queueSizes(Integer.decode(features)).stream()
            .map(size -> Integer.toString(size))
            .toList();
    assertEquals(List.of(sizes.split(" ")), found);
  }

  @ParameterizedTest(name = "balloon queue {0} with {1} is {2}")
  @CsvSource({
    "0, 0x0, inflate",
    "1, 0x0, deflate",
    "2, 0x0, q2",
    "2, 0x2, stats",
    "3, 0x2, q3",
    "3, 0x8, free_page",
    "4, 0x8, q4",
    "4, 0x20, reporting",
    "5, 0x3f, q5",
  })
  void balloonQueuesAreNamedIfTheyExist(int queue, String features, String name) {
    DeviceTable table = DeviceTables.of(DeviceType.BALLOON).orElseThrow();
    OptionalInt known = OptionalInt.of(Integer.decode(features));
    assertEquals(name, table.queues().name(queue, known, OptionalInt.empty()));
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
    assertEquals(Optional.empty(), DeviceTables.of(DeviceType.NINE_P));
    assertEquals(Optional.empty(), DeviceTables.config(DeviceType.NINE_P).holding(0, 1));
    assertEquals(Optional.empty(), DeviceTables.config(DeviceType.NET).holding(17, 1));
    assertEquals(6, DeviceTables.ALL.size());
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
    "rng, 0, requests",
    "rng, 1, q1",
    "balloon, 0, inflate",
    "balloon, 1, deflate",
    "balloon, 2, stats",
    "balloon, 3, free_page",
    "balloon, 4, reporting",
    "balloon, 5, q5",
    "scsi, 0, control",
    "scsi, 1, events",
    "scsi, 2, requests0",
    "scsi, 5, requests3",
  })
  void queueNames(String type, int queue, String name) {
    DeviceTable table = DeviceTables.of(DeviceType.named(type).orElseThrow()).orElseThrow();
    assertEquals(name, table.queues().name(queue, OptionalInt.empty(), OptionalInt.empty()));
  }
}
