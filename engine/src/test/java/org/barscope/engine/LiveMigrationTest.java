package org.barscope.engine;

import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.MigrationFile;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.VfioDevice.StateChange;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.MigrationState;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A guest's driver is moved from one VF to another by its VMM, through the variant driver, the
/// admin queue and the firmware (reference §12.4 to §12.6).
class LiveMigrationTest {
  private static final int PARTS = 0x14f;
  private static final String STOP = "11 01/8";
  private static final String GO = "11 00/8";
  private static final String SIZE = "0e " + zeros(16) + "/16";
  private static final String GET = "0f " + zeros(8) + "01" + zeros(7) + "/" + (8 + PARTS);
  private static final String CREATE_GET = "0a " + zeros(24) + "/8";
  private static final String CREATE_SET = "0a " + zeros(16) + "01" + zeros(7) + "/8";
  private static final String DESTROY = "0d " + zeros(8) + "/8";

  /// Two PFs with two network VFs each, which can migrate.
  private static Topology topology(int objects) {
    return topology(objects, Topology.Latency.NONE, Rig.topology(2).pfs().getFirst().vfs());
  }

  private static Topology topology(int objects, Topology.Latency latency, List<Topology.Vf> vfs) {
    Topology.Pf pf =
        new Topology.Pf(256, vfs, new Topology.BuiltIn(0x3e7ff, objects, latency), true);
    return new Topology(List.of(pf, pf), Switches.DEFAULT, 0);
  }

  private static Guest guest(Rig rig, int pf, int vf) {
    return new Guest(rig.engine().member(pf, vf));
  }

  private static StateChange set(Guest guest, String state) {
    StateChange change =
        guest.device().setMigrationState(MigrationState.named(state).orElseThrow());
    assertEquals(0, change.errno(), state);
    return change;
  }

  private static String state(Guest guest) {
    return MigrationState.of(guest.device().migrationState()).orElseThrow().text();
  }

  private static String refused(Guest guest, String state) {
    return Rig.result(
        guest.device().setMigrationState(MigrationState.named(state).orElseThrow()).errno());
  }

