package org.barscope.engine.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.Guest;
import org.barscope.engine.Rig;
import org.barscope.engine.Switch;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.RegionInfo;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What opening, resetting and switching interrupts do to a transitional device (reference §2.6,
/// §3.4, §6.2).
class VariantLifecycleTest {
  private final Rig rig = Rig.net(1);

  private static void open(Guest guest) {
    assertEquals(0, guest.device().open());
  }

  /// Reference §2.6: I/O decoding is off after every reset that runs the callback; the address is
  /// kept.
  @Nested
  class AfterAReset {
    private void loseIoButKeepTheAddress(Guest guest, String command) {
      assertEquals(command, guest.cfgRead(0x04, 2));
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

    /// The function is saved and restored; its MSI-X stays as the VMM has set it.
    @Test
    void theGuestsMsixBitsStay() {
      rig.on(
          1,
          guest -> {
            prepare(guest);
            guest.msix(true);
            guest.cfgWrite(0x42, "02c0");
            assertEquals(0, guest.device().reset());
            assertEquals("02c0", guest.cfgRead(0x42, 2));
            guest.cfgWrite(0x04, "0700");
            assertEquals("525400", guest.read(24, 3), "the header still ends at 24");
          });
    }

    /// Opening makes the virtual configuration anew; the address of BAR0 is the variant driver's
    /// own.
    @Test
    void anotherOpenKeepsTheAddressOnly() {
      rig.on(
          1,
          guest -> {
            prepare(guest);
            guest.cfgWrite(0x3c, "0b");
            guest.cfgWrite(0x14, "000000fe");
            guest.device().close();
            assertEquals(0, guest.device().open());
            assertEquals("0000", guest.cfgRead(0x04, 2));
            assertEquals("21c00000", guest.cfgRead(0x10, 4));
            assertEquals("00000000", guest.cfgRead(0x14, 4));
            assertEquals("00", guest.cfgRead(0x3c, 1));
          });
    }

    @Test
    void byTheVmm() {
      rig.on(
          1,
          guest -> {
            prepare(guest);
            assertEquals(0, guest.device().reset());
            loseIoButKeepTheAddress(guest, "0600");
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
            loseIoButKeepTheAddress(guest, "0600");
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
            loseIoButKeepTheAddress(guest, "0000");
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

    /// The bus reports an error of the function (AER): the VMM is told, and nothing is reset.
    @Test
    void anErrorOfTheBusIsNone() {
      rig.on(
          1,
          guest -> {
            prepare(guest);
            guest.msix(true);
            guest.w16(20, 1);
            rig.forget();
            guest.member().errorDetected();
            assertEquals("0700", guest.cfgRead(0x04, 2));
            assertEquals("21c00000", guest.cfgRead(0x10, 4));
            assertEquals("07", guest.read(18, 1));
            assertEquals("0100", guest.read(20, 2));
            assertEquals("2", guest.write(16, "0000"));
          });
      assertEquals(
          List.of("aer-error-detected"),
          rig.facts(Fact.Lifecycle.class).stream().map(Fact.Lifecycle::what).toList());
    }

    /// A reset of the bus is no reset that saves and restores the device: the reset-done callback
    /// does not run (reference §2.6), so I/O decoding stays on.
    @Test
    void aResetOfTheBusLeavesIoDecodingOn() {
      rig.on(
          1,
          guest -> {
            prepare(guest);
            rig.forget();
            guest.member().busReset();
            assertEquals("0700", guest.cfgRead(0x04, 2));
            assertEquals("21c00000", guest.cfgRead(0x10, 4));
            assertEquals("00", guest.read(18, 1), "the device itself has lost its state");
            assertEquals("00000000", guest.read(8, 4));
          });
      assertEquals(
          List.of("bus-reset"),
          rig.facts(Fact.Lifecycle.class).stream().map(Fact.Lifecycle::what).toList());
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
      "7, 3, 0x1000, 0x70000000000",
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
          new Topology(
              one.pfs(), Switches.DEFAULT.with(Switch.HEADER_SPLIT, "msixBit"), one.seed());
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
}
