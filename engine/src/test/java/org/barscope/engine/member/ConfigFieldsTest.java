package org.barscope.engine.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.barscope.engine.Rig;
import org.barscope.engine.Route;
import org.barscope.engine.Route.Registers;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The device configuration of every type at every width, over BAR0 and by admin commands
/// (reference §4.4 to §4.6): an access is one field or part of one.
class ConfigFieldsTest {
  /// Where the fields of a type begin, and the end of the last one.
  private enum Layout {
    NET(DeviceType.NET, 0, 6, 8, 10, 12, 16, 17),
    BLK(
        DeviceType.BLOCK,
        0,
        8,
        12,
        16,
        18,
        19,
        20,
        24,
        25,
        26,
        28,
        32,
        33,
        34,
        36,
        40,
        44,
        48,
        52,
        56,
        57,
        60,
        64,
        68,
        72),
    CONSOLE(DeviceType.CONSOLE, 0, 2, 4, 8, 12),
    RNG(DeviceType.ENTROPY, 0),
    BALLOON(DeviceType.BALLOON, 0, 4, 8, 12, 16),
    SCSI(DeviceType.SCSI, 0, 4, 8, 12, 16, 20, 24, 28, 30, 32, 36);

    final DeviceType type;
    final int[] edges;

    Layout(DeviceType type, int... edges) {
      this.type = type;
      this.edges = edges;
    }

    int length() {
      return edges[edges.length - 1];
    }

    /// Whether some two neighboring edges enclose the access.
    boolean single(int offset, int width) {
      for (int i = 0; i + 1 < edges.length; i++) {
        if (offset >= edges[i] && offset + width <= edges[i + 1]) {
          return true;
        }
      }
      return false;
    }
  }

  /// A member of a type whose configuration byte n is n + 1, with these features.
  private static Topology.Vf counting(Layout layout, int features) {
    byte[] config = new byte[layout.length()];
    for (int i = 0; i < config.length; i++) {
      config[i] = (byte) (i + 1);
    }
    Topology.Vf plain = Topology.member(layout.type);
    return new Topology.Vf(
        layout.type,
        features,
        plain.queueSizes(),
        Bytes.copyOf(config),
        GuestOrder.LITTLE,
        3,
        false,
        plain.notifyAddresses(),
        0);
  }

  private static Topology.Vf counting(Layout layout) {
    return counting(layout, Topology.member(layout.type).features());
  }

