package org.barscope.engine.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.EmulatedMember;
import org.barscope.engine.EmulatedOwner;
import org.barscope.engine.Guest;
import org.barscope.engine.Rig;
import org.barscope.engine.Switch;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.EventFd;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// VFs that differ as PCI functions: with MSI, without a reset of their own, with one that takes
/// its time; and what a VMM may ask for beside accesses (reference §2.6, §3.4, §6.2, §7).
class PciFunctionTest {
  private static final long MILLI = 1_000_000;
  private static final int EINVAL = -22;

  private @Nullable Rig rig;

  @AfterEach
  void end() {
    if (rig != null) {
      rig.close();
    }
  }

  private Rig rig(Topology.Pci pci) {
    return rig(pci, Switches.DEFAULT);
  }

  private Rig rig(Topology.Pci pci, Switches switches) {
    Topology plain = Rig.topology(1);
    Topology.Vf vf = plain.pfs().getFirst().vfs().getFirst().with(pci);
    Rig made =
        Rig.of(
            new Topology(
                List.of(new Topology.Pf(Topology.Pf.ADMIN_QUEUE_SIZE, List.of(vf))), switches, 0));
    rig = made;
    return made;
  }

  private static List<Integer> vectors(Rig rig) {
    return rig.facts(Fact.Interrupt.class).stream().map(Fact.Interrupt::vector).toList();
  }

  @Nested
  class Msi {
    private final Rig four = rig(new Topology.Pci(3, 4, false, 0, true, 0));

    @Test
    void hasACapabilityBetweenTheOthers() {
      four.on(
          1,
          guest -> {
            guest.powerOn();
            assertEquals("40", guest.cfgRead(0x34, 1));
            assertEquals("114c", guest.cfgRead(0x40, 2));
            assertEquals("05f88400", guest.cfgRead(0x4c, 4));
            assertEquals("0160", guest.cfgRead(0xf8, 2));
            assertEquals("1000", guest.cfgRead(0x60, 2));
          });
    }

    @Test
    void isFirstWithoutMsix() {
      Rig only = rig(new Topology.Pci(0, 1, false, 0, true, 0));
      only.on(
          1,
          guest -> {
            guest.powerOn();
            assertEquals("4c", guest.cfgRead(0x34, 1));
            assertEquals("05f88000", guest.cfgRead(0x4c, 4));
            assertEquals(0, guest.device().setIrqs(IrqMode.MSI, 1));
            assertEquals(EINVAL, guest.device().setIrqs(IrqMode.MSIX, 1));
          });
    }

    @ParameterizedTest(name = "{0} messages: {1}")
    @CsvSource({"0, -22", "1, 0", "3, 0", "4, 0", "5, -22", "-1, -22"})
    void takesAsManyMessagesAsItHas(int count, int errno) {
      four.ready(1, guest -> assertEquals(errno, guest.device().setIrqs(IrqMode.MSI, count)));
    }

    /// > MSI (index 1) mode counts as "not MSI-X" (§6.2)
    @Test
    void leavesTheHeaderAt20() {
      four.ready(
          1,
          guest -> {
            guest.msix(true);
            assertEquals("525400123401", guest.read(24, 6));
            assertEquals(0, guest.device().setIrqs(IrqMode.MSI, 2));
            assertEquals("525400123401", guest.read(20, 6));
            four.forget();
            guest.w16(20, 0);
            assertEquals("0000", guest.read(20, 2), "a vector written now is a MAC");
          });
      assertEquals(
          List.of(4, 5),
          four.facts(Fact.AdminSubmit.class).stream().map(Fact.AdminSubmit::opcode).toList());
    }

    @Test
    void sendsItsFirstMessageForEveryEvent() {
      four.ready(
          1,
          guest -> {
            assertEquals(0, guest.device().setIrqs(IrqMode.MSI, 2));
            guest.member().queueUsed(1);
            guest.member().configChanged();
            assertEquals("03", guest.read(19, 1));
            assertEquals(0, guest.device().setIrqs(IrqMode.NONE, 0));
            guest.member().queueUsed(1);
          });
      assertEquals(List.of(0, 0), vectors(four));
    }

