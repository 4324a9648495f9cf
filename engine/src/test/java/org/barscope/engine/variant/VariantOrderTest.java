package org.barscope.engine.variant;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.Rig;
import org.barscope.engine.Switch;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What comes before what in the variant driver: the steps of opening, and when the interrupt mode
/// is looked at (reference §2.6, §6.1, §6.5).
class VariantOrderTest {
  private final Stand stand = new Stand();

  /// Reference §6.1, step 6, §6.5 and F-14: sampled without a lock.
  @Nested
  class InterruptMode {
    private final Scheduler.Signal hold = stand.scheduler.signal();
    private final List<String> seen = new ArrayList<>();

    private Scheduler.Strand read(int offset) {
      return stand.scheduler.spawn("vCPU", () -> seen.add(stand.read(offset, 1)));
    }

    private Scheduler.Strand write(int offset) {
      return stand.scheduler.spawn("vCPU", () -> seen.add(stand.write(offset, "07")));
    }

    /// Holds `bar_mutex` with a read of offset 18 that is not answered before [#hold] is raised.
    private Scheduler.Strand inFlight(boolean msix) {
      stand.up();
      stand.msix(msix);
      stand.owner.result = "55";
      stand.owner.during =
          () -> {
            if (stand.owner.commands.size() == 1) {
              hold.await(Scheduler.FOREVER);
            }
          };
      Scheduler.Strand first = read(18);
      assertFalse(first.join());
      return first;
    }

    private void switchTo(boolean msix) {
      int errno = stand.device.setIrqs(msix ? IrqMode.MSIX : IrqMode.NONE, msix ? 3 : 0);
      assertEquals(0, errno);
    }

    private void let(Scheduler.Strand... strands) {
      stand.scheduler.spawn("device", hold::raise);
      for (Scheduler.Strand strand : strands) {
        assertTrue(strand.join());
      }
    }

    /// The second access has decided where the header ends before it waits for the first one.
    @ParameterizedTest(name = "MSI-X {0} while sampled, {1} when sent: opcode {2}, offset {3}")
    @CsvSource({"false, true, 05, 00", "true, false, 03, 14"})
    void ofAReadIsSampledBeforeTheLock(boolean sampled, boolean sent, String opcode, String at) {
      Scheduler.Strand first = inFlight(sampled);
      Scheduler.Strand second = read(20);
      assertFalse(second.join());
      switchTo(sent);
      let(first, second);
      assertEquals(
          List.of(
              hex("03000100", zeros(12), "0100000000000000 12") + "/9",
              hex(opcode, "000100", zeros(12), "0100000000000000", at) + "/9"),
          stand.owner.commands);
      assertEquals(List.of("55", "55"), seen);
    }

    @ParameterizedTest(name = "MSI-X {0} while sampled, {1} when sent: opcode {2}, offset {3}")
    @CsvSource({"false, true, 04, 00", "true, false, 02, 14"})
    void ofAWriteIsSampledBeforeTheLock(boolean sampled, boolean sent, String opcode, String at) {
      Scheduler.Strand first = inFlight(sampled);
      Scheduler.Strand second = write(20);
      assertFalse(second.join());
      switchTo(sent);
      let(first, second);
      assertEquals(
          hex(opcode, "000100", zeros(12), "0100000000000000", at, zeros(7), "07") + "/8",
          stand.owner.commands.getLast());
      assertEquals(List.of("55", "1"), seen);
    }

    /// Nor does the test of the I/O bit wait: an access that passed it is carried out.
    @Test
    void andTheIoBitAreTestedBeforeTheLock() {
      Scheduler.Strand first = inFlight(false);
      Scheduler.Strand second = read(19);
      assertFalse(second.join());
      stand.cfgWrite(0x04, "0000");
      Scheduler.Strand third = read(19);
      assertTrue(third.join(), "refused while another one has the lock");
      let(first, second);
      assertEquals(List.of("EIO", "55", "55"), seen);
      assertEquals(2, stand.owner.commands.size());
    }
  }

  /// Reference §2.6, row 1: the core is enabled, which resets the function; then the notify BAR is
  /// mapped.
  @Nested
  class Opening {
    private void probe(String bar) {
      stand.owner.notifyInfo = "02" + bar + zeros(6) + "0000000000000000" + zeros(48);
      assertEquals(0, stand.probe().errno());
      stand.forget();
    }

    @Test
    void resetsTheFunctionEvenIfThereIsNoNotifyBar() {
      probe("05");
      assertEquals(-12, stand.device.open());
      assertTrue(stand.function.log.contains("reset"), stand.function.log.toString());
    }

    /// A failed opening leaves the device closed; it can be tried again, and the BAR is looked at
    /// again.
    @Test
    void canBeTriedAgain() {
      probe("05");
      assertEquals(-12, stand.device.open());
      assertEquals("ENODEV", stand.read(18, 1));
      assertEquals(-19, stand.device.reset());
      assertEquals(-12, stand.device.open());
      stand.function.bars[5] = 0x1000;
      assertEquals(0, stand.device.open());
      stand.cfgWrite(0x04, "0100");
      stand.forget();
      assertEquals("2", stand.write(16, "0100"));
      assertEquals(List.of("resume", "bar 5 + 0x0 = 0x0001", "idle"), stand.function.log);
    }

    @Test
    void asksForNothingOnTheAdminQueue() {
      probe("04");
      assertEquals(0, stand.device.open());
      stand.device.close();
      assertEquals(0, stand.device.open());
      assertEquals(List.of(), stand.owner.commands);
    }
  }

  /// Reference §6.2: only MSI-X moves the end of the header; an interrupt by pin does not.
  @Test
  void anInterruptByPinLeavesTheHeaderAt20() {
    Topology one = Rig.topology(1);
    Switches pinned = Switches.DEFAULT.with(Switch.INTERRUPT_PIN, "intx");
    try (Rig rig = Rig.of(new Topology(one.pfs(), pinned, one.seed()))) {
      rig.ready(
          1,
          guest -> {
            assertEquals(0, guest.device().setIrqs(IrqMode.INTX, 1));
            rig.forget();
            assertEquals("525400123401", guest.read(20, 6));
            assertEquals("2", guest.write(20, "0200"));
            assertEquals("020000123401", guest.read(20, 6));
            assertEquals("EINVAL", guest.read(18, 4));
            guest.msix(true);
            assertEquals(0, guest.device().setIrqs(IrqMode.INTX, 1));
            assertEquals("020000123401", guest.read(20, 6));
          });
      String header = "000100" + zeros(12) + "0100000000000000";
      assertEquals(
          List.of(
              "05" + header + "00/14",
              "04" + header + "00" + zeros(7) + "0200/8",
              "05" + header + "00/14",
              "03" + header + "12/12",
              "05" + header + "00/14"),
          rig.commands());
    }
  }
}
