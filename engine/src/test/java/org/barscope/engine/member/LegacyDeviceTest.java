package org.barscope.engine.member;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Consumer;
import org.barscope.engine.Route;
import org.barscope.engine.Route.Registers;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Reset and device configuration of a network member, over BAR0 and by admin commands (virtio 1.4,
/// 2.5, 4.1.4.10 and 5.1.4.3).
class LegacyDeviceTest {
  private static void both(Consumer<Registers> test) {
    assertAll(() -> Route.BAR0.run(test), () -> Route.ADMIN.run(test));
  }

  @Nested
  class DeviceReset {
    @ParameterizedTest
    @EnumSource
    void bringsEveryRegisterBack(Route route) {
      route.run(registers -> {
        registers.msix(true);
        registers.write(4, "20000000");
        registers.write(14, "0200");
        registers.write(8, "45230100");
        registers.write(22, "0100");
        registers.write(20, "0000");
        registers.write(18, "07");
        registers.write(24, "02aabbccddee");
        registers.stimuli().queueUsed().accept(0);

        assertEquals("ok", registers.write(18, "00"));

        assertEquals("00", registers.read(18, 1));
        assertEquals("00", registers.read(19, 1));
        assertEquals("0000", registers.read(14, 2));
        assertEquals("00000000", registers.read(4, 4));
        assertEquals("ffff", registers.read(20, 2));
        registers.write(14, "0200");
        assertEquals("00000000", registers.read(8, 4));
        assertEquals("ffff", registers.read(22, 2));
        assertEquals("4000", registers.read(12, 2));
        assertEquals("525400123401", registers.read(24, 6));
        assertEquals("0100", registers.read(30, 2));
        assertEquals("6480bf39", registers.read(0, 4));
      });
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheHeaderWhereItIs(Route route) {
      route.run(registers -> {
        registers.msix(true);
        registers.write(18, "00");
        assertEquals("525400123401", registers.read(24, 6));
        assertEquals("ffff", registers.read(20, 2));
      });
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheLinkAsTheWorldHasIt(Route route) {
      route.run(registers -> {
        registers.stimuli().link().accept(false);
        registers.write(18, "00");
        assertEquals("0000", registers.read(26, 2));
        assertEquals("00", registers.read(19, 1));
      });
    }
  }

  /// > … immediately after the header … (4.1.4.10, L-053)
  @Nested
  class DeviceConfiguration {
    @ParameterizedTest(name = "R{1}@{0} with MSI-X {2} is {3}")
    @CsvSource({
      "20, 1, false, 52", "21, 1, false, 54", "22, 4, false, 00123401",
          "20, 6, false, 525400123401",
      "26, 2, false, 0100", "26, 1, false, 01", "27, 1, false, 00", "28, 2, false, 0000",
      "24, 1, true, 52", "24, 4, true, 52540012", "28, 2, true, 3401", "24, 6, true, 525400123401",
      "30, 2, true, 0100", "31, 1, true, 00",
    })
    void standsAt20Or24(int offset, int width, boolean msix, String bytes) {
      both(registers -> {
        registers.msix(msix);
        assertEquals(bytes, registers.read(offset, width));
      });
    }

    @ParameterizedTest(name = "{1} bytes at {0}")
    @CsvSource({"24, 4", "28, 4", "20, 8", "25, 2"})
    void crossingTwoFieldsIsRefused(int offset, int width) {
      both(registers -> {
        assertEquals("EINVAL", registers.read(offset, width));
        assertEquals("EINVAL", registers.write(offset, "00".repeat(width)));
      });
    }

    @ParameterizedTest
    @EnumSource
    void theMacCanBeWrittenWholeAndByBytes(Route route) {
      route.run(registers -> {
        assertEquals("ok", registers.write(20, "02aabbccddee"));
        assertEquals("02aabbccddee", registers.read(20, 6));
        for (int i = 0; i < 6; i++) {
          assertEquals("ok", registers.write(20 + i, "0" + i));
        }
        assertEquals("000102030405", registers.read(20, 6));
        assertEquals(List.of(), registers.faults());
      });
    }

    @ParameterizedTest(name = "W@{0}={1}")
    @CsvSource({"26, 0000", "26, 00", "27, ff", "28, 0100", "30, dc05"})
    void everythingElseIsReadOnly(int offset, String written) {
      both(registers -> {
        String before = registers.read(offset, written.length() / 2);
        assertEquals("ok", registers.write(offset, written));
        assertEquals(before, registers.read(offset, written.length() / 2));
        assertEquals(List.of("L-056"), registers.faults());
      });
    }

    @ParameterizedTest
    @EnumSource
    void theLinkShowsInStatusAndIsr(Route route) {
      route.run(registers -> {
        registers.stimuli().link().accept(false);
        assertEquals("0000", registers.read(26, 2));
        assertEquals("02", registers.read(19, 1));
        registers.stimuli().link().accept(false);
        assertEquals("00", registers.read(19, 1));
        registers.stimuli().link().accept(true);
        assertEquals("0100", registers.read(26, 2));
        assertEquals("02", registers.read(19, 1));
      });
    }

    @ParameterizedTest
    @EnumSource
    void aChangeFromTheDeviceShows(Route route) {
      route.run(registers -> {
        registers.stimuli().config().accept(10, new byte[] {(byte) 0xdc, 0x05});
        assertEquals("dc05", registers.read(30, 2));
        assertEquals("02", registers.read(19, 1));
        registers.stimuli().config().accept(10, new byte[] {(byte) 0xdc, 0x05});
        assertEquals("00", registers.read(19, 1));
      });
    }
  }

  /// > … guest-native endian … (5.1.4.3, L-055): only device configuration, and there only numbers.
  @Nested
  class BigEndianGuest {
    private static Topology.Vf big() {
      return new Topology.Vf(
          DeviceType.NET,
          0x00010020,
          List.of(256),
          Bytes.hex("525400123401 0001 0002 05dc"),
          GuestOrder.BIG,
          3,
          false,
          Topology.NotifyAddress.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource
    void seesItsOwnOrderInTheConfigurationOnly(Route route) {
      route.run(
          big(),
          registers -> {
            assertEquals("525400123401", registers.read(20, 6));
            assertEquals("0001", registers.read(26, 2));
            assertEquals("0002", registers.read(28, 2));
            assertEquals("05dc", registers.read(30, 2));
            assertEquals("20000100", registers.read(0, 4));
            assertEquals("0001", registers.read(12, 2));
          });
    }

    @ParameterizedTest
    @EnumSource
    void seesTheLinkInTheLowByteOfItsOwnOrder(Route route) {
      route.run(
          big(),
          registers -> {
            registers.stimuli().link().accept(false);
            assertEquals("0000", registers.read(26, 2));
            registers.stimuli().link().accept(true);
            assertEquals("0001", registers.read(26, 2));
            registers.write(18, "00");
            assertEquals("0001", registers.read(26, 2));
          });
    }
  }
}