    @Test
    void staysThroughAResetAndEndsWithTheFile() {
      four.ready(
          1,
          guest -> {
            assertEquals(0, guest.device().setIrqs(IrqMode.MSI, 2));
            assertEquals(0, guest.device().reset());
            guest.member().queueUsed(0);
            guest.device().close();
            guest.powerOn();
            guest.member().queueUsed(0);
          });
      assertEquals(List.of(0), vectors(four));
    }

    @Test
    void isVirtualForTheGuest() {
      four.ready(
          1,
          guest -> {
            guest.cfgWrite(0x4e, "f100");
            assertEquals("a400", guest.cfgRead(0x4e, 2), "four messages at most, not enabled");
            guest.cfgWrite(0x50, "ffffffff 12345678 ffffffff");
            assertEquals("fcffffff12345678ffff0000", guest.cfgRead(0x50, 12));
            guest.member().queueUsed(0);
            assertEquals(0, guest.device().setIrqs(IrqMode.MSI, 4));
            guest.cfgWrite(0x4e, "9100");
            assertEquals("9500", guest.cfgRead(0x4e, 2));
            guest.cfgWrite(0x4e, "8000");
            guest.member().queueUsed(0);
            guest.device().close();
            guest.powerOn();
            assertEquals("8400000000000000000000000000", guest.cfgRead(0x4e, 14));
          });
      assertEquals(List.of(0), vectors(four), "the mode of the VMM decides");
    }
  }

  /// > … VFIO open when the VF supports reset … (§2.6)
  @Nested
  class WithoutReset {
    private final Rig never = rig(new Topology.Pci(3, 0, false, 0, false, 0));

    @Test
    void theCapabilityIsNotThere() {
      never.ready(1, guest -> assertEquals("00000000", guest.cfgRead(0x64, 4)));
      rig(Topology.Pci.DEFAULT).ready(1, guest -> assertEquals("00000010", guest.cfgRead(0x64, 4)));
    }

    @Test
    void theVmmCannotReset() {
      never.ready(
          1,
          guest -> {
            guest.w8(18, 7);
            assertEquals(EINVAL, guest.device().reset());
            assertEquals("07", guest.read(18, 1));
          });
    }

    @Test
    void theGuestCannotReset() {
      never.ready(
          1,
          guest -> {
            guest.w8(18, 7);
            guest.cfgWrite(0x68, "0080");
            assertEquals("07", guest.read(18, 1));
          });
    }

    @Test
    void nothingIsLostFromOneFileToTheNext() {
      never.ready(
          1,
          guest -> {
            guest.w8(18, 3);
            guest.w16(14, 1);
            guest.w32(8, 0x12345);
            guest.w8(18, 7);
            guest.device().close();
            assertEquals(0, guest.device().open());
            assertEquals("07", guest.read(18, 1), "I/O decoding is still on");
            assertEquals("45230100", guest.read(8, 4));
            assertEquals("0100", guest.cfgRead(0x04, 2), "but it masters the bus no more");
          });
    }

    @Test
    void aResetOfTheBusStillWorks() {
      never.ready(
          1,
          guest -> {
            guest.w8(18, 7);
            guest.member().busReset();
            assertEquals("00", guest.read(18, 1));
          });
    }
  }

  /// A reset that takes 20 ms: looked for after 1, 2, 4, 8 and 16 ms.
  @Nested
  class SlowReset {
    private final Rig slow = rig(new Topology.Pci(3, 0, false, 0, true, 20 * MILLI));

    @Test
    void theHostWaitsForIt() {
      slow.on(
          1,
          guest -> {
            assertEquals(0, guest.device().open());
            assertEquals(31 * MILLI, slow.scheduler().now());
            guest.cfgWrite(0x04, "0700");
            assertEquals(0, guest.device().reset());
            assertEquals(62 * MILLI, slow.scheduler().now());
            assertEquals("0600", guest.cfgRead(0x04, 2));
          });
    }

