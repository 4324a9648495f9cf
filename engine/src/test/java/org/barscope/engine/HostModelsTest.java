package org.barscope.engine;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.vfio.Region;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Hosts other than x86: the build gate refuses them, and with the gate open the damage is seen
/// that made the gate (reference §2.2, F-13, F-17, F-35).
class HostModelsTest {
  private static Topology host(String host, String gate) {
    Topology plain = Rig.topology(1);
    Switches switches = Switches.DEFAULT.with(Switch.HOST, host).with(Switch.HOST_GATE, gate);
    return new Topology(plain.pfs(), switches, plain.seed());
  }

  @Nested
  class ClosedGate {
    /// LIST_USE asks for no legacy command, so the VF keeps its own identity.
    @ParameterizedTest
    @ValueSource(strings = {"bigEndian", "weaklyOrdered"})
    void leavesPlainOperations(String host) {
      try (Rig rig = Rig.of(host(host, "closed"))) {
        assertEquals(
            List.of(
                hex("0000 0100", zeros(20)) + "/16", hex("0100 0100", zeros(20), zeros(8)) + "/8"),
            rig.commands());
        assertFalse(rig.engine().member(0, 1).transitional());
        rig.on(
            1,
            guest -> {
              guest.powerOn();
              assertEquals("f41a4110", guest.cfgRead(0, 4));
              assertEquals("EINVAL", guest.read(18, 1));
            });
        assertEquals(0, rig.engine().member(0, 1).device().regionInfo(0).size());
      }
    }

    /// Migration commands are not masked: 0x3e780 (reference §2.5, step 4).
    @Test
    void masksTheLegacyCommandsOnly() {
      Topology plain = host("bigEndian", "closed");
      Topology.Pf pf = plain.pfs().getFirst();
      Topology.BuiltIn all = new Topology.BuiltIn(0x3e7ff, 4, Topology.Latency.NONE);
      Topology.Pf migrating = new Topology.Pf(256, pf.vfs(), all, true);
      try (Rig rig = Rig.of(new Topology(List.of(migrating), plain.switches(), 0))) {
        assertEquals(hex("0100 0100", zeros(20), "80e7030000000000") + "/8", rig.commands().get(1));
        assertEquals("virtio-vfio-pci-lm", rig.engine().member(0, 1).reasons().getLast().value());
      }
    }

    /// Before 6.13 there is nothing else to ask for.
    @ParameterizedTest(name = "kernel {0}: {1}")
    @CsvSource({"6.8, 00", "6.11, 00", "6.13+, 80e703"})
    void asksForWhatTheKernelHasBesides(String kernel, String asked) {
      Topology plain = host("bigEndian", "closed");
      Topology.BuiltIn all = new Topology.BuiltIn(0x3e7ff, 4, Topology.Latency.NONE);
      Topology.Pf pf = new Topology.Pf(256, plain.pfs().getFirst().vfs(), all, true);
      Switches switches = plain.switches().with(Switch.KERNEL, kernel);
      try (Rig rig = Rig.of(new Topology(List.of(pf), switches, 0))) {
        String list = asked + zeros(8 - asked.length() / 2);
        assertEquals(hex("0100 0100", zeros(20), list) + "/8", rig.commands().get(1));
      }
    }

    /// Which hosts show a transitional device, with the gate closed and open.
    @ParameterizedTest(name = "{0}, gate {1}: {2}")
    @CsvSource({
      "x86, closed, true",
      "x86, open, true",
      "bigEndian, closed, false",
      "bigEndian, open, true",
      "weaklyOrdered, closed, false",
      "weaklyOrdered, open, true",
    })
    void decidesOverHostsOtherThanX86(String host, String gate, boolean transitional) {
      try (Rig rig = Rig.of(host(host, gate))) {
        assertEquals(transitional, rig.engine().member(0, 1).transitional());
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"closed", "open"})
    void saysNothingToX86(String gate) {
      try (Rig rig = Rig.of(host("x86", gate))) {
        assertTrue(rig.engine().member(0, 1).transitional());
        rig.ready(1, guest -> assertEquals("0001", guest.read(12, 2)));
      }
    }
  }

  /// F-13: numbers of two and four bytes arrive byte-swapped: a queue of 256 is one of 1.
  @Nested
  class BigEndian {
    @Test
    void numbersAreReadTheWrongWayRound() {
      try (Rig rig = Rig.of(host("bigEndian", "open"))) {
        rig.ready(
            1,
            guest -> {
              assertEquals(1, guest.r16(12));
              assertEquals("39bf8064", guest.read(0, 4));
              assertEquals("00", guest.read(18, 1));
              assertEquals("525400123401", guest.read(20, 6));
              assertEquals("0001", guest.read(26, 2), "the link bit is in the other byte");
            });
      }
    }

