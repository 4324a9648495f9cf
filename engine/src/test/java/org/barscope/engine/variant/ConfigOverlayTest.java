package org.barscope.engine.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.Guest;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.engine.protocol.vfio.RegionInfo;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a guest sees in configuration space through the transitional operations (reference §3).
class ConfigOverlayTest {
  private final Rig rig = Rig.net(1);

  private static void open(Guest guest) {
    assertEquals(0, guest.device().open());
  }

  /// Reference §3.1.
  @Nested
  class Identity {
    @ParameterizedTest(name = "{0}: {3} instead of {4}")
    @CsvSource({
      "Vendor ID,           0x00, 2, f41a,     f41a",
      "Device ID,           0x02, 2, 0010,     4110",
      "Command,             0x04, 2, 0000,     0000",
      "Revision ID,         0x08, 1, 00,       01",
      "Class code,          0x09, 3, 000002,   000002",
      "BAR0,                0x10, 4, 01000000, 00000000",
      "BAR1,                0x14, 4, 00000000, 00000000",
      "Subsystem Vendor,    0x2c, 2, f41a,     f41a",
      "Subsystem ID,        0x2e, 2, 0100,     4100",
      "Capabilities,        0x34, 1, 40,       40",
      "MSI-X capability,    0x40, 4, 11500200, 11500200",
      "Interrupt Pin,       0x3d, 1, 00,       00",
    })
    void overlayAndCore(String name, String offset, int width, String seen, String core) {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals(seen, guest.cfgRead(Integer.decode(offset), width), name);
          });
      Fact.ConfigAccess access = rig.facts(Fact.ConfigAccess.class).getFirst();
      assertEquals(core, access.core().toHex());
      assertEquals(seen, access.data().toHex());
    }

    @Test
    void theFirst64BytesInOneRead() {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals(
                Rig.hex(
                    "f41a0010 00001000 00000002 00000000",
                    "01000000 00000000 00000000 00000000",
                    "00000000 00000000 00000000 f41a0100",
                    "00000000 40000000 00000000 00000000"),
                guest.cfgRead(0, 64));
          });
    }

    @Test
    void everySplitOfARangeReadsTheSameBytes() {
      rig.on(
          1,
          guest -> {
            open(guest);
            guest.cfgWrite(0x04, "0700");
            guest.cfgWrite(0x10, "5fc00000");
            String whole = guest.cfgRead(0, 256);
            for (int width = 1; width <= 9; width++) {
              for (int at = 0; at + width <= 256; at++) {
                assertEquals(
                    whole.substring(2 * at, 2 * (at + width)),
                    guest.cfgRead(at, width),
                    "at " + at);
              }
            }
          });
    }

    @Test
    void aMemberWithAnInterruptPinShowsIt() {
      Topology.Vf net = Rig.topology(1).pfs().getFirst().vfs().getFirst();
      Topology.Vf pinned =
          new Topology.Vf(
              net.type(),
              net.features(),
              net.queueSizes(),
              net.config(),
              net.guestOrder(),
              net.vectors(),
              true,
              net.notifyAddress());
      try (Rig other = Rig.of(Topology.of(List.of(pinned)))) {
        other.on(
            1,
            guest -> {
              open(guest);
              assertEquals("01", guest.cfgRead(0x3d, 1));
              assertEquals("0001", guest.cfgRead(0x3c, 2));
            });
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x00", "0x02", "0x08", "0x2c", "0x2e", "0x3d"})
    void cannotBeWritten(String offset) {
      rig.on(
          1,
          guest -> {
            open(guest);
            int at = Integer.decode(offset);
            String before = guest.cfgRead(at, 2);
            assertEquals("2", guest.cfgWrite(at, "ffff"));
            assertEquals(before, guest.cfgRead(at, 2));
          });
    }
  }

  /// The worked partial reads of reference §3.2, row by row.
  @Nested
  class PartialReads {
    @ParameterizedTest(name = "{1} bytes at {0} are {2}")
    @CsvSource({
      "0x00, 4, f41a0010",
      "0x02, 1, 00",
      "0x03, 1, 10",
      "0x08, 4, 00000002",
      "0x10, 4, 01000000",
      "0x05, 1, 00",
      "0x2c, 4, f41a0100",
      "0x2d, 2, 1a01",
      // beyond the table: requests that start before, inside and after a register
      "0x01, 2, 1a00",
      "0x03, 2, 1000",
      "0x06, 4, 10000000",
      "0x07, 1, 00",
      "0x0f, 2, 0001",
      "0x13, 2, 0000",
      "0x2f, 2, 0000",
      "0x2b, 2, 00f4",
      "0x2e, 1, 01",
    })
    void asTheReferenceWorksThem(String offset, int width, String bytes) {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals(bytes, guest.cfgRead(Integer.decode(offset), width));
          });
    }

    @Test
    void bar0SizedByAllOnesIs32Bytes() {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals("4", guest.cfgWrite(0x10, "ffffffff"));
            assertEquals("e1ffffff", guest.cfgRead(0x10, 4));
          });
    }

    @Test
    void bar0WrittenByHalfReadsByHalf() {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals("2", guest.cfgWrite(0x10, "5fc0"));
            assertEquals("41c0", guest.cfgRead(0x10, 2));
            assertEquals("41c00000", guest.cfgRead(0x10, 4));
          });
    }

    @Test
    void theHighByteOfCommandNeverShowsTheIoBit() {
      rig.on(
          1,
          guest -> {
            open(guest);
            guest.cfgWrite(0x04, "0100");
            assertEquals("00", guest.cfgRead(0x05, 1));
            assertEquals("001000", guest.cfgRead(0x05, 3));
            assertEquals("01", guest.cfgRead(0x04, 1));
            assertEquals("1001", guest.cfgRead(0x03, 2));
          });
    }
  }

  /// Reference §3.3.
  @Nested
  class Writes {
    @Test
    void theIoBitShowsOnlyAfterItWasSet() {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals("0000", guest.cfgRead(0x04, 2));
            guest.cfgWrite(0x04, "0600");
            assertEquals("0600", guest.cfgRead(0x04, 2));
            assertEquals("EIO", guest.read(18, 1));
            guest.cfgWrite(0x04, "0700");
            assertEquals("0700", guest.cfgRead(0x04, 2));
            assertEquals("00", guest.read(18, 1));
            guest.cfgWrite(0x04, "0600");
            assertEquals("0600", guest.cfgRead(0x04, 2));
            assertEquals("EIO", guest.read(18, 1));
          });
    }

    @Test
    void theLowByteOfCommandAloneSwitchesIo() {
      rig.on(
          1,
          guest -> {
            open(guest);
            guest.cfgWrite(0x04, "01");
            assertEquals("00", guest.read(18, 1));
            guest.cfgWrite(0x05, "04");
            assertEquals("00", guest.read(18, 1));
            assertEquals("0104", guest.cfgRead(0x04, 2));
            guest.cfgWrite(0x04, "00");
            assertEquals("EIO", guest.read(18, 1));
          });
    }

    @Test
    void theIoBitIsFoundAnywhereInAWrite() {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals("8", guest.cfgWrite(0x00, "ffffffff 0100ffff"));
            assertEquals("00", guest.read(18, 1));
            assertEquals("2", guest.cfgWrite(0x03, "ff00"));
            assertEquals("EIO", guest.read(18, 1));
          });
    }

    @Test
    void anUnrelatedWriteLeavesIoAndBar0Alone() {
      rig.on(
          1,
          guest -> {
            guest.powerOn();
            guest.cfgWrite(0x10, "00c00000");
            guest.cfgWrite(0x06, "0000");
            guest.cfgWrite(0x0c, "10000000");
            guest.cfgWrite(0x14, "ffffffff");
            guest.cfgWrite(0x3c, "0b");
            assertEquals("0700", guest.cfgRead(0x04, 2));
            assertEquals("01c00000", guest.cfgRead(0x10, 4));
            assertEquals("0b", guest.cfgRead(0x3c, 1));
          });
    }

    @ParameterizedTest(name = "{1} at {0} gives {2}")
    @CsvSource({
      "0x10, ff,       e1000000",
      "0x11, c0,       01c00000",
      "0x12, 3412,     01003412",
      "0x13, 80,       01000080",
      "0x0e, ffff40c0, 41c00000",
      "0x12, 3412ffff, 01003412",
      "0x10, 1f000000, 01000000",
      "0x10, 20000000, 21000000",
      "0x10, 01c00000, 01c00000",
    })
    void bar0KeepsWhatItIsGivenAndMasksOnRead(String offset, String written, String read) {
      rig.on(
          1,
          guest -> {
            open(guest);
            guest.cfgWrite(Integer.decode(offset), written);
            assertEquals(read, guest.cfgRead(0x10, 4));
          });
    }

    @Test
    void otherBarsAreSizedByTheVf() {
      rig.on(
          1,
          guest -> {
            open(guest);
            guest.cfgWrite(0x10, "ffffffff".repeat(6));
            assertEquals(
                Rig.hex("e1ffffff 00f0ffff 00000000 00000000 00c0ffff 00000000"),
                guest.cfgRead(0x10, 24));
          });
    }
  }

  /// Reference §2.6: I/O decoding is off after every reset that runs the callback; the address is
  /// kept.
  @Nested
  class AfterAReset {
    private void loseIoButKeepTheAddress(Guest guest) {
      assertEquals("0000", guest.cfgRead(0x04, 2));
      assertEquals("21c00000", guest.cfgRead(0x10, 4));
      assertEquals("EIO", guest.read(18, 1));
      assertEquals("EIO", guest.write(16, "0000"));
      assertEquals("2", guest.cfgWrite(0x04, "0100"));
      assertEquals("00", guest.read(18, 1));
    }

    private void prepare(Guest guest) {
      guest.powerOn();
      guest.cfgWrite(0x10, "20c00000");
      guest.w8(18, 7);
    }

    @Test
    void byTheVmm() {
      rig.on(
          1,
          guest -> {
            prepare(guest);
            assertEquals(0, guest.device().reset());
            loseIoButKeepTheAddress(guest);
          });
    }

    @ParameterizedTest(name = "{1} at {0}")
    @CsvSource({"0x68, 0080", "0x69, 80", "0x68, 00800000", "0x66, 00000080"})
    void byAFunctionLevelResetFromTheGuest(String offset, String written) {
      rig.on(
          1,
          guest -> {
            prepare(guest);
            guest.cfgWrite(Integer.decode(offset), written);
            loseIoButKeepTheAddress(guest);
          });
    }

    @ParameterizedTest(name = "{1} at {0}")
    @CsvSource({"0x68, 00", "0x68, ff7f", "0x67, 80", "0x6a, 0080"})
    void otherWritesToDeviceControlResetNothing(String offset, String written) {
      rig.on(
          1,
          guest -> {
            prepare(guest);
            guest.cfgWrite(Integer.decode(offset), written);
            assertEquals("07", guest.read(18, 1));
          });
    }

    @Test
    void byOpeningAgain() {
      rig.on(
          1,
          guest -> {
            prepare(guest);
            guest.device().close();
            assertEquals("ENODEV", guest.read(18, 1));
            assertEquals("ENODEV", guest.cfgRead(0, 2));
            assertEquals("ENODEV", guest.cfgWrite(4, "0100"));
            open(guest);
            loseIoButKeepTheAddress(guest);
          });
    }

    /// A guest's own reset, through BAR0, is no function reset.
    @Test
    void byTheDeviceStatusIoStaysOn() {
      rig.on(
          1,
          guest -> {
            prepare(guest);
            guest.w8(18, 0);
            assertEquals("0700", guest.cfgRead(0x04, 2));
            assertEquals("00", guest.read(18, 1));
          });
    }

    @Test
    void theInterruptModeAndTheSplitStay() {
      rig.on(
          1,
          guest -> {
            prepare(guest);
            guest.msix(true);
            assertEquals(0, guest.device().reset());
            guest.cfgWrite(0x04, "0100");
            assertEquals("ffff", guest.read(20, 2));
            assertEquals("525400123401", guest.read(24, 6));
          });
    }

    @Test
    void theInterruptModeEndsWithTheFile() {
      rig.on(
          1,
          guest -> {
            prepare(guest);
            guest.msix(true);
            guest.device().close();
            guest.powerOn();
            assertEquals("525400123401", guest.read(20, 6));
          });
    }
  }

  /// Reference §3.4.
  @Nested
  class Regions {
    @ParameterizedTest(name = "region {0}: flags {1}, size {2}, offset {3}")
    @CsvSource({
      "0, 3, 32,     0x0",
      "1, 3, 0x1000, 0x10000000000",
      "2, 0, 0,      0x20000000000",
      "3, 0, 0,      0x30000000000",
      "4, 3, 0x4000, 0x40000000000",
      "5, 0, 0,      0x50000000000",
      "6, 0, 0,      0x60000000000",
      "7, 3, 256,    0x70000000000",
      "8, 0, 0,      0x80000000000",
      "9, 0, 0,      0x90000000000",
    })
    void describe(int index, int flags, String size, String offset) {
      RegionInfo info = rig.engine().member(0, 1).device().regionInfo(index);
      assertEquals(index, info.index());
      assertEquals(flags, info.flags());
      assertEquals(Long.decode(size), info.size());
      assertEquals(Long.decode(offset), info.offset());
    }
  }

  /// Reference §6.2: the mode of the VMM decides, not the guest's enable bit.
  @Nested
  class Split {
    @Test
    void followsTheVmmNotTheGuestsBit() {
      rig.ready(
          1,
          guest -> {
            guest.cfgWrite(0x42, "0080");
            assertEquals("0280", guest.cfgRead(0x42, 2));
            assertEquals("525400123401", guest.read(20, 6));
            guest.msix(true);
            assertEquals("525400123401", guest.read(24, 6));
            guest.cfgWrite(0x42, "0000");
            assertEquals("525400123401", guest.read(24, 6));
            guest.msix(false);
            assertEquals("525400123401", guest.read(20, 6));
          });
    }

    @Test
    void followsTheGuestsBitIfAskedTo() {
      Topology one = Rig.topology(1);
      Topology byBit =
          new Topology(one.pfs(), new Topology.Switches(true, true, "6.13+"), one.seed());
      try (Rig other = Rig.of(byBit)) {
        other.ready(
            1,
            guest -> {
              guest.msix(true);
              other.forget();
              guest.read(20, 2);
              assertEquals(
                  List.of(Rig.hex("05000100", Rig.zeros(12), "0100000000000000 00") + "/10"),
                  other.commands());
              guest.cfgWrite(0x42, "0080");
              other.forget();
              guest.read(20, 2);
              assertEquals(
                  List.of(Rig.hex("03000100", Rig.zeros(12), "0100000000000000 14") + "/10"),
                  other.commands());
            });
      }
    }

    @ParameterizedTest(name = "{0} with {1} vectors: {2}")
    @CsvSource({
      "NONE, 0, 0",
      "MSIX, 1, 0",
      "MSIX, 3, 0",
      "MSIX, 0, EINVAL",
      "MSIX, 4, EINVAL",
      "MSI, 1, EINVAL",
      "INTX, 1, EINVAL",
    })
    void onlyPossibleModesAreTaken(IrqMode mode, int count, String result) {
      rig.ready(1, guest -> assertEquals(result, Rig.result(guest.device().setIrqs(mode, count))));
    }

    @Test
    void aRefusedModeChangesNothing() {
      rig.ready(
          1,
          guest -> {
            guest.msix(true);
            assertEquals(-22, guest.device().setIrqs(IrqMode.MSI, 1));
            assertEquals("525400123401", guest.read(24, 6));
          });
    }
  }

  @Test
  void aClosedDeviceAnswersOnlyRegionInfo() {
    rig.on(
        1,
        guest -> {
          assertEquals("ENODEV", guest.read(18, 1));
          assertEquals("ENODEV", guest.write(18, "00"));
          assertEquals("ENODEV", guest.cfgRead(0, 4));
          assertEquals("ENODEV", Rig.result(guest.device().reset()));
          assertEquals("ENODEV", Rig.result(guest.device().setIrqs(IrqMode.NONE, 0)));
          open(guest);
          assertEquals("EBUSY", Rig.result(guest.device().open()));
        });
  }

  @Test
  void aBufferShorterThanTheCountFaults() {
    rig.ready(
        1,
        guest -> {
          assertEquals("EFAULT", Rig.result(guest.device().read(Region.CONFIG, 0, new byte[1], 2)));
          assertEquals(
              "EFAULT", Rig.result(guest.device().write(Region.CONFIG, 4, new byte[1], 2)));
          assertEquals("0700", guest.cfgRead(4, 2));
        });
  }
}