    /// > … EAGAIN … without side effects
    @Test
    void meanwhileCommandsAreToTryAgain() {
      List<String> seen = new ArrayList<>();
      slow.on(
          1,
          guest -> {
            guest.powerOn();
            long start = slow.scheduler().now();
            slow.scheduler()
                .spawn(
                    "another vCPU",
                    () -> {
                      slow.scheduler().sleepUntil(start + 5 * MILLI);
                      seen.add(guest.write(18, "01"));
                      seen.add(guest.read(18, 1));
                      seen.add(guest.read(20, 1));
                      seen.add(guest.write(20, "ff"));
                      seen.add(guest.write(16, "0000"));
                      seen.add(guest.read(16, 2));
                    });
            guest.device().reset();
            guest.cfgWrite(0x04, "0700");
            assertEquals("00", guest.read(18, 1));
            assertEquals("52", guest.read(20, 1));
            assertEquals("1", guest.write(18, "01"));
          });
      assertEquals(List.of("EAGAIN", "EAGAIN", "EAGAIN", "EAGAIN", "2", "ffff"), seen);
      assertEquals(
          List.of("0b00070000000000"),
          slow.facts(Fact.AdminComplete.class).stream()
              .filter(done -> done.status() != 0)
              .map(done -> done.written().toHex())
              .distinct()
              .toList());
      assertEquals(List.of("L-010"), slow.faults(), "the doorbell was lost");
    }

    @Test
    void configurationWaitsForTheEnd() {
      List<String> seen = new ArrayList<>();
      slow.on(
          1,
          guest -> {
            guest.powerOn();
            long start = slow.scheduler().now();
            slow.scheduler()
                .spawn(
                    "another vCPU",
                    () -> {
                      slow.scheduler().sleepUntil(start + 5 * MILLI);
                      seen.add(guest.cfgRead(0x04, 2));
                      seen.add("at " + (slow.scheduler().now() - start) / MILLI);
                    });
            guest.device().reset();
            slow.scheduler().sleepUntil(start + 100 * MILLI);
          });
      assertEquals(List.of("0600", "at 31"), seen);
    }

    /// Opening and closing exclude each other (dev_set lock): there is one VMM at most.
    @Test
    void ofTwoWhoOpenItOneIsLate() {
      List<Integer> results = new ArrayList<>();
      Runnable opens = () -> results.add(slow.guest(1).device().open());
      Scheduler.Strand first = slow.scheduler().spawn("VMM", opens);
      Scheduler.Strand second = slow.scheduler().spawn("another VMM", opens);
      Rig.join(first);
      Rig.join(second);
      assertEquals(List.of(0, -16), results, "EBUSY");
    }

    @Test
    void whoOpensItWaitsUntilItIsClosed() {
      slow.on(1, Guest::powerOn);
      long start = slow.scheduler().now();
      List<String> ends = new ArrayList<>();
      Scheduler.Strand close =
          slow.scheduler()
              .spawn(
                  "VMM",
                  () -> {
                    slow.guest(1).device().close();
                    ends.add("closed at " + (slow.scheduler().now() - start) / MILLI);
                  });
      Scheduler.Strand open =
          slow.scheduler()
              .spawn(
                  "another VMM",
                  () -> {
                    assertEquals(0, slow.guest(1).device().open());
                    ends.add("open at " + (slow.scheduler().now() - start) / MILLI);
                  });
      Rig.join(close);
      Rig.join(open);
      assertEquals(List.of("closed at 31", "open at 62"), ends);
    }

