package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.Scheduler;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The three kernels differ at start-up and under load (reference §2.3, §2.5, §6.5).
class KernelProfilesTest {
  private static final int VFS = 4;
  private static final int READS = 3;
  private static final long SERVICE = 10_000;

  private static Topology topology(String kernel, Topology.BuiltIn firmware, int vfs) {
    Topology plain = Rig.topology(vfs);
    Topology.Pf pf = new Topology.Pf(256, plain.pfs().getFirst().vfs(), firmware, true);
    return new Topology(List.of(pf), Switches.DEFAULT.with(Switch.KERNEL, kernel), 0);
  }

  private static Topology slow(String kernel, int vfs) {
    Topology.Latency latency = new Topology.Latency(SERVICE, 0, Topology.Distribution.UNIFORM);
    return topology(kernel, new Topology.BuiltIn(0x7f, 0, latency), vfs);
  }

  /// One vCPU of each VF reads the status three times, all at once.
  private static List<Event> load(Rig rig, int cpusPerVf) {
    for (int vf = 1; vf <= rig.engine().members().size(); vf++) {
      rig.on(vf, Guest::powerOn);
    }
    rig.forget();
    List<Scheduler.Strand> strands = new ArrayList<>();
    for (int cpu = 0; cpu < cpusPerVf; cpu++) {
      for (int vf = 1; vf <= rig.engine().members().size(); vf++) {
        Guest guest = rig.guest(vf);
        strands.add(
            rig.scheduler()
                .spawn(
                    "VF " + vf,
                    () -> {
                      for (int i = 0; i < READS; i++) {
                        guest.r8(18);
                      }
                    }));
      }
    }
    strands.forEach(Rig::join);
    return rig.events();
  }

  private static int mostInFlight(List<Event> events) {
    int now = 0;
    int most = 0;
    for (Event event : events) {
      if (event.fact() instanceof Fact.AdminSubmit) {
        most = Math.max(most, ++now);
      } else if (event.fact() instanceof Fact.AdminComplete) {
        now--;
      }
    }
    return most;
  }

  private static List<Event> waiters(List<Event> events) {
    return events.stream()
        .filter(event ->
            event.fact() instanceof Fact.AdminSubmit submit
                && !submit.waited().equals(Fact.Wait.NONE))
        .toList();
  }

  @Nested
  class UnderLoad {
    @ParameterizedTest(name = "{0}: {1} in flight at most")
    @CsvSource({"6.8, 1", "6.11, 4", "6.13+, 4"})
    void commandsOfSeveralMembersAreInFlightFrom611(String kernel, int most) {
      try (Rig rig = Rig.of(slow(kernel, VFS))) {
        assertEquals(most, mostInFlight(load(rig, 1)));
        assertEquals(VFS * READS, rig.facts(Fact.AdminComplete.class).size());
      }
    }

