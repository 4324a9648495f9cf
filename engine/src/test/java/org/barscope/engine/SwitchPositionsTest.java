package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.BiConsumer;
import org.barscope.engine.Route.Registers;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Switches about members, in each of their positions, for every type: what the guest sees of
/// types, of an interrupt pin, and of the end of the header (reference §2.4, §3.1, §6.2).
class SwitchPositionsTest {
  private static Rig rig(DeviceType type, Switches switches) {
    return Rig.of(
        new Topology(List.of(new Topology.Pf(256, List.of(Topology.member(type)))), switches, 0));
  }

  private static Rig rig(DeviceType type, Switch which, String position) {
    return rig(type, Switches.DEFAULT.with(which, position));
  }

  /// Linux takes network devices only.
  @ParameterizedTest(name = "{1} takes {0}: {2}")
  @CsvSource({
    "NET, any, 0010", "BLOCK, any, 0110", "CONSOLE, any, 0310",
    "NET, net, 0010", "BLOCK, net, 4210", "CONSOLE, net, 4310",
    "ENTROPY, any, 0510", "BALLOON, any, 0210", "SCSI, any, 0410",
    "ENTROPY, net, 4410", "BALLOON, net, 4510", "SCSI, net, 4810",
  })
  void memberTypes(DeviceType type, String position, String deviceId) {
    try (Rig rig = rig(type, Switch.MEMBER_TYPES, position)) {
      boolean transitional = deviceId.startsWith("0");
      assertEquals(transitional, rig.engine().member(0, 1).transitional());
      rig.on(
          1,
          guest -> {
            guest.powerOn();
            assertEquals(deviceId, guest.cfgRead(2, 2));
            assertEquals(transitional ? "00" : "EINVAL", guest.read(18, 1));
          });
      assertEquals(transitional ? 4 : 2, rig.commands().size());
    }
  }

  /// What a PF that can migrate too makes of each type and kernel: M is judged whatever L is.
  @ParameterizedTest(name = "{0}, types {1}, kernel {2}, commands {3}: {4}")
  @CsvSource({
    "NET,   any, 6.13+, 0x3e7ff, virtio-vfio-pci-trans-lm",
    "BLOCK, any, 6.13+, 0x3e7ff, virtio-vfio-pci-trans-lm",
    "BLOCK, net, 6.13+, 0x3e7ff, virtio-vfio-pci-lm",
    "NET,   net, 6.13+, 0x3e783, virtio-vfio-pci-lm",
    "NET,   net, 6.13+, 0x3e7bf, virtio-vfio-pci-lm", // no NOTIFY_INFO
    "NET,   net, 6.13+, 0x2e7ff, virtio-vfio-pci-trans", // no DEV_PARTS_SET
    "NET,   net, 6.11,  0x3e7ff, virtio-vfio-pci-trans",
    "BLOCK, net, 6.11,  0x3e7ff, virtio-vfio-pci",
    "NET,   net, 6.8,   0x3e7ff, virtio-vfio-pci-trans",
    "NET,   net, 6.8,   0x3e783, virtio-vfio-pci",
  })
  void operations(DeviceType type, String types, String kernel, String commands, String ops) {
    Topology.BuiltIn firmware =
        new Topology.BuiltIn(Long.decode(commands), 4, Topology.Latency.NONE);
    Switches switches =
        Switches.DEFAULT.with(Switch.MEMBER_TYPES, types).with(Switch.KERNEL, kernel);
    Topology.Pf pf = new Topology.Pf(256, List.of(Topology.member(type)), firmware, true);
    try (Rig rig = Rig.of(new Topology(List.of(pf), switches, 0))) {
      assertEquals(ops, rig.engine().member(0, 1).reasons().getLast().value());
    }
  }

  /// A VF with a BAR0 of its own is a broken one (F-55, A-006).
  @ParameterizedTest
  @ValueSource(longs = {0x20, 0x1000})
  void aVfWithABar0IsPlain(long length) {
    Topology.Vf net = Topology.member(DeviceType.NET);
    Topology.Vf broken =
        new Topology.Vf(
            net.type(),
            net.features(),
            net.queueSizes(),
            net.config(),
            net.guestOrder(),
            net.vectors(),
            false,
            net.notifyAddresses(),
            length);
    try (Rig rig = Rig.of(Topology.of(List.of(broken)))) {
      assertEquals("virtio-vfio-pci", rig.engine().member(0, 1).reasons().getLast().value());
      assertEquals(length, rig.engine().member(0, 1).device().regionInfo(0).size());
    }
  }