    /// > … respond … after the member device completes FLR …
    @Test
    void theModeIsSetWhenItHasEnded() {
      Topology.Vf vf =
          Rig.topology(1)
              .pfs()
              .getFirst()
              .vfs()
              .getFirst()
              .with(new Topology.Pci(3, 0, false, 0, true, 20 * MILLI));
      Topology.BuiltIn offering = new Topology.BuiltIn(0x3ffff, 2, Topology.Latency.NONE);
      Topology.Pf pf = new Topology.Pf(256, List.of(vf), offering, true);
      List<String> seen = new ArrayList<>();
      try (Rig migrating = Rig.of(new Topology(List.of(pf), Switches.DEFAULT, 0))) {
        migrating.on(
            1,
            guest -> {
              guest.powerOn();
              long start = migrating.scheduler().now();
              migrating
                  .scheduler()
                  .spawn(
                      "firmware test",
                      () -> {
                        migrating.scheduler().sleepUntil(start + 5 * MILLI);
                        AdminCommand stop = new AdminCommand(0x11, 1, 1, Bytes.of(1), 0);
                        Bytes answer =
                            migrating.engine().owners().getFirst().submit(stop).writable();
                        seen.add(answer.toHex());
                        seen.add("at " + (migrating.scheduler().now() - start) / MILLI);
                      });
              guest.device().reset();
            });
      }
      assertEquals(List.of("0000000000000000", "at 20"), seen);
    }

    /// A reset of the PF ends what waits for that of a VF, without an effect, and so does the end
    /// of the VFs: other VFs are served at once.
    @Test
    void aResetOfThePfBreaksThatOff() {
      Topology.Vf plain = Rig.topology(1).pfs().getFirst().vfs().getFirst();
      Topology.Vf vf = plain.with(new Topology.Pci(3, 0, false, 0, true, 20 * MILLI));
      Topology.BuiltIn offering = new Topology.BuiltIn(0x3ffff, 2, Topology.Latency.NONE);
      Topology.Pf pf = new Topology.Pf(256, List.of(vf), offering, true);
      AdminCommand stop = new AdminCommand(0x11, 1, 1, Bytes.of(1), 0);
      AdminCommand set = new AdminCommand(0x10, 1, 1, Bytes.hex("0000000000000000"), 0); // no parts
      AdminCommand create = new AdminCommand(0x0a, 1, 1, Bytes.hex("00".repeat(16) + "01"), 0);
      List<String> seen = new ArrayList<>();
      try (Rig migrating = Rig.of(new Topology(List.of(pf), Switches.DEFAULT, 0))) {
        EmulatedOwner owner = migrating.engine().owners().getFirst();
        migrating.on(1, Guest::powerOn);
        long start = migrating.scheduler().now();
        Scheduler.Strand reset =
            migrating.scheduler().spawn("VMM", () -> migrating.guest(1).device().reset());
        Scheduler.Strand stopping =
            migrating
                .scheduler()
                .spawn(
                    "firmware test",
                    () ->
                        seen.add(
                            Rig.result(owner.submit(stop).errno())
                                + " at "
                                + (migrating.scheduler().now() - start) / MILLI));
        Scheduler.Strand restore =
            migrating
                .scheduler()
                .spawn(
                    "PF",
                    () -> {
                      migrating.scheduler().sleepUntil(start + 5 * MILLI);
                      owner.reset();
                      owner.restore();
                      seen.add("restored at " + (migrating.scheduler().now() - start) / MILLI);
                    });
        Rig.join(stopping);
        Rig.join(restore);
        Rig.join(reset);
        migrating.run(() -> {
          assertEquals("00000000", owner.submit(create).writable().toHex().substring(0, 8));
          assertEquals(
              "10000100", owner.submit(set).writable().toHex().substring(0, 8), "EBUSY: it runs");
        });
      }
      assertEquals(List.of("EIO at 5", "restored at 5"), seen);
    }

    /// NOTIFY_INFO is about the function, not its registers.
    @Test
    void whatNeedsNoRegistersIsAnswered() {
      List<Integer> statuses = new ArrayList<>();
      slow.on(
          1,
          guest -> {
            guest.powerOn();
            long start = slow.scheduler().now();
            slow.scheduler()
                .spawn(
                    "firmware test",
                    () -> {
                      slow.scheduler().sleepUntil(start + 5 * MILLI);
                      for (int opcode = 2; opcode <= 6; opcode++) {
                        AdminCommand command = new AdminCommand(opcode, 1, 1, Bytes.hex("12"), 64);
                        Bytes answer = slow.engine().owners().get(0).submit(command).writable();
                        statuses.add((int) answer.little(0, 2));
                      }
                    });
            guest.device().reset();
          });
      assertEquals(List.of(11, 11, 11, 11, 0), statuses);
    }

