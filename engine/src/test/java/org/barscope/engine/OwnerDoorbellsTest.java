package org.barscope.engine;

import static org.barscope.engine.Rig.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.Topology.NotifyAddress;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Doorbells in a PF's BARs, in a running engine: who is rung, and what the recording says.
class OwnerDoorbellsTest {
  /// VFs 1 and 2, with a doorbell in the PF's BAR2 at 0x10 and 0x12, and in their own BAR4.
  private static Topology topology(int pfs) {
    List<Topology.Pf> owners = new ArrayList<>();
    for (int pf = 0; pf < pfs; pf++) {
      String vfs =
          """
          {"vfs": [{"count": 2,
            "notify": [{"of": "owner", "bar": 2, "offset": 16, "barLength": 4096}, {}]}]}
          """;
      owners.addAll(TopologyFile.parse("two", vfs).pfs());
    }
    return new Topology(owners, Switches.DEFAULT, 0);
  }

  private static Topology.Vf with(Topology.Vf vf, NotifyAddress... places) {
    return new Topology.Vf(
        vf.type(),
        vf.features(),
        vf.queueSizes(),
        vf.config(),
        vf.guestOrder(),
        vf.vectors(),
        vf.interruptPin(),
        List.of(places),
        vf.pci().bar0Length());
  }

  private static String write(EmulatedOwner owner, int bar, long offset, String hex) {
    return result(owner.writeBar(bar, offset, Bytes.hex(hex).toArray()));
  }

  /// Each doorbell and each broken rule: `pf0.vf1 bell 0`, `pf0.vf1 L-113`.
  private static List<String> told(Rig rig) {
    List<String> told = new ArrayList<>();
    for (Event event : rig.events()) {
      String who = "pf" + event.pf() + ".vf" + event.vf() + " ";
      switch (event.fact()) {
        case Fact.Notify notify ->
            told.add(who + (notify.owner() ? "owner's " : "own ") + notify.queue());
        case Fact.GuestFault fault -> told.add(who + fault.rule());
        default -> {}
      }
    }
    return told;
  }

  @Test
  void theRecordingSaysWhoseBarWasRungAndWhoseQueue() {
    try (Rig rig = Rig.of(topology(1))) {
      EmulatedOwner owner = rig.engine().owners().getFirst();
      rig.forget();
      rig.run(() -> assertEquals("0", write(owner, 2, 0x12, "0500")));
      Event notify = rig.events(Fact.Notify.class).getFirst();
      assertEquals(new Fact.Notify(true, 2, 0x12, 5), notify.fact());
      assertEquals(0, notify.pf());
      assertEquals(2, notify.vf());
      assertEquals(Event.NONE, notify.cause());
      assertEquals(List.of("pf0.vf2 owner's 5", "pf0.vf2 L-111"), told(rig));
    }
  }

  /// Whoever rings it, in the order of ringing.
  @Test
  void bothDoorbellsOfAVfRingTheSameQueue() {
    try (Rig rig = Rig.of(topology(1))) {
      EmulatedOwner owner = rig.engine().owners().getFirst();
      rig.ready(
          1,
          guest -> {
            rig.forget();
            guest.write(16, "0000");
            write(owner, 2, 0x10, "0000");
            rig.scheduler().sleepUntil(rig.scheduler().now() + 1);
            guest.write(14, "0000");
            guest.write(8, "10000000");
            write(owner, 2, 0x10, "0000");
            guest.device().write(Region.BAR4, 0x3000, new byte[2], 2);
            guest.write(18, "00");
            write(owner, 2, 0x10, "0000");
          });
      assertEquals(
          List.of(
              "pf0.vf1 own 0",
              "pf0.vf1 owner's 0",
              "pf0.vf1 L-113",
              "pf0.vf1 L-113",
              "pf0.vf1 owner's 0",
              "pf0.vf1 own 0",
              "pf0.vf1 owner's 0",
              "pf0.vf1 L-113"),
          told(rig));
    }
  }

  /// The device serves it later, never on the stack of who rang.
  @Test
  void ringingOnlyPosts() {
    try (Rig rig = Rig.of(topology(1))) {
      EmulatedOwner owner = rig.engine().owners().getFirst();
      rig.run(() -> {
        rig.forget();
        write(owner, 2, 0x10, "0900");
        assertEquals(List.of("pf0.vf1 owner's 9"), told(rig));
      });
      assertEquals(List.of("pf0.vf1 owner's 9", "pf0.vf1 L-111"), told(rig));
    }
  }

