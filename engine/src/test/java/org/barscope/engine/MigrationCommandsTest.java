package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.PartsCommands;
import org.barscope.engine.protocol.admin.ResourceCommands;
import org.barscope.engine.protocol.admin.ResourceObject;
import org.barscope.engine.protocol.admin.ResourceObject.Use;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;
import org.junit.jupiter.api.Test;

/// The whole path of a migration from VF 1 to VF 2 of one PF: a guest's driver through BAR0, the
/// host's commands on the admin queue (reference §12.4).
class MigrationCommandsTest {
  private static Topology topology() {
    Topology plain = Rig.topology(2);
    Topology.BuiltIn all = new Topology.BuiltIn(0x3ffff, 2, Topology.Latency.NONE);
    return new Topology(
        List.of(new Topology.Pf(256, plain.pfs().getFirst().vfs(), all, true)),
        plain.switches(),
        plain.seed());
  }

  private static Bytes result(Rig rig, AdminCommand command) {
    AdminCompletion done = rig.engine().owners().getFirst().submit(command);
    assertEquals(0, done.errno());
    assertEquals(0, done.writable().little(0, 4), "status and qualifier of " + command);
    return done.writable().slice(8, done.usedLength() - 8);
  }

  private static void drive(Guest guest) {
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

  /// Everything that a driver can read back.
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

  @Test
  void aMemberGoesOnWhereAnotherStopped() {
    try (Rig rig = Rig.of(topology())) {
      rig.run(() -> {
        Guest source = rig.guest(1);
        Guest target = rig.guest(2);
        for (Guest guest : List.of(source, target)) {
          guest.powerOn();
          guest.msix(true);
          guest.cfgWrite(0x42, "0280");
        }
        drive(source);

        // while it runs, as in PRE_COPY
        result(rig, ResourceCommands.create(1, 0, Use.GET));
        int size = (int) PartsCommands.sizeOrCount(result(rig, PartsCommands.size(1, 0)));
        Bytes early = result(rig, PartsCommands.getAll(1, 0, size));
        assertEquals(size, early.length());
        source.w16(14, 1); // the guest goes on
        result(rig, PartsCommands.mode(1, true));
        Bytes parts = result(rig, PartsCommands.getAll(1, 0, size));
        result(rig, ResourceCommands.destroy(1, 0));

        result(rig, PartsCommands.mode(2, true));
        result(rig, ResourceCommands.create(2, 1, Use.SET));
        result(rig, PartsCommands.set(2, 1, early));
        result(rig, PartsCommands.set(2, 1, parts));
        result(rig, ResourceCommands.destroy(2, 1));
        result(rig, PartsCommands.mode(2, false));
        result(rig, PartsCommands.mode(1, false));

        List<String> moved = registers(source);
        assertEquals("select 0100", moved.getFirst());
        assertEquals("queue 20100000 4000 0200", moved.get(3));
        assertEquals("status 07, config vector 0000", moved.getLast());
        assertEquals(moved, registers(target));
        assertEquals(List.of(), rig.faults(), "it is the same driver, which goes on");

        rig.forget();
        target.member().queueUsed(2);
        assertEquals(
            List.of(2),
            rig.facts(Fact.Interrupt.class).stream().map(Fact.Interrupt::vector).toList());
      });
    }
  }

  /// What the guest does to a stopped member is answered; nothing comes from it. A
  /// firmware's author wants to know more than INVALID_FIELD.
  @Test
  void partsThatAreRefusedAreTold() {
    String status = "0301 00 00 0000000000000000 01000000 0f";
    String noQueue = "0401 00 00 0900000000000000 20000000 " + "11".repeat(32);
    String longOne = "0701 00 00 0000000000000000 28000000 " + "22".repeat(40);
    try (Rig rig = Rig.of(topology())) {
      EmulatedOwner owner = rig.engine().owners().getFirst();
      rig.run(() -> {
        owner.submit(ResourceCommands.create(2, 0, ResourceObject.Use.SET));
        owner.submit(PartsCommands.set(2, 0, Bytes.hex(status)));
        owner.submit(PartsCommands.mode(2, true));
        for (String parts : List.of(status + noQueue, longOne, status + "04", status)) {
          owner.submit(PartsCommands.set(2, 0, Bytes.hex(parts)));
        }
      });
      assertEquals(
          List.of(
              "2 member is stopped: it runs",
              "2 part fits: VQ_CFG 9, 32 bytes " + "11".repeat(32),
              "2 part fits: common part 0x107 0, 40 bytes " + "22".repeat(32) + "…",
              "2 parts are whole: 18 bytes"),
          rig.events(Fact.Lifecycle.class).stream()
              .filter(event -> ((Fact.Lifecycle) event.fact()).what().equals("parts-refused"))
              .map(event -> {
                Condition reason = ((Fact.Lifecycle) event.fact()).reasons().getFirst();
                return event.vf() + " " + reason.name() + ": " + reason.value();
              })
              .toList());
    }
  }

  @Test
  void aStoppedMemberStillAnswersItsGuest() {
    try (Rig rig = Rig.of(topology())) {
      rig.ready(
          1,
          guest -> {
            guest.msix(true);
            guest.cfgWrite(0x42, "0280");
            drive(guest);
            List<String> before = registers(guest);
            result(rig, PartsCommands.mode(1, true));
            rig.forget();
            guest.member().queueUsed(0);
            guest.member().configChanged();
            assertEquals(before, registers(guest));
            assertEquals("2", guest.write(16, "0000"));
            assertEquals(List.of(), rig.facts(Fact.Interrupt.class));
            result(rig, PartsCommands.mode(1, false));
            assertEquals(2, rig.facts(Fact.Interrupt.class).size());
          });
    }
  }

  /// A reset by the VMM ends the mode: the member answers that it runs, with an empty list (F-46).
  @Test
  void aResetByTheVmmEndsTheStop() {
    try (Rig rig = Rig.of(topology())) {
      rig.ready(
          1,
          guest -> {
            drive(guest);
            result(rig, PartsCommands.mode(1, true));
            assertEquals(0, guest.device().reset());
            result(rig, ResourceCommands.create(1, 0, Use.SET));
            AdminCompletion set =
                rig.engine().owners().getFirst().submit(PartsCommands.set(1, 0, Bytes.EMPTY));
            assertEquals(16, set.writable().little(0, 2), "EBUSY");
          });
    }
  }
}