    @Test
    void aHostThatTriesAgainSucceeds() {
      List<String> seen = new ArrayList<>();
      Rig patient =
          rig(
              new Topology.Pci(3, 0, false, 0, true, 20 * MILLI),
              Switches.DEFAULT.with(Switch.RETRY, "EAGAIN"));
      patient.on(
          1,
          guest -> {
            guest.powerOn();
            long start = patient.scheduler().now();
            patient
                .scheduler()
                .spawn(
                    "another vCPU",
                    () -> {
                      patient.scheduler().sleepUntil(start + 15 * MILLI);
                      seen.add(guest.read(18, 1));
                      seen.add("at " + (patient.scheduler().now() - start) / MILLI);
                    });
            guest.device().reset();
          });
      assertEquals(List.of("00", "at 20"), seen);
    }

    @Test
    void afterAMinuteTheHostGivesUp() {
      Rig dead = rig(new Topology.Pci(3, 0, false, 0, true, 200_000 * MILLI));
      dead.on(
          1,
          guest -> {
            assertEquals(0, guest.device().open(), "it is opened all the same");
            assertEquals(65_535 * MILLI, dead.scheduler().now());
            assertEquals("ffff", guest.cfgRead(0x00, 2));
            assertEquals(EINVAL, guest.device().reset(), "but counts as one without reset");
          });
      assertEquals(
          List.of(
              "pci_info not ready 1023ms after FLR; waiting",
              "pci_info not ready 2047ms after FLR; waiting",
              "pci_info not ready 4095ms after FLR; waiting",
              "pci_info not ready 8191ms after FLR; waiting",
              "pci_info not ready 16383ms after FLR; waiting",
              "pci_info not ready 32767ms after FLR; waiting",
              "pci_warn not ready 65535ms after FLR; giving up"),
          log(dead));
    }

    @Test
    void whatTakesMoreThanASecondIsLogged() {
      Rig second = rig(new Topology.Pci(3, 0, false, 0, true, 1_500 * MILLI));
      second.on(1, guest -> assertEquals(0, guest.device().open()));
      assertEquals(
          List.of(
              "pci_info not ready 1023ms after FLR; waiting", "pci_info ready 2047ms after FLR"),
          log(second));
      slow.on(1, guest -> assertEquals(0, guest.device().open()));
      assertEquals(List.of(), log(slow));
    }

    /// What the kernel logged about VFs.
    private List<String> log(Rig rig) {
      return rig.events(Fact.Lifecycle.class).stream()
          .filter(event -> event.vf() == 1)
          .map(event -> (Fact.Lifecycle) event.fact())
          .filter(fact -> fact.what().equals("kernel-log"))
          .map(fact -> fact.reasons().getFirst())
          .map(line -> line.name() + " " + line.value())
          .toList();
    }

    /// A function that came back at opening, and later does not.
    @Test
    void aFunctionThatDoesNotComeBackIsSaid() {
      Stand stand = new Stand().up();
      stand.function.dies = true;
      List<Integer> results = new ArrayList<>();
      stand.scheduler.spawn("VMM", () -> results.add(stand.device.reset())).join();
      assertEquals(List.of(-25), results);
      assertEquals(65_535 * MILLI, stand.scheduler.now());
    }

    /// VFs that come and go are reset at once: there is nobody to wait.
    @Test
    void disablingTakesNoTime() {
      assertEquals(0, slow.scheduler().now());
      slow.run(() -> {
        assertEquals(0, slow.engine().owners().getFirst().setVfs(0));
        assertEquals(0, slow.engine().owners().getFirst().setVfs(1));
        assertEquals(0, slow.scheduler().now());
      });
    }
  }