    /// `cmd_lock` is named with the access on whose behalf it was held, and how long that took.
    @Test
    void aKernelWithOneCommandAtATimeSaysWhoHeldTheLock() {
      try (Rig rig = Rig.of(slow("6.8", 2))) {
        List<Event> events = load(rig, 1);
        List<Event> waiters = waiters(events);
        assertTrue(waiters.size() >= VFS, "waiters: " + waiters.size());
        long first = events.getFirst().seq();
        for (Event waiter : waiters) {
          Fact.Wait wait = ((Fact.AdminSubmit) waiter.fact()).waited();
          assertEquals("cmd_lock", wait.lock());
          Event holder = events.get((int) (wait.holder() - first));
          assertEquals(3 - waiter.vf(), holder.vf());
          assertTrue(holder.fact() instanceof Fact.AccessStart);
          assertTrue(wait.duration() > 0 && wait.duration() <= SERVICE, "" + wait);
        }
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.11", "6.13+"})
    void laterKernelsWaitForNobodyAcrossMembers(String kernel) {
      try (Rig rig = Rig.of(slow(kernel, VFS))) {
        assertEquals(List.of(), waiters(load(rig, 1)));
      }
    }

    /// `bar_mutex` is held across the round trip in every kernel: one command per VF at a time.
    @ParameterizedTest
    @ValueSource(strings = {"6.8", "6.11", "6.13+"})
    void vcpusOfOneMemberWaitForEachOther(String kernel) {
      try (Rig rig = Rig.of(slow(kernel, 1))) {
        List<Event> events = load(rig, 2);
        assertEquals(1, mostInFlight(events));
        Set<String> locks = new HashSet<>();
        waiters(events).forEach(e -> locks.add(((Fact.AdminSubmit) e.fact()).waited().lock()));
        assertEquals(Set.of("bar_mutex of VF 1"), locks);
      }
    }

    /// A doorbell takes neither lock (F-17).
    @ParameterizedTest
    @ValueSource(strings = {"6.8", "6.11", "6.13+"})
    void aDoorbellWaitsForNobody(String kernel) {
      try (Rig rig = Rig.of(slow(kernel, 1))) {
        rig.on(1, Guest::powerOn);
        rig.forget();
        Guest guest = rig.guest(1);
        Scheduler.Strand reader = rig.scheduler().spawn("vCPU 0", () -> guest.r8(18));
        Scheduler.Strand ringer =
            rig.scheduler()
                .spawn(
                    "vCPU 1",
                    () -> {
                      rig.scheduler().sleepUntil(rig.scheduler().now() + 1);
                      guest.w16(16, 0);
                    });
        Rig.join(ringer);
        Rig.join(reader);
        List<String> ends = new ArrayList<>();
        for (Fact.LegacyAccess access : rig.facts(Fact.LegacyAccess.class)) {
          ends.add(access.offset() + " after " + access.duration());
        }
        assertEquals(List.of("16 after 0", "18 after " + SERVICE), ends);
      }
    }

    /// The firmware takes commands in queue order.
    @Test
    void commandsAreTakenInTheOrderOfTheQueue() {
      try (Rig rig = Rig.of(slow("6.13+", VFS))) {
        List<Event> events = load(rig, 1);
        List<Long> submitted = new ArrayList<>();
        List<Long> completed = new ArrayList<>();
        long taken = 0;
        for (Event event : events) {
          if (event.fact() instanceof Fact.AdminSubmit) {
            submitted.add(event.seq());
          } else if (event.fact() instanceof Fact.AdminComplete complete) {
            completed.add(event.cause());
            assertTrue(complete.taken() >= taken);
            taken = complete.taken() + SERVICE;
          }
        }
        assertEquals(submitted, completed);
      }
    }
  }

  @Nested
  class StartUp {
    private static final String LISTS = "00000100000000000000000000000000 0000000000000000/16";

    private static List<String> commands(String kernel, long offered, int objects) {
      Topology.BuiltIn firmware = new Topology.BuiltIn(offered, objects, Topology.Latency.NONE);
      try (Rig rig = Rig.of(topology(kernel, firmware, 1))) {
        return rig.commands();
      }
    }

    @Test
    void from613CapabilityCommandsFollowForTheOwnerItself() {
      assertEquals(
          List.of(
              LISTS.replace(" ", ""),
              "010001000000000000000000000000000000000000000000fc03000000000000/8",
              "070000000000000000000000000000000000000000000000/16",
              "0800000000000000000000000000000000000000000000000000000000000000/10",
              "09000000000000000000000000000000000000000000000000000000000000000404/8",
              "060001000000000000000000000000000100000000000000/72"),
          commands("6.13+", 0x3ff, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.8", "6.11"})
    void earlierKernelsAskForLegacyCommandsOnly(String kernel) {
      List<String> commands = commands(kernel, 0x3ff, 4);
      assertEquals(3, commands.size());
      assertEquals(
          "0100010000000000000000000000000000000000000000007c00000000000000/8", commands.get(1));
    }

    /// Bit 7 is not in the agreed list: nothing on the wire.
    @Test
    void aLegacyOnlyOwnerNeverSeesACapabilityCommand() {
      List<String> commands = commands("6.13+", 0x7f, 0);
      assertEquals(3, commands.size());
      assertTrue(commands.get(2).startsWith("0600"));
    }

    @Test
    void withoutTheCapabilityTheListIsAllThatIsAsked() {
      List<String> commands = commands("6.13+", 0x3ff, 0);
      assertEquals(4, commands.size());
      assertTrue(commands.get(2).startsWith("0700"));
      assertTrue(commands.get(3).startsWith("0600"));
    }

    @Test
    void withoutOpcode9TheCapabilityIsNotRead() {
      List<String> commands = commands("6.13+", 0x1ff, 4);
      assertEquals(4, commands.size());
    }

    /// The standard says no to commands for the owner without LIST_USE.
    @Test
    void aStrictOwnerRefusesThemAndTheMembersStayTransitional() {
      Topology.BuiltIn firmware = new Topology.BuiltIn(0x3ff, 4, Topology.Latency.NONE);
      Topology plain = topology("6.13+", firmware, 1);
      Switches strict = plain.switches().with(Switch.SELF_BEFORE_LIST_USE, "refused");
      try (Rig rig = Rig.of(new Topology(plain.pfs(), strict, 0))) {
        List<String> answers = new ArrayList<>();
        rig.facts(Fact.AdminComplete.class)
            .forEach(
                done -> answers.add(done.opcode() + ":" + done.status() + ":" + done.qualifier()));
        assertEquals(List.of("0:0:0", "1:0:0", "7:22:2", "6:0:0"), answers);
        assertTrue(rig.engine().member(0, 1).transitional());
      }
    }
  }
}
