package org.barscope.engine;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.result;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What guests see when their PF is reset, away, not there, or slow (reference §2.4, §2.6, §5.7,
/// §6.4; F-01, F-02, F-03).
class OwnerLifeTest {
  private static final long SERVICE = 10_000;
  private static final String QUERY = hex("0000 0100", zeros(20)) + "/16";
  private static final String USE = hex("0100 0100", zeros(20), "7c00000000000000") + "/8";

  private static Topology topology(
      int queueSize, int vfs, Topology.Latency latency, String kernel) {
    List<Topology.Vf> members = Rig.topology(vfs).pfs().getFirst().vfs();
    Topology.BuiltIn firmware = new Topology.BuiltIn(0x7f, 0, latency);
    return new Topology(
        List.of(new Topology.Pf(queueSize, members, firmware, true)),
        Switches.DEFAULT.with(Switch.KERNEL, kernel),
        0);
  }

  private static Rig slow(int queueSize, int vfs, String kernel) {
    return Rig.of(
        topology(
            queueSize,
            vfs,
            new Topology.Latency(SERVICE, 0, Topology.Distribution.UNIFORM),
            kernel));
  }

  private static EmulatedOwner owner(Rig rig) {
    return rig.engine().owners().getFirst();
  }

  private static String submit(Rig rig) {
    return result(owner(rig).submit(new AdminCommand(0, 0, 0, Bytes.EMPTY, 8)).errno());
  }

  /// F-02.
  @Nested
  class PfReset {
    /// Every vCPU reads the status; half a service time later the PF is reset.
    private static List<String> readDuringReset(Rig rig, int vfs) {
      for (int vf = 1; vf <= vfs; vf++) {
        rig.on(vf, Guest::powerOn);
      }
      rig.forget();
      String[] seen = new String[vfs];
      List<Scheduler.Strand> strands = new ArrayList<>();
      for (int vf = 1; vf <= vfs; vf++) {
        int number = vf;
        strands.add(
            rig.scheduler().spawn("vCPU", () -> seen[number - 1] = rig.guest(number).read(18, 1)));
      }
      strands.add(
          rig.scheduler()
              .spawn(
                  "reset",
                  () -> {
                    rig.scheduler().sleepUntil(rig.scheduler().now() + SERVICE / 2);
                    owner(rig).reset();
                  }));
      strands.forEach(Rig::join);
      return List.of(seen);
    }

    /// Whatever was in flight, and whatever waited for room or for the lock, ends with EIO.
    @ParameterizedTest(name = "queue of {0}, kernel {1}")
    @CsvSource({"256, 6.13+", "256, 6.11", "256, 6.8", "4, 6.13+", "8, 6.11", "4, 6.8"})
    void endsEveryCommandWithEio(int queueSize, String kernel) {
      try (Rig rig = slow(queueSize, 4, kernel)) {
        assertEquals(List.of("EIO", "EIO", "EIO", "EIO"), readDuringReset(rig, 4));
        assertEquals(List.of(), rig.facts(Fact.AdminComplete.class));
        long start = rig.events().getFirst().time();
        assertEquals(start + SERVICE / 2, rig.events().getLast().time(), "nobody waits longer");
      }
    }

    @Test
    void failsLaterCommandsUntilRestored() {
      try (Rig rig = slow(256, 2, "6.13+")) {
        assertEquals(List.of("EIO", "EIO"), readDuringReset(rig, 2));
        rig.run(() -> {
          assertEquals("EIO", rig.guest(1).read(18, 1));
          assertEquals("EIO", rig.guest(2).write(18, "01"));
          assertEquals("EIO", submit(rig));
          rig.forget();
          owner(rig).restore();
          assertEquals("00", rig.guest(1).read(18, 1));
          assertEquals("1", rig.guest(2).write(18, "01"));
        });
        assertEquals(List.of(QUERY, USE), rig.commands().subList(0, 2));
        assertEquals(4, rig.commands().size());
      }
    }

    /// It is the owner's reset: members keep what their guests wrote, VFs stay enabled.
    @Test
    void leavesTheMembersAlone() {
      try (Rig rig = Rig.net(2)) {
        rig.ready(
            2,
            guest -> {
              guest.w8(18, 0);
              guest.w8(18, 7);
              guest.w16(14, 1);
              owner(rig).reset();
              assertEquals("2", guest.write(16, "0000"), "doorbells need no PF");
              assertEquals("f41a0010", guest.cfgRead(0, 4));
              owner(rig).restore();
              assertEquals(7, guest.r8(18));
              assertEquals(1, guest.r16(14));
            });
      }
    }

    @Test
    void canBeRepeated() {
      try (Rig rig = Rig.net(1)) {
        rig.ready(
            1,
            guest -> {
              for (int i = 0; i < 5; i++) {
                owner(rig).reset();
                owner(rig).reset();
                assertEquals("EIO", guest.read(18, 1));
                owner(rig).restore();
                assertEquals("00", guest.read(18, 1));
              }
            });
        List<String> steps =
            rig.facts(Fact.Lifecycle.class).stream()
                .map(Fact.Lifecycle::what)
                .filter(what -> what.startsWith("pf-"))
                .toList();
        assertEquals(1 + 5 * 3, steps.size());
        assertEquals(
            List.of("pf-driver-start", "pf-reset", "pf-reset", "pf-driver-restore"),
            steps.subList(0, 4));
      }
    }

    /// A member probed with the PF down fails its probe's command, so opening one still works.
    @Test
    void doesNotKeepADeviceFromBeingOpened() {
      try (Rig rig = Rig.net(1)) {
        rig.on(
            1,
            guest -> {
              owner(rig).reset();
              guest.powerOn();
              assertEquals("EIO", guest.read(0, 4));
            });
      }
    }
  }

  /// F-01: not reachable in Linux, a fault on purpose.
  @Nested
  class Unbound {
    @Test
    void everyAccessButTheDoorbellIsEnodev() {
      try (Rig rig = Rig.net(1)) {
        rig.ready(
            1,
            guest -> {
              owner(rig).setBound(false);
              rig.forget();
              for (int at : new int[] {0, 4, 8, 12, 14, 18, 19, 20, 26}) {
                assertEquals("ENODEV", guest.read(at, 1), "at " + at);
                assertEquals("ENODEV", guest.write(at, "01"), "at " + at);
              }
              assertEquals("2", guest.write(16, "0100"));
              assertEquals("0000", guest.read(16, 2));
              assertEquals(List.of(), rig.commands());
              assertEquals(List.of(new Fact.Notify(4, 0x3000, 1)), rig.facts(Fact.Notify.class));
              owner(rig).setBound(true);
              assertEquals("00", guest.read(18, 1));
            });
      }
    }

    /// Another driver is bound to the PF: no legacy support is found, and VFs are plain.
    @Test
    void fromTheStartLeavesPlainOperations() {
      Topology.Pf pf = Rig.topology(1).pfs().getFirst();
      Topology.Pf other = new Topology.Pf(256, pf.vfs(), Topology.BuiltIn.DEFAULT, false);
      try (Rig rig = Rig.of(new Topology(List.of(other), Switches.DEFAULT, 0))) {
        assertEquals(List.of(), rig.commands());
        assertEquals(
            List.of("no", "no", "0x0"),
            rig.engine().member(0, 1).reasons().stream()
                .filter(reason -> !reason.holds())
                .map(reason -> reason.value())
                .toList());
        rig.on(
            1,
            guest -> {
              guest.powerOn();
              assertEquals("4110", guest.cfgRead(2, 2));
              assertEquals("EINVAL", guest.read(18, 1));
              assertEquals("EIO", submit(rig));
            });
      }
    }
  }

  @Test
  void withoutAdminQueueVfsArePlain() {
    try (Rig rig = Rig.of(topology(0, 1, Topology.Latency.NONE, "6.13+"))) {
      assertEquals(List.of(), rig.commands());
      assertFalse(rig.engine().member(0, 1).transitional());
      rig.on(
          1,
          guest -> {
            guest.powerOn();
            assertEquals("4110", guest.cfgRead(2, 2));
            assertEquals("EIO", submit(rig));
          });
    }
  }

  /// F-03: a firmware that takes its time holds the guest for as long; there is no time limit.
  @Test
  void aSlowFirmwareIsWaitedFor() {
    long hour = 3_600_000_000_000L;
    Topology.Latency latency = new Topology.Latency(hour, 0, Topology.Distribution.UNIFORM);
    try (Rig rig = Rig.of(topology(256, 1, latency, "6.13+"))) {
      rig.ready(1, guest -> assertEquals("00", guest.read(18, 1)));
      assertEquals(hour, rig.facts(Fact.LegacyAccess.class).getFirst().duration());
    }
  }

  @Nested
  class Power {
    /// Runtime resume fails: EIO before anything else happens, doorbells too (reference §6.4).
    @Test
    void aMemberThatDoesNotResumeGivesEio() {
      try (Rig rig = Rig.net(1)) {
        rig.ready(
            1,
            guest -> {
              rig.forget();
              guest.member().setResumable(false);
              assertEquals("EIO", guest.read(18, 1));
              assertEquals("EIO", guest.write(18, "01"));
              assertEquals("EIO", guest.write(16, "0000"));
              assertEquals("EINVAL", guest.read(31, 2), "the length is looked at before");
              assertEquals("f41a0010", guest.cfgRead(0, 4));
              guest.member().setResumable(true);
              assertEquals("00", guest.read(18, 1));
            });
        assertEquals(1, rig.commands().size());
        assertEquals(List.of(), rig.facts(Fact.Notify.class));
      }
    }

    /// In D3hot only the doorbell fails; commands do not touch the VF.
    @ParameterizedTest(name = "power state {0}")
    @CsvSource({"0, 2", "1, 2", "2, 2", "3, EIO"})
    void d3hotStopsDoorbellsOnly(int state, String doorbell) {
      try (Rig rig = Rig.net(1)) {
        rig.ready(
            1,
            guest -> {
              assertEquals("2", guest.cfgWrite(0x54, "0" + state + "00"));
              assertEquals("%02x00".formatted(state | 8), guest.cfgRead(0x54, 2));
              assertEquals(doorbell, guest.write(16, "0000"));
              assertEquals(doorbell.equals("2") ? "0000" : "EIO", guest.read(16, 2));
              assertEquals("1", guest.write(18, "00"));
              assertEquals("52", guest.read(20, 1));
              guest.cfgWrite(0x54, "0000");
              assertEquals("2", guest.write(16, "0000"));
            });
      }
    }
  }

  @Nested
  class Latencies {
    private static List<Long> durations(Topology.Latency latency, long seed) {
      Topology one = Rig.seeded(topology(256, 1, latency, "6.13+"), seed);
      try (Rig rig = Rig.of(one)) {
        rig.ready(
            1,
            guest -> {
              for (int i = 0; i < 300; i++) {
                guest.r8(18);
              }
            });
        return rig.facts(Fact.LegacyAccess.class).stream()
            .map(Fact.LegacyAccess::duration)
            .toList();
      }
    }

    @ParameterizedTest
    @EnumSource
    void areTheSameForTheSameSeed(Topology.Distribution distribution) {
      Topology.Latency latency = new Topology.Latency(1000, 500, distribution);
      List<Long> first = durations(latency, 5);
      assertEquals(first, durations(latency, 5));
      assertFalse(first.equals(durations(latency, 6)));
      assertTrue(first.stream().allMatch(duration -> duration >= 1000));
      assertTrue(first.stream().distinct().count() > 100);
    }

    /// Of 300 draws: the most, and the mean, of what is added to the least.
    @ParameterizedTest(name = "{0}: up to {1}, mean {2} to {3}")
    @CsvSource({
      "UNIFORM,     1000,  450, 550",
      "EXPONENTIAL, 10000, 850, 1150", // mean 1000
      "NORMAL,      5000,  330, 470", // the upper half of a bell of 1000: 399
    })
    void areSpreadAsTheirNameSays(
        Topology.Distribution distribution, long most, double least, double greatest) {
      List<Long> durations = durations(new Topology.Latency(0, 1000, distribution), 1);
      assertTrue(durations.stream().allMatch(duration -> duration >= 0 && duration <= most));
      double mean = durations.stream().mapToLong(Long::longValue).average().orElse(0);
      assertTrue(mean >= least && mean <= greatest, "mean " + mean);
      assertTrue(durations.stream().anyMatch(duration -> duration > most / 4));
    }

    @Test
    void areFixedWithoutJitter() {
      Topology.Latency fixed = new Topology.Latency(777, 0, Topology.Distribution.NORMAL);
      assertTrue(durations(fixed, 3).stream().allMatch(duration -> duration == 777));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3})
    void areOthersForEveryOwner(long seed) {
      Topology.Latency latency = new Topology.Latency(0, 1000, Topology.Distribution.UNIFORM);
      Topology.Pf pf = topology(256, 1, latency, "6.13+").pfs().getFirst();
      try (Rig rig = Rig.of(new Topology(List.of(pf, pf), Switches.DEFAULT, seed))) {
        List<List<Long>> taken =
            Stream.of(0, 1)
                .map(number ->
                    rig.events(Fact.AdminComplete.class).stream()
                        .filter(event -> event.pf() == number)
                        .map(Event::time)
                        .toList())
                .toList();
        assertEquals(3, taken.getFirst().size());
        long first = taken.getFirst().getFirst();
        long second = taken.getLast().getFirst() - taken.getFirst().getLast();
        assertFalse(first == second, "first command of each owner: " + first);
      }
    }
  }
}