  /// > 32 bytes: argsz@0, flags@4, index@8, cap_offset@12, size@16, offset@24 (§3.4)
  @Nested
  class RegionInfoStructure {
    private final VfioDevice device = rig(Topology.Pci.DEFAULT).engine().member(0, 1).device();

    @ParameterizedTest(name = "region {0}")
    @CsvSource({
      "0, 2000000003000000 0000000000000000 2000000000000000 0000000000000000",
      "4, 2000000003000000 0400000000000000 0040000000000000 0000000000040000",
      "7, 2000000003000000 0700000000000000 0010000000000000 0000000000070000",
      "2, 2000000000000000 0200000000000000 0000000000000000 0000000000020000",
    })
    void isFilled(int index, String structure) {
      byte[] into = new byte[32];
      assertEquals(0, device.regionInfo(index, 32, into));
      assertEquals(structure.replace(" ", ""), Bytes.copyOf(into).toHex());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 24, 31, -1})
    void thatIsTooShortIsInvalid(int argsz) {
      byte[] into = new byte[32];
      assertEquals(EINVAL, device.regionInfo(0, argsz, into));
      assertEquals("00".repeat(32), Bytes.copyOf(into).toHex());
    }

    @Test
    void mayBeLonger() {
      assertEquals(0, device.regionInfo(0, 4096, new byte[32]));
    }