  private static byte[] readAll(MigrationFile file) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[100];
    int count = file.read(some, some.length);
    while (count > 0) {
      all.write(some, 0, count);
      count = file.read(some, some.length);
    }
    assertTrue(count == 0 || count == -42, Rig.result(count));
    return all.toByteArray();
  }

  private static void write(MigrationFile file, byte[] stream) {
    for (int at = 0; at < stream.length; at += 77) {
      int count = Math.min(77, stream.length - at);
      byte[] some = Bytes.copyOf(stream, at, count).toArray();
      assertEquals(count, file.write(some, count));
    }
  }

  /// What a legacy network driver writes, with MSI-X.
  private static void drive(Guest guest) {
    guest.powerOn();
    guest.msix(true);
    guest.w8(18, 0);
    guest.w8(18, 1);
    guest.w8(18, 3);
    guest.w32(4, 0x0001_0020);
    guest.w16(20, 0);
    for (int queue = 0; queue < 3; queue++) {
      guest.w16(14, queue);
      guest.w32(8, 0x1000 + 0x10 * queue);
      guest.w16(22, queue % 3);
    }
    guest.w8(18, 7);
  }

  /// Everything that a driver can read back, without touching anything else than the selection.
  private static List<String> registers(Guest guest) {
    List<String> seen = new ArrayList<>();
    seen.add("select " + guest.read(14, 2));
    for (int queue = 0; queue < 3; queue++) {
      guest.w16(14, queue);
      seen.add("queue " + guest.read(8, 4) + " " + guest.read(12, 2) + " " + guest.read(22, 2));
    }
    seen.add("features " + guest.read(0, 4) + " " + guest.read(4, 4));
    seen.add("status " + guest.read(18, 1) + ", config vector " + guest.read(20, 2));
    return seen;
  }

  /// The commands of one VF since the last [Rig#forget()]: opcode, data, the writable length. What
  /// PARTS_SET sets is shortened to `parts` if it is what the latest PARTS_GET got.
  private static List<String> wire(Rig rig, int pf, int vf) {
    List<String> lines = new ArrayList<>();
    Bytes got = Bytes.EMPTY;
    for (Event event : rig.events()) {
      if (event.fact() instanceof Fact.AdminComplete done && done.opcode() == 0xf) {
        got = done.written().slice(8, done.written().length() - 8);
      }
      if (event.fact() instanceof Fact.AdminSubmit submit
          && event.pf() == pf
          && submit.member() == vf) {
        String hex = submit.readable().toHex();
        assertEquals("000100" + zeros(12), hex.substring(2, 32));
        String data = hex.substring(48);
        lines.add(
            hex.substring(0, 2)
                + " "
                + (got.isEmpty() ? data : data.replace(got.toHex(), "parts"))
                + "/"
                + submit.writableLength());
      }
    }
    return lines;
  }

  /// A VMM restores what is not in the stream: I/O decoding, the interrupt mode.
  private static void prepare(Guest target) {
    target.powerOn();
    target.msix(true);
  }

  @ParameterizedTest(name = "to VF {1} of PF {0}")
  @CsvSource({"0, 2", "1, 1"})
  void withoutPreCopy(int pf, int vf) {
    try (Rig rig = Rig.of(topology(2))) {
      rig.run(() -> {
        Guest source = guest(rig, 0, 1);
        Guest target = guest(rig, pf, vf);
        drive(source);
        prepare(target);
        rig.forget();
        byte[] stream = readAll(set(source, "stop_copy").file().orElseThrow());
        set(source, "stop");
        assertEquals(16 + PARTS, stream.length);
        write(set(target, "resuming").file().orElseThrow(), stream);
        set(target, "running");
        assertEquals(List.of(STOP, CREATE_GET, SIZE, GET, DESTROY), wire(rig, 0, 1));
        assertEquals(
            List.of(STOP, CREATE_SET, "10 " + zeros(8) + "parts/8", DESTROY, GO),
            wire(rig, pf, vf));

        List<String> moved = registers(target);
        assertEquals("select 0200", moved.getFirst());
        assertEquals("queue 20100000 4000 0200", moved.get(3));
        assertEquals("status 07, config vector 0000", moved.getLast());
        assertEquals(moved, registers(source), "a stopped device answers too");
        assertEquals(List.of(), rig.faults(), "it is the same driver, which goes on");
      });
    }
  }

  /// The guest goes on while its state is read; the last record has what it did.
  @Test
  void withPreCopy() {
    try (Rig rig = Rig.of(topology(2))) {
      rig.run(() -> {
        Guest source = guest(rig, 0, 1);
        Guest target = guest(rig, 1, 2);
        drive(source);
        prepare(target);
        rig.forget();
        MigrationFile saved = set(source, "pre_copy").file().orElseThrow();
        MigrationFile resumed = set(target, "resuming").file().orElseThrow();
        write(resumed, readAll(saved));
        assertEquals(-42, saved.read(new byte[1], 1));
        assertEquals(PARTS, saved.precopyInfo().dirtyBytes());
        write(resumed, readAll(saved));
        source.w16(14, 1);
        source.w32(8, 0);
        assertEquals(List.of(), rig.faults());
        assertTrue(set(source, "stop_copy").file().isEmpty());
        write(resumed, readAll(saved));
        set(source, "stop");
        set(target, "running");
        String inactive = "02 08" + zeros(7) + zeros(4) + "/8";
        assertEquals(
            List.of(
                CREATE_GET,
                SIZE,
                GET,
                SIZE,
                GET,
                "02 0e" + zeros(7) + "0100/8",
                inactive,
                STOP,
                SIZE,
                GET,
                DESTROY),
            wire(rig, 0, 1));
        String set = "10 " + zeros(8) + "parts/8";
        assertEquals(List.of(STOP, CREATE_SET, set, set, set, DESTROY, GO), wire(rig, 1, 2));
        List<String> moved = registers(target);
        assertEquals("select 0100", moved.getFirst());
        assertEquals("queue 00000000 0001 0100", moved.get(2));
        assertEquals(moved, registers(source));
      });
    }
  }

  /// A migration that is given up: the device goes on where it was, and loses no interrupt.
  @ParameterizedTest
  @CsvSource({"stop_copy", "pre_copy", "pre_copy_p2p", "resuming"})
  void givenUp(String at) {
    try (Rig rig = Rig.of(topology(1))) {
      rig.run(() -> {
        Guest source = guest(rig, 0, 1);
        drive(source);
        set(source, at);
        rig.forget();
        source.member().queueUsed(0);
        boolean stopped = !at.equals("pre_copy");
        assertEquals(stopped ? 0 : 1, rig.facts(Fact.Interrupt.class).size());
        List<String> before = registers(source);
        set(source, "running");
        assertEquals(1, rig.facts(Fact.Interrupt.class).size());
        assertEquals(before, registers(source));
        assertEquals(PARTS, source.device().migrationDataSize(), "the only object is free again");
      });
    }
  }

  /// Not in the stream: I/O decoding and BAR0's address, which the VMM writes into configuration
  /// space.
  @Test
  void theOverlayIsTheVmmsBusiness() {
    try (Rig rig = Rig.of(topology(2))) {
      rig.run(() -> {
        Guest source = guest(rig, 0, 1);
        Guest target = guest(rig, 0, 2);
        drive(source);
        source.cfgWrite(0x10, "00c00000");
        assertEquals(0, target.device().open());
        byte[] stream = readAll(set(source, "stop_copy").file().orElseThrow());
        write(set(target, "resuming").file().orElseThrow(), stream);
        set(target, "running");
        assertEquals("EIO", target.read(18, 1));
        assertEquals("01000000", target.cfgRead(0x10, 4));
        target.cfgWrite(0x04, "0700");
        assertEquals("07", target.read(18, 1));
        assertEquals(
            "525400123402", target.read(20, 6), "header of 20 bytes, and the MAC is the VF's");
      });
    }
  }

  /// A record that is cut, damaged or doubled (F-44, A-063): the firmware refuses, the file ends.
  @Test
  void whatDoesNotFitIsRefused() {
    try (Rig rig = Rig.of(topology(2))) {
      rig.run(() -> {
        Guest source = guest(rig, 0, 1);
        Guest target = guest(rig, 0, 2);
        drive(source);
        prepare(target);
        registers(target); // which leaves another queue selected
        List<String> before = registers(target);
        byte[] stream = readAll(set(source, "stop_copy").file().orElseThrow());
        byte[] longer = Bytes.copyOf(stream).padded(stream.length + 8).toArray();
        longer[0] += 8; // as kernels before 6.15.3 have it (F-41)
        MigrationFile resumed = set(target, "resuming").file().orElseThrow();
        assertEquals(-22, resumed.write(longer, longer.length));
        assertEquals(-19, resumed.write(stream, stream.length));
        assertEquals("resuming", state(target));
        set(target, "running");
        assertEquals(before, registers(target));
        write(set(target, "resuming").file().orElseThrow(), stream);
        set(target, "running");
        assertEquals(registers(source), registers(target));
      });
    }
  }

  @Nested
  class Objects {
    /// F-43: all VFs of a PF share them; another PF has its own.
    @Test
    void areSharedByTheVfsOfAPf() {
      try (Rig rig = Rig.of(topology(1))) {
        rig.run(() -> {
          Guest one = guest(rig, 0, 1);
          Guest two = guest(rig, 0, 2);
          Guest elsewhere = guest(rig, 1, 1);
          List.of(one, two, elsewhere).forEach(Guest::powerOn);
          set(one, "pre_copy");
          assertEquals("ENOSPC", refused(two, "pre_copy"));
          assertEquals("ENOSPC", refused(two, "stop_copy"));
          assertEquals("stop", state(two));
          assertEquals(-28, two.device().migrationDataSize());
          set(elsewhere, "stop_copy");
          set(one, "running");
          set(two, "stop_copy");
        });
      }
    }

    /// F-46, F-43: the reset took the object, so its end is ENXIO, and Linux forgets the number.
    @Test
    void areLostByAResetInBetween() {
      try (Rig rig = Rig.of(topology(1))) {
        rig.run(() -> {
          Guest guest = guest(rig, 0, 1);
          guest.powerOn();
          MigrationFile file = set(guest, "stop_copy").file().orElseThrow();
          rig.forget();
          assertEquals(0, guest.device().reset());
          assertEquals(List.of(DESTROY), wire(rig, 0, 1));
          assertEquals(
              List.of(6),
              rig.facts(Fact.AdminComplete.class).stream()
                  .map(Fact.AdminComplete::status)
                  .toList());
          assertEquals("running", state(guest));
          assertEquals(-19, file.read(new byte[1], 1));
          assertEquals("ENOSPC", refused(guest, "pre_copy"));
          rig.engine().owners().getFirst().reset();
          rig.engine().owners().getFirst().restore();
          set(guest, "pre_copy");
        });
      }
    }

    @Test
    void areEndedByClosing() {
      try (Rig rig = Rig.of(topology(1))) {
        rig.run(() -> {
          Guest guest = guest(rig, 0, 1);
          guest.powerOn();
          set(guest, "resuming");
          guest.device().close();
          guest.powerOn();
          assertEquals("running", state(guest));
          set(guest, "stop_copy");
        });
      }
    }

    /// the PF's reset takes them, without the driver of the VF knowing.
    @Test
    void areTakenByAResetOfThePf() {
      try (Rig rig = Rig.of(topology(2))) {
        rig.run(() -> {
          Guest guest = guest(rig, 0, 1);
          guest.powerOn();
          MigrationFile file = set(guest, "pre_copy").file().orElseThrow();
          rig.engine().owners().getFirst().reset();
          assertEquals("EIO", refused(guest, "stop_copy"));
          assertEquals("pre_copy", state(guest));
          rig.engine().owners().getFirst().restore();
          assertEquals("ENXIO", refused(guest, "stop_copy"));
          assertEquals("pre_copy_p2p", state(guest));
          assertEquals(-19, file.read(new byte[1], 1));
        });
      }
    }
  }

  /// Kernels that ask for no commands of migration, or whose firmware refuses their capability
  /// commands (F-54).
  @ParameterizedTest
  @CsvSource({"6.8", "6.11", "6.13-6.14"})
  void notWithOlderKernels(String kernel) {
    Topology able = topology(2);
    Switches old = Switches.DEFAULT.with(Switch.KERNEL, kernel);
    try (Rig rig = Rig.of(new Topology(able.pfs(), old, 0))) {
      rig.ready(
          1,
          guest -> {
            assertEquals(0, guest.device().migrationFlags());
            assertEquals("ENOTTY", refused(guest, "stop"));
          });
      List<Condition> reasons = rig.engine().member(0, 1).reasons();
      boolean asked = kernel.startsWith("6.13");
      assertEquals(
          asked, reasons.stream().anyMatch(reason -> reason.name().equals("device-parts objects")));
      assertTrue(rig.engine().member(0, 1).transitional());
    }
  }

  /// Types without a network's BAR0 layout, and members without a BAR0 at all.
  @ParameterizedTest
  @CsvSource({"BLOCK, any", "BLOCK, net", "CONSOLE, any", "ENTROPY, any", "SCSI, any"})
  void otherTypes(DeviceType type, String accepted) {
    Topology able =
        topology(2, Topology.Latency.NONE, List.of(Topology.member(type), Topology.member(type)));
    Switches switches = Switches.DEFAULT.with(Switch.MEMBER_TYPES, accepted);
    try (Rig rig = Rig.of(new Topology(able.pfs(), switches, 0))) {
      rig.run(() -> {
        Guest source = guest(rig, 0, 1);
        Guest target = guest(rig, 0, 2);
        boolean transitional = accepted.equals("any");
        assertEquals(transitional, source.member().transitional());
        source.powerOn();
        target.powerOn();
        if (transitional) {
          source.w8(18, 3);
          source.w32(8, 0x123);
        }
        byte[] stream = readAll(set(source, "stop_copy").file().orElseThrow());
        write(set(target, "resuming").file().orElseThrow(), stream);
        set(target, "running");
        if (transitional) {
          assertEquals("03", target.read(18, 1));
          assertEquals("23010000", target.read(8, 4));
        }
      });
    }
  }

  @Nested
  class Causes {
    /// Every command of a migration is caused by the call that took it.
    @Test
    void areTheCallsOfTheVmm() {
      try (Rig rig = Rig.of(topology(2))) {
        rig.run(() -> {
          Guest guest = guest(rig, 0, 1);
          drive(guest);
          rig.forget();
          MigrationFile file = set(guest, "pre_copy").file().orElseThrow();
          file.precopyInfo();
          byte[] stream = readAll(file);
          guest.device().migrationDataSize();
          MigrationFile resumed = set(guest, "resuming").file().orElseThrow();
          resumed.write(stream, stream.length);
          guest.device().reset();
          set(guest, "pre_copy");
          guest.device().close();
        });
        Map<Long, String> calls = new HashMap<>();
        List<String> commands = new ArrayList<>();
        for (Event event : rig.events()) {
          if (event.fact() instanceof Fact.Lifecycle call && call.what().equals("vmm-call")) {
            calls.put(event.seq(), call.reasons().getFirst().value());
          } else if (event.fact() instanceof Fact.AdminSubmit submit) {
            commands.add(calls.get(event.cause()) + " " + submit.opcode());
          } else if (event.fact() instanceof Fact.Lifecycle step
              && step.what().equals("migration-state")) {
            assertEquals("migration state", calls.get(event.cause()));
          }
        }
        assertEquals(
            List.of(
                "migration state 10",
                "migration state 14",
                "migration state 15",
                "pre-copy info 14",
                "data size 14",
                "migration state 13",
                "migration state 17",
                "migration state 10",
                "migration write 16",
                "reset 13",
                "migration state 10",
                "migration state 14",
                "migration state 15",
                "close 13"),
            commands);
      }
    }

    /// A write that had to wait for a request says for which lock.
    @Test
    void ofAWaitAreNamed() {
      Topology.Latency slow = new Topology.Latency(1000, 0, Topology.Distribution.UNIFORM);
      Topology able = topology(2, slow, Rig.topology(2).pfs().getFirst().vfs());
      try (Rig rig = Rig.of(able)) {
        rig.on(1, Guest::powerOn);
        rig.forget();
        Guest guest = rig.guest(1);
        Scheduler.Strand one = rig.scheduler().spawn("one", () -> set(guest, "stop_copy"));
        Scheduler.Strand two =
            rig.scheduler().spawn("two", () -> guest.device().migrationDataSize());
        Rig.join(one);
        Rig.join(two);
        List<Fact.Wait> waits =
            rig.facts(Fact.AdminSubmit.class).stream()
                .map(Fact.AdminSubmit::waited)
                .filter(wait -> !wait.equals(Fact.Wait.NONE))
                .toList();
        assertEquals(1, waits.size());
        assertEquals("state_mutex of VF 1", waits.getFirst().lock());
        assertNotEquals(Event.NONE, waits.getFirst().holder());
        assertEquals(
            List.of(STOP, CREATE_GET, SIZE, GET, SIZE), wire(rig, 0, 1), "one after the other");
      }
    }
  }
}