  /// What is no word at a place reaches nothing; what is not in the BAR is refused.
  @ParameterizedTest(name = "{2} at BAR{0} + {1}: {3}")
  @CsvSource({
    "2, 0x10,  0900,     0,      pf0.vf1 owner's 9 pf0.vf1 L-111",
    "2, 0x14,  0900,     0,      pf0.vf0 owner's 9",
    "2, 0xffe, 0900,     0,      pf0.vf0 owner's 9",
    "2, 0x11,  0900,     0,      pf0.vf0 owner's 9",
    "2, 0x10,  09,       0,      ''",
    "2, 0x10,  09000900, 0,      ''",
    "2, 0x10,  '',       0,      ''",
    "2, 0xfff, 0900,     EINVAL, ''",
    "2, -2,    0900,     EINVAL, ''",
    "2, 0x7fffffffffffffff, 0900, EINVAL, ''",
    "1, 0x10,  0900,     EINVAL, ''",
    "4, 0x10,  0900,     EINVAL, ''",
    "6, 0x10,  0900,     EINVAL, ''",
  })
  void aWordAtAPlaceIsADoorbell(int bar, String offset, String data, String end, String told) {
    try (Rig rig = Rig.of(topology(1))) {
      EmulatedOwner owner = rig.engine().owners().getFirst();
      rig.forget();
      rig.run(() -> assertEquals(end, write(owner, bar, Long.decode(offset), data)));
      assertEquals(told, String.join(" ", told(rig)));
    }
  }

  @Test
  void aBarReadsAsZerosInsideOnly() {
    try (Rig rig = Rig.of(topology(1))) {
      EmulatedOwner owner = rig.engine().owners().getFirst();
      assertEquals(0x1000, owner.barLength(2));
      assertEquals(0, owner.barLength(4));
      for (int count : new int[] {0, 1, 2, 4, 0x1000}) {
        byte[] into = Bytes.hex("ff".repeat(count)).toArray();
        assertEquals(0, owner.readBar(2, 0x1000 - count, into));
        assertEquals("00".repeat(count), Bytes.copyOf(into).toHex());
      }
      assertEquals("EINVAL", result(owner.readBar(2, 0xfff, new byte[2])));
      assertEquals("EINVAL", result(owner.readBar(4, 0, new byte[2])));
    }
  }

  @Test
  void eachOwnerHasItsOwn() {
    try (Rig rig = Rig.of(topology(3))) {
      List<EmulatedOwner> owners = rig.engine().owners();
      rig.forget();
      rig.run(() -> {
        write(owners.get(2), 2, 0x10, "0800");
        write(owners.get(0), 2, 0x12, "0900");
        write(owners.get(1), 2, 0x10, "0a00");
      });
      assertEquals(
          List.of(
              "pf2.vf1 owner's 8",
              "pf0.vf2 owner's 9",
              "pf1.vf1 owner's 10",
              "pf2.vf1 L-111",
              "pf0.vf2 L-111",
              "pf1.vf1 L-111"),
          told(rig));
    }
  }

  @Test
  void vfsThatGoTakeTheirDoorbellsAlongAndBringThemAgain() {
    try (Rig rig = Rig.of(topology(1))) {
      EmulatedOwner owner = rig.engine().owners().getFirst();
      rig.forget();
      rig.run(() -> {
        owner.setVfs(0);
        write(owner, 2, 0x10, "0900");
        owner.setVfs(1);
        write(owner, 2, 0x10, "0900");
        write(owner, 2, 0x12, "0900");
        owner.removeDriver();
        write(owner, 2, 0x10, "0900");
        owner.setBound(true);
        write(owner, 2, 0x10, "0900");
        owner.setVfs(2);
        write(owner, 2, 0x12, "0900");
      });
      assertEquals(
          List.of(
              "pf0.vf0 owner's 9",
              "pf0.vf1 owner's 9",
              "pf0.vf0 owner's 9",
              "pf0.vf0 owner's 9",
              "pf0.vf0 owner's 9",
              "pf0.vf2 owner's 9"),
          told(rig).stream().filter(line -> line.contains("owner's")).toList());
      assertEquals(2, rig.faults().size());
    }
  }

  /// Doorbells need neither the queue nor the driver (F-01 b).
  @Test
  void aResetOfThePfLeavesThem() {
    try (Rig rig = Rig.of(topology(1))) {
      EmulatedOwner owner = rig.engine().owners().getFirst();
      rig.forget();
      rig.run(() -> {
        owner.reset();
        write(owner, 2, 0x10, "0900");
        owner.restore();
        owner.setBound(false);
        write(owner, 2, 0x10, "0900");
      });
      assertEquals(List.of("L-111", "L-111"), rig.faults());
    }
  }

  @Test
  void underAnotherDriverThereAreNoVfsToRing() {
    Topology.Vf vf = topology(1).pfs().getFirst().vfs().getFirst();
    Topology.Pf other = new Topology.Pf(256, List.of(vf), Topology.BuiltIn.DEFAULT, false);
    try (Rig rig = Rig.of(new Topology(List.of(other), Switches.DEFAULT, 0))) {
      rig.forget();
      rig.run(() -> write(rig.engine().owners().getFirst(), 2, 0x10, "0900"));
      assertEquals(List.of("pf0.vf0 owner's 9"), told(rig));
    }
  }