    @Test
    void thatIsNotThereIsAFault() {
      assertEquals(-14, device.regionInfo(0, 32, new byte[31]));
    }
  }

  /// > VFIO_DEVICE_IOEVENTFD on BAR0 fails EINVAL … the *physical* BAR … (§3.4, §7)
  @Nested
  class IoEventFds {
    private static final byte[] QUEUE_1 = {1, 0};

    private final Rig plain = rig(Topology.Pci.DEFAULT);

    @ParameterizedTest(name = "{2} bytes at {0} {1}")
    @CsvSource({
      "BAR0, 16, 2",
      "BAR0, 0, 1",
      "BAR0, 0, 4",
      "BAR2, 0, 2",
      "CONFIG, 4, 2",
      "ROM, 0, 2",
      "VGA, 0, 2",
      "BAR4, 0x3fff, 2",
      "BAR4, -2, 2",
      "BAR4, 0x3000, 3",
      "BAR4, 0x3000, 0",
      "BAR4, 0x3000, 16",
      "BAR1, 0x10, 4",
      "BAR1, 0x2c, 8",
      "BAR4, 0x7fffffffffffffff, 2",
    })
    void thatAreNoneAreInvalid(Region region, String offset, int length) {
      plain.ready(
          1,
          guest ->
              assertEquals(
                  EINVAL,
                  guest
                      .device()
                      .ioEventFd(region, Long.decode(offset), new byte[length], new Fd())));
    }

    @ParameterizedTest(name = "{2} bytes at {0} {1}")
    @CsvSource({"BAR4, 0x3000, 1", "BAR4, 0x3ff8, 8", "BAR1, 0x30, 4", "BAR4, 0, 4"})
    void mayBeAnywhereInARealBar(Region region, String offset, int length) {
      plain.ready(
          1,
          guest -> {
            Fd fd = new Fd();
            VfioDevice device = guest.device();
            assertEquals(0, device.ioEventFd(region, Long.decode(offset), new byte[length], fd));
            fd.signal();
          });
    }

    @Test
    void ringWithoutTheGuest() {
      plain.ready(
          1,
          guest -> {
            Fd fd = new Fd();
            assertEquals(0, guest.device().ioEventFd(Region.BAR4, 0x3000, QUEUE_1, fd));
            plain.forget();
            fd.signal();
            fd.signal();
            assertEquals(0, guest.device().ioEventFd(Region.BAR4, 0x3000, QUEUE_1, null));
            fd.signal();
          });
      assertEquals(
          List.of(new Fact.Notify(4, 0x3000, 1), new Fact.Notify(4, 0x3000, 1)),
          plain.facts(Fact.Notify.class));
    }

    @Test
    void areOnePerWrite() {
      plain.ready(
          1,
          guest -> {
            VfioDevice device = guest.device();
            assertEquals(-19, device.ioEventFd(Region.BAR4, 0x3000, QUEUE_1, null));
            assertEquals(0, device.ioEventFd(Region.BAR4, 0x3000, QUEUE_1, new Fd()));
            assertEquals(-17, device.ioEventFd(Region.BAR4, 0x3000, QUEUE_1, new Fd()));
            assertEquals(0, device.ioEventFd(Region.BAR4, 0x3000, new byte[] {2, 0}, new Fd()));
            assertEquals(0, device.ioEventFd(Region.BAR4, 0x3002, QUEUE_1, new Fd()));
          });
    }

    @Test
    void areAThousandAtMost() {
      plain.ready(
          1,
          guest -> {
            for (int i = 0; i < 1000; i++) {
              byte[] data = {(byte) i, (byte) (i >> 8)};
              assertEquals(0, guest.device().ioEventFd(Region.BAR4, 0x3000, data, new Fd()));
            }
            byte[] last = {(byte) 0xff, (byte) 0xff};
            assertEquals(-28, guest.device().ioEventFd(Region.BAR4, 0x3000, last, new Fd()));
          });
    }

    @Test
    void endWithTheFile() {
      Fd fd = new Fd();
      plain.ready(
          1,
          guest -> {
            assertEquals(0, guest.device().ioEventFd(Region.BAR4, 0x3000, QUEUE_1, fd));
            guest.device().close();
            fd.signal();
            assertEquals(-19, guest.device().ioEventFd(Region.BAR4, 0x3000, QUEUE_1, fd));
          });
      assertEquals(List.of(), plain.facts(Fact.Notify.class));
    }

    @Test
    void areLostWhileTheFunctionSleeps() {
      plain.ready(
          1,
          guest -> {
            Fd fd = new Fd();
            guest.device().ioEventFd(Region.BAR4, 0x3000, QUEUE_1, fd);
            guest.cfgWrite(0x54, "03");
            fd.signal();
          });
      assertEquals(List.of(), plain.facts(Fact.Notify.class));
    }

    @Test
    void showInTheTrace() {
      plain.ready(1, guest -> guest.device().ioEventFd(Region.BAR0, 0x10, QUEUE_1, new Fd()));
      Fact.Lifecycle last = plain.facts(Fact.Lifecycle.class).getLast();
      assertEquals("ioeventfd", last.what());
      assertEquals(
          List.of("bar0", "0x10", "0100", "EINVAL"),
          last.reasons().stream().map(reason -> reason.value()).toList());
    }
  }

  /// The function is kept in D0 for an access, and then given back (§6.1.4).
  @Test
  void afterAnAccessNobodyUsesTheFunction() {
    Rig one = rig(Topology.Pci.DEFAULT);
    EmulatedMember member = one.engine().member(0, 1);
    List<Boolean> during = new ArrayList<>();
    one.ready(
        1,
        guest -> {
          one.engine().owners().getFirst().setFirmwareHeld(true);
          one.scheduler().spawn("another vCPU", () -> guest.read(18, 1));
          one.scheduler().sleepUntil(MILLI);
          during.add(member.inUse());
          one.engine().owners().getFirst().setFirmwareHeld(false);
          one.scheduler().sleepUntil(2 * MILLI);
          during.add(member.inUse());
          guest.read(0, 3);
          guest.write(16, "00");
          guest.read(40, 4);
          during.add(member.inUse());
        });
    assertEquals(List.of(true, false, false), during);
  }

  private static final class Fd implements EventFd {
    private @Nullable Runnable write;

    @Override
    public void attach(Runnable attached) {
      write = attached;
    }

    @Override
    public void detach() {
      write = null;
    }

    void signal() {
      Runnable now = write;
      if (now != null) {
        now.run();
      }
    }
  }
}
