package org.barscope.tracer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LegacyDecoderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0  | 4 | 24 | HostFeatures
          2  | 1 | 24 | HostFeatures[2]
          0  | 2 | 24 | HostFeatures[0..1]
          12 | 4 | 24 | QueueSize,QueueSelect
          15 | 2 | 24 | QueueSelect[1],QueueNotify[0]
          17 | 1 | 24 | QueueNotify[1]
          18 | 2 | 20 | DeviceStatus,IsrStatus
          18 | 4 | 20 | DeviceStatus,IsrStatus,DeviceConfig
          20 | 2 | 24 | ConfigMsixVector
          20 | 2 | 20 | DeviceConfig mac[0..1]
          22 | 4 | 24 | QueueMsixVector,DeviceConfig
          24 | 1 | 24 | DeviceConfig mac[0]
          24 | 6 | 24 | DeviceConfig mac
          30 | 2 | 24 | DeviceConfig status
          29 | 2 | 24 | DeviceConfig mac[5],status[0]
          28 | 2 | 20 | DeviceConfig max_virtqueue_pairs
          60 | 4 | 24 | DeviceConfig+36
          """)
  void namesWhatAnAccessTouches(int offset, int width, int headerLength, String place) {
    assertEquals(place, LegacyDecoder.place(offset, width, headerLength, DeviceType.NET));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0  | 21000000           | '0x00000021 CSUM|MAC'
          0  | 00000080           | 0x80000000 31
          0  | 00000000           | 0x00000000 none
          0  | ffffffff           | 0xffffffff (32 features)
          8  | a3f20100           | 0x0001f2a3 (at 0x1f2a3000)
          8  | ffffffff           | 0xffffffff (at 0xffffffff000)
          8  | 00000000           | 0x00000000 none
          8  | a3f2               | 0xf2a3
          12 | 0001               | 0x0100 (256 entries)
          12 | 0000               | 0x0000 none
          14 | 0200               | 0x0002 (queue 2)
          16 | 0100               | 0x0001 (queue 1)
          18 | 00                 | 0x00 RESET
          18 | 83                 | '0x83 ACKNOWLEDGE|DRIVER|FAILED'
          19 | 01                 | 0x01 QUEUE
          19 | 00                 | 0x00 none
          20 | ffff               | 0xffff none
          22 | 0300               | 0x0003 (vector 3)
          24 | 52                 | 0x52
          24 | 525400123456       | 52:54:00:12:34:56
          24 | 52540012           | 52:54:00:12
          30 | 0100               | 0x0001 LINK_UP
          32 | 0400               | 0x0004 (4 pairs)
          34 | dc05               | 0x05dc (1500 bytes)
          60 | 01020304           | 0x04030201
          60 | 010203             | 010203
          """)
  void tellsWhatAValueMeans(int offset, String bytes, String value) {
    assertEquals(value, LegacyDecoder.value(offset, Bytes.hex(bytes), 24, MemberKind.NET, 60));
  }

  @ParameterizedTest(name = "{0}: {2} bytes at {1} are {3}")
  @CsvSource({
    "BALLOON, 20, 4, num_pages",
    "BALLOON, 24, 4, actual",
    "BALLOON, 27, 1, actual[3]",
    "BALLOON, 28, 4, free_page_hint_cmd_id",
    "BALLOON, 32, 4, poison_val",
    "SCSI, 20, 4, num_queues",
    "SCSI, 24, 4, seg_max",
    "SCSI, 28, 4, max_sectors",
    "SCSI, 32, 4, cmd_per_lun",
    "SCSI, 36, 4, event_info_size",
    "SCSI, 40, 4, sense_size",
    "SCSI, 44, 1, cdb_size[0]",
    "SCSI, 48, 2, max_channel",
    "SCSI, 50, 2, max_target",
    "SCSI, 52, 4, max_lun",
    "ENTROPY, 20, 1, ''",
  })
  void namesFieldsOfEveryType(DeviceType type, int offset, int width, String name) {
    String place = LegacyDecoder.place(offset, width, 20, type);
    assertEquals(name.isEmpty() ? "DeviceConfig+0" : "DeviceConfig " + name, place);
  }

  /// L-055: a balloon's fields are little-endian for every guest, those of other types its own.
  @ParameterizedTest(name = "{0}, guest {1}: {3} at {2}")
  @CsvSource({
    "BALLOON, LITTLE, 20, 00100000, 0x00001000",
    "BALLOON, BIG, 20, 00100000, 0x00001000",
    "BALLOON, BIG, 24, 00010000, 0x00000100",
    "BALLOON, BIG, 34, 0100, 0x0001",
    "BALLOON, BIG, 36, 00000001, 0x00000001",
    "SCSI, LITTLE, 40, 60000000, 0x00000060",
    "SCSI, BIG, 40, 00000060, 0x00000060",
    "SCSI, BIG, 50, 00ff, 0x00ff",
    "ENTROPY, BIG, 20, 0001, 0x0001",
  })
  void readsNumbersInTheOrderOfTheType(
      DeviceType type, GuestOrder order, int offset, String bytes, String value) {
    MemberKind kind = new MemberKind(type, order);
    assertEquals(value, LegacyDecoder.value(offset, Bytes.hex(bytes), 20, kind, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "BALLOON, 12000038, '0x38000012 STATS_VQ|PAGE_POISON|ANY_LAYOUT|INDIRECT_DESC|EVENT_IDX'",
    "SCSI, 06000038, '0x38000006 HOTPLUG|CHANGE|ANY_LAYOUT|INDIRECT_DESC|EVENT_IDX'",
    "ENTROPY, 01000028, '0x28000001 0|ANY_LAYOUT|EVENT_IDX'",
  })
  void namesFeaturesOfEveryType(DeviceType type, String bytes, String value) {
    MemberKind kind = new MemberKind(type, GuestOrder.BIG);
    assertEquals(value, LegacyDecoder.value(0, Bytes.hex(bytes), 20, kind, 80));
  }
}
