package org.barscope.engine;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A host that keeps to the standard where Linux does not, against firmware that does too.
class StandardHostTest {
  private static Topology topology(Switches switches, long commands, int objects) {
    Topology.BuiltIn firmware = new Topology.BuiltIn(commands, objects, Topology.Latency.NONE);
    List<Topology.Vf> vfs = Rig.topology(2).pfs().getFirst().vfs();
    return new Topology(List.of(new Topology.Pf(256, vfs, firmware, true)), switches, 0);
  }

  private static Switches strict() {
    return Switches.DEFAULT
        .with(Switch.LISTS_BEFORE_VF_ENABLE, "refused")
        .with(Switch.SELF_BEFORE_LIST_USE, "refused");
  }

  private static List<Integer> statuses(Rig rig) {
    return rig.facts(Fact.AdminComplete.class).stream().map(Fact.AdminComplete::status).toList();
  }

  /// > … LIST_USE … before … any other command … for each group type; member id 1 to NumVFs (virtio
  /// > 1.4, 2.12.1.6, A-026, A-030, A-035)
  @Nested
  class Lists {
    @Test
    void standardComeForEachGroupTypeAndForVfsOnceThereAreVfs() {
      Switches switches = strict().with(Switch.DRIVER_LISTS, "standard");
      try (Rig rig = Rig.of(topology(switches, 0x3ff, 4))) {
        assertEquals(
            List.of(
                hex("0000 0000", zeros(20)) + "/16",
                hex("0100 0000", zeros(20), "8303000000000000") + "/8",
                hex("0700 0000", zeros(20)) + "/16",
                hex("0800 0000", zeros(20), zeros(8)) + "/10",
                hex("0900 0000", zeros(20), zeros(8), "0404") + "/8",
                hex("0000 0100", zeros(12), "0100000000000000") + "/16",
                hex("0100 0100", zeros(12), "0100000000000000", "ff03000000000000") + "/8",
                hex("0600 0100", zeros(12), "0100000000000000") + "/72",
                hex("0600 0100", zeros(12), "0200000000000000") + "/72"),
            rig.commands());
        assertEquals(List.of(0, 0, 0, 0, 0, 0, 0, 0, 0), statuses(rig));
        rig.ready(1, guest -> assertEquals("00", guest.read(18, 1)));
        assertTrue(rig.engine().member(0, 2).transitional());
      }
    }

    @Test
    void standardComeAgainForVfsThatStayedEnabledWhenThePfIsRestored() {
      Switches switches = strict().with(Switch.DRIVER_LISTS, "standard");
      try (Rig rig = Rig.of(topology(switches, 0x7f, 0))) {
        rig.on(1, Guest::powerOn);
        rig.forget();
        rig.run(() -> rig.engine().owners().getFirst().restore());
        assertEquals(4, rig.commands().size());
        rig.run(() -> assertEquals("00", rig.guest(1).read(18, 1)));
      }
    }

    @Test
    void linuxComeOnceBeforeThereAreVfsAndStrictFirmwareRefusesThem() {
      Switches switches = strict().with(Switch.DRIVER_LISTS, "linux");
      try (Rig rig = Rig.of(topology(switches, 0x3ff, 4))) {
        assertEquals(List.of(hex("0000 0100", zeros(20)) + "/16"), rig.commands());
        assertEquals(List.of(22), statuses(rig));
        assertFalse(rig.engine().member(0, 1).transitional());
      }
    }
  }