  private static String bytes(int offset, int width) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < width; i++) {
      hex.append(HexFormat.of().toHexDigits((byte) (offset + i + 1)));
    }
    return hex.toString();
  }

  private static Stream<Object[]> everyWay() {
    return Arrays.stream(Layout.values())
        .flatMap(layout ->
            Arrays.stream(Route.values())
                .flatMap(route ->
                    Stream.of(new Object[] {layout, route, 20}, new Object[] {layout, route, 24})));
  }

  /// Through BAR0, net ends at 32 bytes (§4.4): what is beyond cannot be reached.
  private static boolean reachable(Layout layout, Route route, int position, int width) {
    return layout != Layout.NET || route == Route.ADMIN || position + width <= 32;
  }

  @ParameterizedTest(name = "{0} over {1}, header of {2}")
  @MethodSource("everyWay")
  void isReadFieldByField(Layout layout, Route route, int header) {
    route.run(
        counting(layout),
        registers -> {
          registers.msix(header == 24);
          int singles = 0;
          for (int offset = 0; offset < layout.length() + 2; offset++) {
            for (int width = 1; width <= 9; width++) {
              boolean is =
                  layout.single(offset, width) && reachable(layout, route, header + offset, width);
              assertEquals(
                  is ? bytes(offset, width) : "EINVAL",
                  registers.read(header + offset, width),
                  width + " bytes at " + offset);
              singles += is ? 1 : 0;
            }
          }
          assertTrue(singles >= layout.edges.length - 1, "single fields " + singles);
        });
  }

  @ParameterizedTest(name = "{0} over {1}, header of {2}")
  @MethodSource("everyWay")
  void isWrittenFieldByField(Layout layout, Route route, int header) {
    route.run(
        counting(layout),
        registers -> {
          registers.msix(header == 24);
          for (int offset = 0; offset < layout.length() + 2; offset++) {
            for (int width = 1; width <= 9; width++) {
              boolean is =
                  layout.single(offset, width) && reachable(layout, route, header + offset, width);
              assertEquals(
                  is ? "ok" : "EINVAL",
                  registers.write(header + offset, bytes(offset, width)),
                  width + " bytes at " + offset);
            }
          }
        });
  }

  /// What a driver may write: net's MAC, writeback if CONFIG_WCE (11) is offered, emerg_wr if
  /// EMERG_WRITE (2) is, a balloon's actual, poison_val if PAGE_POISON (4) is offered, sense_size
  /// and cdb_size of a SCSI host; all else keeps its bytes and is a fault.
  @Nested
  class Writable {
    private static void write(
        Layout layout, int features, Route route, int offset, int width, String rule) {
      route.run(
          counting(layout, features),
          registers -> {
            assertEquals("ok", registers.write(20 + offset, "ee".repeat(width)));
            assertEquals(
                rule.isEmpty() ? "ee".repeat(width) : bytes(offset, width),
                registers.read(20 + offset, width));
            assertEquals(rule.isEmpty() ? List.of() : List.of(rule), registers.faults());
          });
    }

    @ParameterizedTest(name = "{0}, features {1}, {3} bytes at {2}: {4}")
    @CsvSource({
      "NET, 0x20, 0, 6, ''",
      "NET, 0x0, 0, 6, ''",
      "NET, 0x10020, 6, 2, L-056",
      "BLK, 0x800, 32, 1, ''",
      "BLK, 0x0, 32, 1, L-050",
      "BLK, 0xfffff7ff, 32, 1, L-050",
      "BLK, 0x800, 33, 1, L-056",
      "BLK, 0x800, 0, 8, L-056",
      "BLK, 0x800, 34, 2, L-056",
      "BLK, 0x800, 68, 4, L-056",
      "CONSOLE, 0x4, 8, 4, ''",
      "CONSOLE, 0x4, 10, 1, ''",
      "CONSOLE, 0x0, 8, 4, L-050",
      "CONSOLE, 0x3, 8, 4, L-050",
      "CONSOLE, 0x4, 0, 2, L-056",
      "CONSOLE, 0x4, 4, 4, L-056",
      "BALLOON, 0x0, 0, 4, L-056",
      "BALLOON, 0x0, 4, 4, ''",
      "BALLOON, 0x0, 7, 1, ''",
      "BALLOON, 0x8, 8, 4, L-056",
      "BALLOON, 0x10, 12, 4, ''",
      "BALLOON, 0x10, 12, 1, ''",
      "BALLOON, 0x0, 12, 4, L-050",
      "BALLOON, 0xffffffef, 12, 4, L-050",
      "SCSI, 0x0, 0, 4, L-056",
      "SCSI, 0x0, 4, 4, L-056",
      "SCSI, 0x0, 8, 4, L-056",
      "SCSI, 0x0, 12, 4, L-056",
      "SCSI, 0x0, 16, 4, L-056",
      "SCSI, 0x0, 20, 4, ''",
      "SCSI, 0x0, 23, 1, ''",
      "SCSI, 0x0, 24, 4, ''",
      "SCSI, 0x0, 28, 2, L-056",
      "SCSI, 0x0, 30, 2, L-056",
      "SCSI, 0x0, 32, 4, L-056",
    })
    void isOnlyThis(Layout layout, String features, int offset, int width, String rule) {
      for (Route route : Route.values()) {
        write(layout, Long.decode(features).intValue(), route, offset, width, rule);
      }
    }

    /// emerg_wr may be written at any time, without accepting the feature.
    @ParameterizedTest
    @EnumSource
    void doesNotWaitForTheDriver(Route route) {
      route.run(
          counting(Layout.CONSOLE),
          registers -> {
            assertEquals("00000000", registers.read(4, 4));
            assertEquals("ok", registers.write(28, "41"));
            assertEquals("41", registers.read(28, 1));
          });
    }
  }

  /// Bytes are passed raw: numbers are in the guest's order, here little-endian.
  @Nested
  class Defaults {
    @ParameterizedTest(name = "{0}: R{2}@{1}")
    @CsvSource({
      "BLOCK, 0, 4, 546e0038",
      "BLOCK, 12, 2, 0001",
      "BLOCK, 20, 8, 0000020000000000",
      "BLOCK, 28, 4, 00000000",
      "BLOCK, 32, 4, fe000000",
      "BLOCK, 40, 4, 00020000",
      "BLOCK, 52, 1, 01",
      "BLOCK, 54, 2, 0100",
      "BLOCK, 56, 4, ffff3f00",
      "BLOCK, 60, 4, 01000000",
      "BLOCK, 76, 1, 01",
      "BLOCK, 88, 4, 00000000",
      "CONSOLE, 0, 4, 05000038",
      "CONSOLE, 12, 2, 8000",
      "CONSOLE, 20, 2, 5000",
      "CONSOLE, 22, 2, 1900",
      "CONSOLE, 24, 4, 00000000",
      "CONSOLE, 28, 4, 00000000",
      "ENTROPY, 0, 4, 00000038",
      "ENTROPY, 12, 2, 0800",
      "ENTROPY, 20, 1, EINVAL",
      "BALLOON, 0, 4, 12000038",
      "BALLOON, 12, 2, 8000",
      "BALLOON, 20, 4, 00000000",
      "BALLOON, 24, 4, 00000000",
      "BALLOON, 28, 4, 00000000",
      "BALLOON, 32, 4, 00000000",
      "SCSI, 0, 4, 06000038",
      "SCSI, 12, 2, 0001",
      "SCSI, 20, 4, 01000000",
      "SCSI, 24, 4, fe000000",
      "SCSI, 28, 4, ffff0000",
      "SCSI, 32, 4, 80000000",
      "SCSI, 36, 4, 10000000",
      "SCSI, 40, 4, 60000000",
      "SCSI, 44, 4, 20000000",
      "SCSI, 48, 2, 0000",
      "SCSI, 50, 2, ff00",
      "SCSI, 52, 4, ff3f0000",
    })
    void ofAMember(DeviceType type, int position, int width, String bytes) {
      for (Route route : Route.values()) {
        route.run(
            Topology.member(type),
            registers -> assertEquals(bytes, registers.read(position, width)));
      }
    }

    @ParameterizedTest(name = "{0}: queue {1} has {2}")
    @CsvSource({
      "BLOCK, 0000, 0001",
      "BLOCK, 0100, 0000",
      "CONSOLE, 0000, 8000",
      "CONSOLE, 0100, 8000",
      "CONSOLE, 0200, 0000",
      "NET, 0200, 4000",
      "NET, 0300, 0000",
      "ENTROPY, 0000, 0800",
      "ENTROPY, 0100, 0000",
      "BALLOON, 0000, 8000",
      "BALLOON, 0100, 8000",
      "BALLOON, 0200, 8000",
      "BALLOON, 0300, 0000",
      "BALLOON, 0400, 0000",
      "SCSI, 0000, 0001",
      "SCSI, 0100, 0001",
      "SCSI, 0200, 0001",
      "SCSI, 0300, 0000",
    })
    void ofQueues(DeviceType type, String queue, String size) {
      for (Route route : Route.values()) {
        route.run(
            Topology.member(type),
            registers -> {
              registers.write(14, queue);
              assertEquals(size, registers.read(12, 2));
            });
      }
    }
  }

  /// §4.4: where net's configuration lands in BAR0, and what of it is beyond the 32 bytes.
  @ParameterizedTest(name = "R{1}@{0}, MSI-X {2}: {3}")
  @CsvSource({
    "20, 6, false, 010203040506", "24, 6, true, 010203040506",
    "26, 2, false, 0708", "30, 2, true, 0708",
    "28, 2, false, 090a", "32, 2, true, EINVAL",
    "30, 2, false, 0b0c", "34, 2, true, EINVAL",
    "32, 4, false, EINVAL", "36, 4, true, EINVAL",
  })
  void netLandsHere(int position, int width, boolean msix, String bytes) {
    Route.BAR0.run(
        counting(Layout.NET),
        registers -> {
          registers.msix(msix);
          assertEquals(bytes, registers.read(position, width));
        });
  }

  /// §3.1: identity and BAR0 of the transitional function of each type.
  @ParameterizedTest(name = "{0}: device {1}, subsystem {2}, BAR0 of {3}")
  @CsvSource({
    "NET, 0010, 0100, 32, e1ffffff, 000002",
    "BLOCK, 0110, 0200, 128, 81ffffff, 000001",
    "CONSOLE, 0310, 0300, 64, c1ffffff, 008007",
    "ENTROPY, 0510, 0400, 32, e1ffffff, 00ff00",
    "BALLOON, 0210, 0500, 64, c1ffffff, 00ff00",
    "SCSI, 0410, 0800, 64, c1ffffff, 000001",
  })
  void identities(
      DeviceType type,
      String device,
      String subsystem,
      int length,
      String sized,
      String classCode) {
    try (Rig rig = Rig.of(Topology.of(List.of(Topology.member(type))))) {
      rig.on(
          1,
          guest -> {
            assertEquals(length, guest.device().regionInfo(0).size());
            assertEquals(3, guest.device().regionInfo(0).flags());
            guest.powerOn();
            assertEquals("f41a" + device, guest.cfgRead(0x00, 4));
            assertEquals("00" + classCode, guest.cfgRead(0x08, 4));
            assertEquals("f41a" + subsystem, guest.cfgRead(0x2c, 4));
            assertEquals("01000000", guest.cfgRead(0x10, 4));
            guest.cfgWrite(0x10, "ffffffff");
            assertEquals(sized, guest.cfgRead(0x10, 4));
            assertEquals("EINVAL", guest.read(length, 1));
            assertEquals("EINVAL", guest.read(length - 1, 2));
          });
    }
  }

  @Test
  void theLayoutsAreWholeStructures() {
    assertEquals(
        List.of(17, 72, 12, 0, 16, 36),
        Arrays.stream(Layout.values()).map(Layout::length).toList());
    Registers[] seen = new Registers[1];
    Route.ADMIN.run(counting(Layout.BLK), registers -> seen[0] = registers);
    assertEquals("EINVAL", seen[0].read(20 + 72, 1));
  }
}