    @Test
    void aQueueOfOneLooksLikeOneOf256() {
      Topology.Vf net = Rig.topology(1).pfs().getFirst().vfs().getFirst();
      Topology.Vf small =
          new Topology.Vf(
              net.type(),
              net.features(),
              List.of(1),
              net.config(),
              net.guestOrder(),
              net.vectors(),
              false,
              net.notifyAddresses(),
              0);
      Topology open = host("bigEndian", "open");
      try (Rig rig =
          Rig.of(new Topology(List.of(new Topology.Pf(256, List.of(small))), open.switches(), 0))) {
        rig.ready(1, guest -> assertEquals(256, guest.r16(12)));
      }
    }

    @Test
    void numbersAreWrittenTheWrongWayRound() {
      try (Rig rig = Rig.of(host("bigEndian", "open"))) {
        rig.ready(
            1,
            guest -> {
              rig.forget();
              guest.w16(14, 1);
              guest.w32(8, 0x12345);
              guest.w8(18, 1);
            });
        String header = "02000100" + zeros(12) + "01" + zeros(7);
        assertEquals(
            List.of(
                header + "0e" + zeros(7) + "0001/8",
                header + "08" + zeros(7) + "00012345/8",
                header + "12" + zeros(7) + "01/8"),
            rig.commands());
      }
    }

    /// iowrite16be: a doorbell's bytes go out unchanged.
    @Test
    void doorbellsAreRight() {
      try (Rig rig = Rig.of(host("bigEndian", "open"))) {
        rig.ready(1, guest -> guest.w16(16, 2));
        assertEquals(List.of(new Fact.Notify(4, 0x3000, 2)), rig.facts(Fact.Notify.class));
      }
    }

    @Test
    void configurationSpaceIsRight() {
      try (Rig rig = Rig.of(host("bigEndian", "open"))) {
        rig.ready(1, guest -> assertEquals("f41a0010", guest.cfgRead(0, 4)));
      }
    }
  }

  /// F-17, F-35: a doorbell leaves the processor late.
  @Nested
  class WeaklyOrdered {
    /// Rings an active queue and resets the device, many times.
    ///
    /// @return the rules that the doorbells broke
    private static List<String> ringAndReset(String host, long seed) {
      Topology topology = Rig.seeded(host(host, "open"), seed);
      try (Rig rig = Rig.of(topology)) {
        rig.ready(
            1,
            guest -> {
              guest.w8(18, 0);
              for (int i = 0; i < 20; i++) {
                guest.w8(18, 1);
                guest.w8(18, 3);
                guest.w32(8, 0x10);
                guest.w8(18, 7);
                guest.w16(16, 0);
                guest.w8(18, 0);
                rig.scheduler().sleepUntil(rig.scheduler().now() + 100_000);
              }
            });
        return rig.faults();
      }
    }

    @Test
    void aDoorbellArrivesAfterTheReset() {
      assertEquals(List.of(), ringAndReset("x86", 0));
      List<String> late = ringAndReset("weaklyOrdered", 0);
      assertTrue(late.contains("L-113"), "doorbells for a queue that is gone: " + late);
    }

    @Test
    void theSameSeedDelaysTheSame() {
      assertEquals(delays(7), delays(7));
      assertTrue(delays(7).stream().distinct().count() > 5, "delays differ");
      assertFalse(delays(7).equals(delays(8)), "so do seeds");
    }

    /// When each of ten doorbells for a queue that is not active reached the device, after it was
    /// written.
    private static List<Long> delays(long seed) {
      try (Rig rig = Rig.of(Rig.seeded(host("weaklyOrdered", "open"), seed))) {
        rig.on(1, Guest::powerOn);
        rig.forget();
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          rig.run(() -> {
            rig.guest(1).w16(16, 0);
            rig.scheduler().sleepUntil(rig.scheduler().now() + 100_000);
          });
        }
        List<Long> rung = new ArrayList<>();
        rig.events(Fact.Notify.class).forEach(event -> rung.add(event.time()));
        List<Long> found = new ArrayList<>();
        rig.events(Fact.GuestFault.class).forEach(event -> found.add(event.time()));
        assertEquals(10, found.size());
        for (int i = 0; i < 10; i++) {
          long delay = found.get(i) - rung.get(i);
          assertTrue(delay >= 0 && delay < 20_000, "delay " + delay);
          delays.add(delay);
        }
        return delays;
      }
    }

    /// Reads and everything that is a command are in order.
    @Test
    void aDoorbellIsReadAtOnce() {
      try (Rig rig = Rig.of(host("weaklyOrdered", "open"))) {
        rig.ready(
            1,
            guest -> {
              byte[] word = new byte[2];
              assertEquals(2, guest.device().read(Region.BAR0, 16, word, 2));
              guest.w8(18, 0);
              guest.w8(18, 1);
              assertEquals(1, guest.r8(18));
            });
        assertEquals(List.of(), rig.faults());
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "memberTypes, any or net",
    "hostGate, closed or open",
    "host, x86 or bigEndian or weaklyOrdered"
  })
  void aSwitchRefusesWhatItIsNot(String name, String positions) {
    Switch which = Switch.named(name).orElseThrow();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Switches.DEFAULT.with(which, "ppc"));
    assertEquals(name + " ppc, expected " + positions, refused.getMessage());
  }
}