  /// > … 0x2 to 0x5 … all or none; 0x6 … only with them (virtio 1.4, 2.12.1.1.6, A-001, A-002)
  ///
  /// > A device MUST either support all of, or none of … (2.12.1.4.4.1, A-060): 0xa to 0x11; Linux
  /// > does without 0xb and 0xc.
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "0x7f, ''",
    "0x3f, ''",
    "0x03, ''",
    "0x7b, A-001 A-002",
    "0x3b, A-001",
    "0x43, A-002",
    "0x3ffff, ''",
    "0x3ff, ''",
    "0x3fc03, ''",
    "0x3e7ff, A-060",
    "0x1ffff, A-060",
    "0x047f, A-060",
    "0x20003, A-060",
    "0x2007b, A-001 A-002 A-060",
  })
  void aFirmwareThatOffersSomeCommandsOfAFamilyIsToldSo(String commands, String rules) {
    try (Rig rig = Rig.of(topology(Switches.DEFAULT, Long.decode(commands), 0))) {
      List<String> found =
          rig.facts(Fact.Lifecycle.class).stream()
              .filter(fact -> fact.what().equals("firmware-breaks-rules"))
              .flatMap(fact -> fact.reasons().stream())
              .map(reason -> reason.name().substring(0, 5))
              .toList();
      assertEquals(rules, String.join(" ", found));
    }
  }

  /// > … capability commands … group type SELF (virtio 1.4, 2.12.1.2.4, A-050); F-54
  @ParameterizedTest(name = "kernel {0}: group {1}, status {2}")
  @CsvSource({"6.13+, 0000, 0", "6.13-6.14, 0100, 22"})
  void capabilityCommandsWentToTheGroupOfTheVfsAtFirst(String kernel, String group, int status) {
    Switches switches = Switches.DEFAULT.with(Switch.KERNEL, kernel);
    try (Rig rig = Rig.of(topology(switches, 0x3ff, 4))) {
      assertEquals(hex("0700", group, zeros(20)) + "/16", rig.commands().get(2));
      assertEquals(status, statuses(rig).get(2));
      assertTrue(rig.engine().member(0, 1).transitional());
    }
  }

  /// > … a single field … (virtio 1.4, 2.12.1.1.7, A-008)
  @Nested
  class FieldAccess {
    @ParameterizedTest(name = "{0}: {1} commands")
    @CsvSource({"passed, 5", "refused, 0"})
    void ofSeveralFieldsFailsWithOrWithoutACommand(String position, int commands) {
      try (Rig rig =
          Rig.of(topology(Switches.DEFAULT.with(Switch.FIELD_ACCESS, position), 0x7f, 0))) {
        rig.on(1, Guest::powerOn);
        rig.forget();
        rig.run(() -> {
          Guest guest = rig.guest(1);
          assertEquals("EINVAL", guest.read(12, 4));
          assertEquals("EINVAL", guest.read(18, 2));
          assertEquals("EINVAL", guest.write(14, "00000000"));
          assertEquals("EINVAL", guest.read(28, 4));
          assertEquals("EINVAL", guest.read(19, 2));
        });
        assertEquals(commands, rig.commands().size());
      }
    }

    @ParameterizedTest
    @CsvSource({"passed", "refused"})
    void ofOneFieldOrPartOfOneIsServed(String position) {
      try (Rig rig =
          Rig.of(topology(Switches.DEFAULT.with(Switch.FIELD_ACCESS, position), 0x7f, 0))) {
        rig.ready(
            1,
            guest -> {
              assertEquals("6480bf39", guest.read(0, 4));
              assertEquals("80", guest.read(1, 1));
              assertEquals("525400123401", guest.read(20, 6));
              assertEquals("0100", guest.read(26, 2));
              guest.msix(true);
              assertEquals("ffff", guest.read(22, 2));
              assertEquals("0100", guest.read(30, 2));
            });
      }
    }
  }

  /// A big-endian guest needs its numbers big-endian; the standard has commands carry little-endian
  /// ones (A-003, E-13).
  @ParameterizedTest(name = "{0}: capacity {1}, link {2}")
  @CsvSource({"guest, 0000000000020000, 0001", "little, 0000020000000000, 0100"})
  void deviceConfigOrder(String position, String capacity, String link) {
    Topology.Vf net = inOrder(DeviceType.NET, Bytes.hex("525400123401" + "0001"), GuestOrder.BIG);
    Topology.Vf blk = inOrder(DeviceType.BLOCK, Bytes.hex("0000000000020000"), GuestOrder.BIG);
    Switches switches = Switches.DEFAULT.with(Switch.DEVICE_CONFIG_ORDER, position);
    try (Rig rig =
        Rig.of(new Topology(List.of(new Topology.Pf(256, List.of(net, blk))), switches, 0))) {
      rig.ready(
          1,
          guest -> {
            assertEquals("525400123401", guest.read(20, 6), "a MAC is no number");
            assertEquals(link, guest.read(26, 2));
            guest.member().setLink(false);
            assertEquals("0000", guest.read(26, 2));
            guest.member().setLink(true);
            assertEquals(link, guest.read(26, 2));
          });
      rig.ready(2, guest -> assertEquals(capacity, guest.read(20, 8)));
    }
  }

  private static Topology.Vf inOrder(DeviceType type, Bytes config, GuestOrder order) {
    Topology.Vf usual = Topology.member(type);
    return new Topology.Vf(
        type,
        usual.features(),
        usual.queueSizes(),
        config,
        order,
        usual.vectors(),
        false,
        usual.notifyAddresses().getFirst());
  }
}
