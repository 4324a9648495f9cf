package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The front door.
class EngineTest {
  @Test
  void startsEveryMemberOfEveryOwner() {
    Topology.Pf two = Rig.topology(2).pfs().getFirst();
    Topology.Pf three = Rig.topology(3).pfs().getFirst();
    Topology topology = new Topology(List.of(two, three), Switches.DEFAULT, 0);
    try (Engine engine = Engine.start(topology, EngineOptions.DETERMINISTIC)) {
      assertEquals(
          List.of("0.1", "0.2", "1.1", "1.2", "1.3"),
          engine.members().stream().map(member -> member.pf() + "." + member.vf()).toList());
      assertEquals(1, engine.member(1, 3).pf());
      assertEquals(three.vfs().get(2), engine.member(1, 3).spec());
      assertTrue(engine.members().stream().allMatch(EmulatedMember::transitional));
      assertThrows(IndexOutOfBoundsException.class, () -> engine.member(0, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> engine.member(2, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> engine.member(0, 0));
    }
  }

  @Test
  void anOwnerWithoutVfsStarts() {
    Topology none = new Topology(List.of(new Topology.Pf(8, List.of())), Switches.DEFAULT, 0);
    try (Rig rig = Rig.of(none)) {
      assertEquals(List.of(), rig.engine().members());
      assertEquals(2, rig.commands().size());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothModesAnswerTheSame(boolean deterministic) {
    EngineOptions options = deterministic ? EngineOptions.DETERMINISTIC : EngineOptions.LIVE;
    try (Rig rig = Rig.of(Rig.topology(1), options)) {
      rig.ready(
          1,
          guest -> {
            assertEquals("6480bf39", guest.read(0, 4));
            guest.w16(14, 2);
            assertEquals(64, guest.r16(12));
            assertEquals("EINVAL", guest.read(12, 4));
          });
      assertEquals(
          deterministic ? "deterministic" : "live",
          rig.facts(Fact.Setup.class).getFirst().json().contains("\"live\"")
              ? "live"
              : "deterministic");
    }
  }

  @Test
  void aTypeThatIsNotEmulatedIsRefused() {
    Topology.Vf net = Rig.topology(1).pfs().getFirst().vfs().getFirst();
    Topology.Vf other =
        new Topology.Vf(
            DeviceType.NINE_P,
            0,
            net.queueSizes(),
            net.config(),
            GuestOrder.LITTLE,
            3,
            false,
            net.notifyAddresses(),
            0);
    Topology topology = Topology.of(List.of(other));
    TopologyException thrown =
        assertThrows(
            TopologyException.class, () -> Engine.start(topology, EngineOptions.DETERMINISTIC));
    assertEquals(
        "device type 9p, expected net, blk, console, rng, balloon or scsi", thrown.getMessage());
  }

  @Test
  void eventsCanBeDrainedAfterClosing() {
    Engine engine = Engine.start(Rig.topology(1), EngineOptions.DETERMINISTIC);
    engine.close();
    List<Event> events = new ArrayList<>();
    assertEquals(11, engine.drain(events::add, 100));
    assertEquals(11, engine.published());
    assertEquals(0, engine.lost());
    assertEquals(0.0, engine.fill());
    engine.close();
    assertEquals(0, engine.drain(events::add, 100));
  }

  @Test
  void itsFillCountsWhatWaits() {
    EngineOptions options = new EngineOptions(true, true, 16, true);
    try (Engine engine = Engine.start(Rig.topology(1), options)) {
      assertEquals(11 / 16.0, engine.fill());
      engine.drain(event -> {}, 4);
      assertEquals(7 / 16.0, engine.fill());
    }
  }

  @Test
  void closingEndsAGuestThatWaitsForever() {
    Rig rig = Rig.net(1);
    assertFalse(
        rig.scheduler()
            .spawn("guest", () -> rig.scheduler().signal().await(Long.MAX_VALUE))
            .join());
    rig.close();
    assertFalse(rig.scheduler().spawn("late", () -> {}).join());
  }

  /// Bits 2, 5, 6, 15 to 21, 23, 24, 27 to 29.
  @Test
  void aNetworkMemberHasTheseDefaults() {
    Topology.Vf net = Topology.net(Bytes.hex("020304050607"));
    int features = 0;
    for (int bit : new int[] {2, 5, 6, 15, 16, 17, 18, 19, 20, 21, 23, 24, 27, 28, 29}) {
      features |= 1 << bit;
    }
    assertEquals(features, net.features());
    assertEquals("0203040506070100000000000000000000", net.config().toHex());
    assertEquals(List.of(256, 256, 64), net.queueSizes());
    assertEquals(List.of(new Topology.NotifyAddress(4, 0x3000, 0x4000)), net.notifyAddresses());
    assertEquals("6.13+", Switches.DEFAULT.get(Switch.KERNEL));
    assertEquals(256, Topology.of(List.of(net)).pfs().getFirst().adminQueueSize());
  }
}