  /// Nothing on the way hides what a VF lists (reference §2.1, §3.1).
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "hidden, 11 01 10",
    "listed, 11 01 10 09 09 09 09 09",
  })
  void modernCapabilities(String position, String ids) {
    try (Rig rig = rig(DeviceType.NET, Switch.MODERN_CAPABILITIES, position)) {
      rig.ready(
          1,
          guest -> {
            StringBuilder found = new StringBuilder();
            int at = Integer.parseInt(guest.cfgRead(0x34, 1), 16);
            while (at != 0) {
              found.append(' ').append(guest.cfgRead(at, 1));
              at = Integer.parseInt(guest.cfgRead(at + 1, 1), 16);
            }
            assertEquals(ids, found.toString().strip());
            if (position.equals("listed")) {
              assertEquals("09b0100104000000" + "00000000" + "38000000", guest.cfgRead(0xa0, 16));
              assertEquals(
                  "09c4140204000000" + "00300000" + "02000000" + "00000000",
                  guest.cfgRead(0xb0, 20));
              assertEquals("09d4100304000000" + "00100000" + "01000000", guest.cfgRead(0xc4, 16));
              assertEquals("09e4100404000000" + "00200000" + "11000000", guest.cfgRead(0xd4, 16));
              assertEquals(
                  "0900140500000000" + "00000000" + "00000000" + "00000000",
                  guest.cfgRead(0xe4, 20));
            }
            assertEquals("6480bf39", guest.read(0, 4), "BAR0 is there all the same");
          });
    }
  }

  @Nested
  class InterruptPin {
    private static void run(DeviceType type, String position, BiConsumer<Route, Registers> test) {
      for (Route route : Route.values()) {
        route.run(
            Switches.DEFAULT.with(Switch.INTERRUPT_PIN, position),
            List.of(Topology.member(type)),
            members -> test.accept(route, members.getFirst()));
      }
    }

    /// A VF has none: nothing is raised without MSI-X, though the ISR tells.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NINE_P")
    void none(DeviceType type) {
      run(
          type,
          "none",
          (route, registers) -> {
            registers.stimuli().queueUsed().accept(0);
            registers.stimuli().configChanged().run();
            assertEquals("03", registers.read(19, 1), route.name());
            assertEquals(List.of(), registers.interrupts(), route.name());
          });
    }

    /// With a pin every reason raises it, the ISR says which, and MSI-X takes its place.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NINE_P")
    void intx(DeviceType type) {
      run(
          type,
          "intx",
          (route, registers) -> {
            registers.stimuli().queueUsed().accept(0);
            assertEquals("01", registers.read(19, 1), route.name());
            registers.stimuli().configChanged().run();
            assertEquals("02", registers.read(19, 1), route.name());
            registers.stimuli().queueUsed().accept(-1);
            assertEquals("01", registers.read(19, 1), route.name());
            registers.msix(true);
            assertEquals("ok", registers.write(20, "0200"));
            registers.stimuli().queueUsed().accept(0);
            registers.stimuli().configChanged().run();
            assertEquals(
                List.of(
                    "queue 0 vector -1",
                    "config vector -1",
                    "queue -1 vector -1",
                    "config vector 2"),
                registers.interrupts(),
                route.name());
          });
    }

    /// What the guest and the VMM see of it: a register, and a mode that can be had.
    @ParameterizedTest(name = "{0}: pin {1}, mode INTx {2}")
    @CsvSource({"none, 00, -22", "intx, 01, 0"})
    void showsInConfigurationSpace(String position, String pin, int result) {
      for (DeviceType type : List.of(DeviceType.NET, DeviceType.BLOCK, DeviceType.CONSOLE)) {
        try (Rig rig = rig(type, Switch.INTERRUPT_PIN, position)) {
          rig.ready(
              1,
              guest -> {
                assertEquals(pin, guest.cfgRead(0x3d, 1));
                assertEquals(result, guest.device().setIrqs(IrqMode.INTX, 1));
              });
        }
      }
    }

    /// MSI-X: each queue and the configuration have the vector that they were given.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"NET, 2", "BLOCK, 0", "CONSOLE, 1", "ENTROPY, 0", "BALLOON, 2", "SCSI, 2"})
    void msix(DeviceType type, int lastQueue) {
      run(
          type,
          "none",
          (route, registers) -> {
            registers.msix(true);
            registers.write(20, "0000");
            registers.write(14, "0" + lastQueue + "00");
            registers.write(22, "0200");
            registers.stimuli().queueUsed().accept(lastQueue);
            registers.stimuli().queueUsed().accept(lastQueue + 1);
            registers.stimuli().configChanged().run();
            registers.write(22, "0300");
            assertEquals("ffff", registers.read(22, 2), "there are three vectors");
            registers.stimuli().queueUsed().accept(lastQueue);
            registers.write(22, "0100");
            registers.msix(false);
            registers.stimuli().queueUsed().accept(lastQueue);
            assertEquals(
                List.of("queue " + lastQueue + " vector 2", "config vector 0"),
                registers.interrupts(),
                route.name());
          });
    }
  }

  /// The mode of the VMM, or the guest's own bit, moves the end of the header.
  @ParameterizedTest(name = "{0}: VMM {1}, guest {2}: header of {3}")
  @CsvSource({
    "irqMode, false, false, 20",
    "irqMode, false, true, 20",
    "irqMode, true, false, 24",
    "irqMode, true, true, 24",
    "msixBit, false, false, 20",
    "msixBit, false, true, 24",
    "msixBit, true, false, 20",
    "msixBit, true, true, 24",
  })
  void headerSplit(String position, boolean vmm, boolean guestBit, int header) {
    for (DeviceType type : List.of(DeviceType.NET, DeviceType.BLOCK, DeviceType.CONSOLE)) {
      try (Rig rig = rig(type, Switch.HEADER_SPLIT, position)) {
        rig.ready(
            1,
            guest -> {
              guest.msix(vmm);
              guest.cfgWrite(0x42, guestBit ? "0080" : "0000");
              rig.forget();
              guest.read(20, 1);
            });
        assertEquals(header == 24 ? 0x03 : 0x05, opcode(rig));
        assertEquals(header, rig.facts(Fact.LegacyAccess.class).getFirst().headerLength());
      }
    }
  }

  private static int opcode(Rig rig) {
    return rig.facts(Fact.AdminSubmit.class).getFirst().opcode();
  }
}
