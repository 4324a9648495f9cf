package org.barscope.engine.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.Rig;
import org.barscope.engine.Route;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Vectors are numbers from 0 to 0x7ff (virtio 1.4, 4.1.5.1.2): a member with the largest table
/// that MSI-X knows, and smaller ones.
class ManyVectorsTest {
  private static Topology.Vf net(int vectors) {
    Topology.Vf net = Topology.member(DeviceType.NET);
    return new Topology.Vf(
        net.type(),
        net.features(),
        net.queueSizes(),
        net.config(),
        net.guestOrder(),
        vectors,
        false,
        Topology.NotifyAddress.DEFAULT);
  }

  /// Table and pending bits neither overlap nor leave their BAR (PCI Local Bus 3.0, 6.8.2).
  @ParameterizedTest(name = "{0} vectors: pending bits at {1}, BAR1 of {2}")
  @CsvSource({
    "1, 01080000, 0x1000",
    "128, 01080000, 0x1000",
    "129, 11080000, 0x1000",
    "250, a10f0000, 0x1000",
    "256, 01100000, 0x2000",
    "2048, 01800000, 0x10000",
  })
  void placesTheMsixTable(int vectors, String pending, String length) {
    try (Rig rig = Rig.of(Topology.of(List.of(net(vectors))))) {
      rig.on(
          1,
          guest -> {
            guest.powerOn();
            assertEquals("01000000", guest.cfgRead(0x44, 4));
            assertEquals(pending, guest.cfgRead(0x48, 4));
            assertEquals(Long.decode(length), guest.device().regionInfo(1).size());
          });
    }
  }

  @ParameterizedTest(name = "{0} vectors: {1} reads back {2}")
  @CsvSource({
    "2048, 0000, 0000",
    "2048, 3f00, 3f00",
    "2048, 4000, 4000",
    "2048, ff00, ff00",
    "2048, 0001, 0001",
    "2048, ff07, ff07",
    "2048, 0008, ffff",
    "2048, ff0f, ffff",
    "2048, ffff, ffff",
    "65, 4000, 4000",
    "65, 4100, ffff",
    "3, 0200, 0200",
    "3, 0300, ffff",
  })
  void mapsEveryVectorOfItsTable(int vectors, String written, String read) {
    for (Route route : Route.values()) {
      route.run(
          net(vectors),
          registers -> {
            registers.msix(true);
            for (int register : List.of(20, 22)) {
              assertEquals("ok", registers.write(register, written));
              assertEquals(read, registers.read(register, 2), route + " at " + register);
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void raisesTheLastOne(Route route) {
    route.run(
        net(2048),
        registers -> {
          registers.msix(true);
          registers.write(20, "fe07");
          registers.write(22, "ff07");
          registers.stimuli().queueUsed().accept(0);
          registers.stimuli().configChanged().run();
          assertEquals(
              List.of("queue 0 vector 2047", "config vector 2046"), registers.interrupts());
        });
  }

  /// The VMM may enable as many as the table has, which the capability tells as one less.
  @Test
  void canBeEnabledAllAtOnce() {
    try (Rig rig = Rig.of(Topology.of(List.of(net(2048))))) {
      rig.ready(
          1,
          guest -> {
            assertEquals("ff07", guest.cfgRead(0x42, 2));
            assertEquals(-22, guest.device().setIrqs(IrqMode.MSIX, 2049));
            assertEquals(0, guest.device().setIrqs(IrqMode.MSIX, 2048));
            assertEquals("2", guest.write(22, "ff07"));
            assertEquals("ff07", guest.read(22, 2));
          });
    }
  }
}
