package org.barscope.engine;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.Scheduler;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A PF that is brought up again while guests are busy, and a firmware that lies still (reference
/// §2.5, §5.7, F-02, F-03).
class OwnerRestoreTest {
  private static final long SERVICE = 10_000;
  private static final String QUERY = hex("0000 0100", zeros(20)) + "/16";
  private static final String USE = hex("0100 0100", zeros(20), "7c00000000000000") + "/8";

  private static Rig slow(String kernel, int vfs) {
    List<Topology.Vf> members = Rig.topology(vfs).pfs().getFirst().vfs();
    Topology.Latency latency = new Topology.Latency(SERVICE, 0, Topology.Distribution.UNIFORM);
    return Rig.of(
        new Topology(
            List.of(new Topology.Pf(256, members, new Topology.BuiltIn(0x7f, 0, latency), true)),
            Switches.DEFAULT.with(Switch.KERNEL, kernel),
            0));
  }

  private static EmulatedOwner owner(Rig rig) {
    return rig.engine().owners().getFirst();
  }

  private static Scheduler.Strand later(Rig rig, long nanos, Runnable what) {
    return rig.scheduler()
        .spawn(
            "later",
            () -> {
              rig.scheduler().sleepUntil(rig.scheduler().now() + nanos);
              what.run();
            });
  }

  @ParameterizedTest(name = "kernel {0}")
  @ValueSource(strings = {"6.13+", "6.11", "6.8"})
  void aRestoreWithoutAResetEndsWhatIsInFlight(String kernel) {
    try (Rig rig = slow(kernel, 2)) {
      rig.on(1, Guest::powerOn);
      rig.on(2, Guest::powerOn);
      List<String> seen = new ArrayList<>();
      Scheduler.Strand read =
          rig.scheduler().spawn("vCPU", () -> seen.add(rig.guest(1).read(18, 1)));
      Scheduler.Strand restore = later(rig, SERVICE / 2, () -> owner(rig).restore());
      Rig.join(read);
      Rig.join(restore);
      assertEquals(List.of("EIO"), seen);
      rig.run(() -> assertEquals("00", rig.guest(1).read(18, 1)));
      rig.run(() -> assertEquals("00", rig.guest(2).read(18, 1)));
    }
  }

  /// > … LIST_USE … before … any other command; not while another is outstanding (virtio 1.4,
  /// > 2.12.1.6, A-030, A-031)
  @ParameterizedTest(name = "kernel {0}")
  @ValueSource(strings = {"6.13+", "6.11"})
  void nobodyIsServedBeforeTheListsAreAgreedOn(String kernel) {
    try (Rig rig = slow(kernel, 1)) {
      rig.on(1, Guest::powerOn);
      rig.forget();
      List<String> seen = new ArrayList<>();
      Scheduler.Strand reads =
          rig.scheduler()
              .spawn(
                  "vCPU",
                  () -> {
                    for (int i = 0; i < 24; i++) {
                      seen.add(rig.guest(1).read(18, 1));
                      rig.scheduler().sleepUntil(rig.scheduler().now() + SERVICE / 4);
                    }
                  });
      Scheduler.Strand restore = later(rig, SERVICE / 2, () -> owner(rig).restore());
      Rig.join(reads);
      Rig.join(restore);
      assertEquals(List.of(QUERY, USE), rig.commands().subList(1, 3));
      assertEquals("EIO", seen.getFirst());
      assertEquals("EIO", seen.get(1), "while the lists are agreed on");
      assertEquals("00", seen.getLast());
      assertEquals(List.of(), refused(rig));
    }
  }

  private static List<Fact.AdminComplete> refused(Rig rig) {
    return rig.facts(Fact.AdminComplete.class).stream()
        .filter(complete -> complete.written().little(0, 2) != 0)
        .toList();
  }

  @Test
  void theFirmwareBreaksOffWhatItWasDoingWhenThePfIsReset() {
    try (Rig rig = slow("6.13+", 1)) {
      rig.on(1, Guest::powerOn);
      long start = rig.scheduler().now();
      Scheduler.Strand read = rig.scheduler().spawn("vCPU", () -> rig.guest(1).read(18, 1));
      Scheduler.Strand restore =
          later(
              rig,
              1_000,
              () -> {
                owner(rig).reset();
                owner(rig).restore();
                assertEquals(start + 1_000 + 2 * SERVICE, rig.scheduler().now());
              });
      Rig.join(read);
      Rig.join(restore);
    }
  }

  @Nested
  class HeldFirmware {
    @Test
    void leavesWhatItWasSentInFlightUntilItGoesOn() {
      try (Rig rig = Rig.net(2)) {
        rig.on(1, Guest::powerOn);
        rig.on(2, Guest::powerOn);
        rig.run(() -> owner(rig).setFirmwareHeld(true));
        String[] seen = new String[2];
        Scheduler.Strand first =
            rig.scheduler().spawn("1", () -> seen[0] = rig.guest(1).read(18, 1));
        Scheduler.Strand second =
            rig.scheduler().spawn("2", () -> seen[1] = rig.guest(2).read(12, 2));
        assertFalse(first.join());
        assertFalse(second.join());
        rig.on(
            1, guest -> assertEquals("2", guest.write(16, "0000"), "doorbells need no firmware"));
        rig.run(() -> owner(rig).setFirmwareHeld(false));
        assertTrue(first.join());
        assertTrue(second.join());
        assertEquals(List.of("00", "0001"), List.of(seen));
      }
    }

    @Test
    void aResetOfThePfEndsWhatIsInFlightAllTheSame() {
      try (Rig rig = slow("6.13+", 1)) {
        rig.on(1, Guest::powerOn);
        rig.run(() -> owner(rig).setFirmwareHeld(true));
        String[] seen = new String[1];
        Scheduler.Strand read =
            rig.scheduler().spawn("1", () -> seen[0] = rig.guest(1).read(18, 1));
        assertFalse(read.join());
        rig.run(() -> owner(rig).reset());
        assertTrue(read.join());
        assertEquals("EIO", seen[0]);
        rig.run(() -> owner(rig).setFirmwareHeld(false));
        rig.run(() -> owner(rig).restore());
        rig.run(() -> assertEquals("00", rig.guest(1).read(18, 1)));
      }
    }
  }
}
