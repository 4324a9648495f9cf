package org.barscope.engine.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.Bench;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every place that NOTIFY_INFO lists takes doorbells, whichever the host uses (reference §5.5,
/// §7).
class NotifyPlacesTest {
  private static Topology.Vf member(Topology.NotifyAddress... addresses) {
    Topology.Vf net = Topology.member(DeviceType.NET);
    return new Topology.Vf(
        net.type(),
        net.features(),
        net.queueSizes(),
        net.config(),
        net.guestOrder(),
        net.vectors(),
        false,
        List.of(addresses),
        0);
  }

  /// One of the owner, two of the member in BAR3.
  private static Topology.Vf several() {
    return member(
        new Topology.NotifyAddress(true, 2, 0x10, 0x1000),
        new Topology.NotifyAddress(3, 0x20, 0x1000),
        new Topology.NotifyAddress(3, 0xffe, 0x1000));
  }

  @ParameterizedTest(name = "BAR{0} + {1}: {2}")
  @CsvSource({
    "3, 0x20,  L-111",
    "3, 0xffe, L-111",
    "3, 0x22,  ''",
    "3, 0x1e,  ''",
    "3, 0x0,   ''",
    "3, 0x10,  ''",
    "2, 0x10,  ''",
    "1, 0x20,  ''",
    "4, 0x20,  ''",
  })
  void ringTheMemberThatTheyBelongTo(int bar, String offset, String rule) {
    Bench bench = new Bench(several());
    bench.member(1).write16(bar, Integer.decode(offset), 0x1234);
    assertEquals(rule, String.join(" ", bench.faults()));
  }

  /// A guest that maps the BAR, or its VMM, may use any of them; the trace shows each.
  @Test
  void areReachedThroughTheirBars() {
    try (Rig rig =
        Rig.of(
            Topology.of(
                List.of(
                    member(
                        new Topology.NotifyAddress(3, 0x20, 0x1000),
                        new Topology.NotifyAddress(4, 0x30, 0x1000),
                        new Topology.NotifyAddress(5, 0x40, 0x1000)))))) {
      rig.ready(
          1,
          guest -> {
            byte[] word = {2, 0};
            assertEquals(2, guest.device().write(Region.BAR5, 0x40, word, 2));
            assertEquals(2, guest.device().write(Region.BAR4, 0x30, word, 2));
            assertEquals(2, guest.device().write(Region.BAR3, 0x20, word, 2));
            assertEquals("2", guest.write(16, "0200"));
          });
      assertEquals(
          List.of(
              new Fact.Notify(5, 0x40, 2),
              new Fact.Notify(4, 0x30, 2),
              new Fact.Notify(3, 0x20, 2),
              new Fact.Notify(3, 0x20, 2)),
          rig.facts(Fact.Notify.class));
      assertEquals(List.of("L-113", "L-113", "L-113", "L-113"), rig.faults());
    }
  }

  /// One address serves all queues; the word is the queue's index.
  @Test
  void serveAllQueues() {
    Bench bench = new Bench(several()).up();
    for (int queue = 0; queue < 3; queue++) {
      bench.send(Bench.command(2, 1, "0e" + Rig.zeros(7) + "0" + queue + "00"), 8);
      bench.send(Bench.command(2, 1, "08" + Rig.zeros(7) + "10000000"), 8);
      bench.member(1).write16(3, 0xffe, queue);
    }
    assertEquals(List.of(), bench.faults());
    bench.member(1).write16(3, 0x20, 3);
    assertEquals(List.of("L-111"), bench.faults());
  }
}