  /// NOTIFY_INFO with owner entries only is legal, and Linux' probe fails (F-05); who does not need
  /// the variant driver can use the VF nevertheless.
  @Test
  void aVfThatLinuxRefusesCanBeRung() {
    Topology.Vf vf =
        with(
            Rig.topology(1).pfs().getFirst().vfs().getFirst(),
            new NotifyAddress(true, 3, 0x20, 64));
    try (Rig rig = Rig.of(Topology.of(List.of(vf)))) {
      EmulatedOwner owner = rig.engine().owners().getFirst();
      assertEquals(false, rig.engine().member(0, 1).transitional());
      rig.forget();
      rig.run(() -> {
        String info = owner.submit(new AdminCommand(6, 1, 1, Bytes.EMPTY, 64)).writable().toHex();
        assertEquals("01" + "03" + Rig.zeros(6) + "2000000000000000", info.substring(16, 16 + 32));
        command(owner, "10", "0000");
        write(owner, 3, 0x20, "0000");
        command(owner, "08", "10000000");
        command(owner, "10", "0000");
        write(owner, 3, 0x20, "0000");
        write(owner, 3, 0x20, "0100");
      });
      assertEquals(List.of("L-113", "L-113", "L-113"), rig.faults());
    }
  }

  private static void command(EmulatedOwner owner, String offset, String data) {
    Bytes bytes = Bytes.hex(offset + Rig.zeros(7) + data);
    assertEquals(0, owner.submit(new AdminCommand(2, 1, 1, bytes, 0)).errno());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {0, 5, 9})
  void theSameRingingGivesTheSameEvents(long seed) {
    assertEquals(ringing(seed), ringing(seed));
  }

  private static List<Event> ringing(long seed) {
    try (Rig rig = Rig.of(Rig.seeded(topology(2), seed))) {
      List<EmulatedOwner> owners = rig.engine().owners();
      for (int i = 0; i < 6; i++) {
        int turn = i;
        rig.scheduler()
            .spawn(
                "guest " + i,
                () -> {
                  for (int n = 0; n < 5; n++) {
                    write(owners.get(turn % 2), 2, 0x10 + 2 * (n % 3), "0%d00".formatted(turn));
                    rig.scheduler().sleepUntil(rig.scheduler().now() + 10);
                  }
                });
      }
      rig.run(() -> rig.scheduler().sleepUntil(1000));
      assertEquals(30, rig.facts(Fact.Notify.class).size());
      return List.copyOf(rig.events());
    }
  }

  /// As doorbells in the VF's own BAR, they may arrive after what was written later (F-17).
  @Test
  void onAWeaklyOrderedHostTheyArriveLater() {
    List<Long> delays = new ArrayList<>();
    for (String host : List.of("x86", "weaklyOrdered")) {
      Switches switches = Switches.DEFAULT.with(Switch.HOST, host).with(Switch.HOST_GATE, "open");
      try (Rig rig = Rig.of(new Topology(topology(1).pfs(), switches, 3))) {
        EmulatedOwner owner = rig.engine().owners().getFirst();
        rig.run(() -> {
          write(owner, 2, 0x10, "0900");
          rig.scheduler().sleepUntil(rig.scheduler().now() + 100_000);
        });
        long rung = rig.events(Fact.Notify.class).getFirst().time();
        delays.add(rig.events(Fact.GuestFault.class).getFirst().time() - rung);
      }
    }
    assertEquals(0, delays.getFirst());
    assertTrue(delays.getLast() > 0 && delays.getLast() < 20_000, "delay " + delays.getLast());
  }

  @Test
  void anUntracedOwnerRingsToo() {
    EngineOptions silent = new EngineOptions(true, false, 64, false);
    try (Rig rig = Rig.of(topology(1), silent)) {
      EmulatedOwner owner = rig.engine().owners().getFirst();
      rig.run(() -> assertEquals("0", write(owner, 2, 0x10, "0900")));
      assertEquals(List.of(), rig.events());
    }
  }

  @Test
  void twoVfsCannotHaveTheSamePlace() {
    Topology.Vf vf = topology(1).pfs().getFirst().vfs().getFirst();
    assertEquals(
        "pfs[0].vfs[1]: offset 0x10 in BAR 2 of the owner, taken by VF 1, expected a place of its"
            + " own",
        refused(vf, vf));
    assertEquals(
        "pfs[0].vfs[0]: 0x80000002 bytes of the owner's BAR, expected at most 0x80000000",
        refused(with(vf, new NotifyAddress(true, 1, 0, 0x80000002L))));
  }

  private static String refused(Topology.Vf... vfs) {
    Topology topology = Topology.of(List.of(vfs));
    return assertThrows(
            TopologyException.class, () -> Engine.start(topology, EngineOptions.DETERMINISTIC))
        .getMessage();
  }
}
