package org.barscope.engine.variant;

import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.barscope.engine.Rig;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which operations a VF gets at probe, and why (reference §2.4).
class ProbeDecisionTest {
  private final Stand stand = new Stand();

  /// The one condition that does not hold; the others must.
  private static Condition broken(ProbeDecision decision) {
    List<Condition> broken = decision.reasons().stream().filter(reason -> !reason.holds()).toList();
    assertEquals(1, broken.size(), "conditions that do not hold: " + broken);
    return broken.getFirst();
  }

  private Condition plainBecauseOf() {
    VariantDriver.Probe probe = stand.probe();
    assertEquals("virtio-vfio-pci", probe.decision().ops().text());
    assertEquals(0, probe.errno());
    assertEquals(List.of(), stand.owner.commands);
    assertEquals(0, probe.device().open());
    return broken(probe.decision());
  }

  @Test
  void everyConditionMakesItTransitional() {
    VariantDriver.Probe probe = stand.probe();
    assertEquals("virtio-vfio-pci-trans", probe.decision().ops().text());
    assertTrue(probe.decision().reasons().stream().allMatch(Condition::holds));
    assertEquals(6, probe.decision().reasons().size());
    assertEquals(0, probe.errno());
    assertEquals(
        List.of(Rig.hex("06000100", zeros(12), "0100000000000000") + "/72"), stand.owner.commands);
  }

  @Nested
  class PlainBecause {
    @Test
    void itIsNoVf() {
      stand.function.number = 0;
      assertEquals("VF 0", plainBecauseOf().value());
    }

    @ParameterizedTest(name = "device id {0}")
    @CsvSource({"4210, 0x1042", "0010, 0x1000", "ffff, 0xffff"})
    void itIsNoNetworkDevice(String id, String value) {
      stand.function.put(0x02, id);
      assertEquals(value, plainBecauseOf().value());
    }

    @Test
    void virtioPciIsNotBoundToThePf() {
      stand.owner.bound = false;
      assertEquals("no", plainBecauseOf().value());
    }

    @Test
    void thePfDidNotNegotiateAnAdminQueue() {
      stand.owner.adminQueue = false;
      assertEquals("no", plainBecauseOf().value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x0", "0x3c", "0x78", "0x74", "0x6c", "0x5c", "0x380", "0x3"})
    void thePfLacksALegacyCommand(String commands) {
      stand.owner.supported = Long.decode(commands);
      assertEquals(commands, plainBecauseOf().value());
    }

    @ParameterizedTest
    @ValueSource(longs = {32, 1, 0x1000})
    void theVfHasABar0(long length) {
      stand.function.bars[0] = length;
      assertEquals("length " + length, plainBecauseOf().value());
      assertEquals(length, stand.device.regionInfo(0).size());
    }

    @Test
    void severalThingsAndSaysAllOfThem() {
      stand.owner.bound = false;
      stand.owner.supported = 0;
      ProbeDecision decision = stand.probe().decision();
      assertEquals(2, decision.reasons().stream().filter(reason -> !reason.holds()).count());
      assertEquals("virtio-vfio-pci", decision.ops().text());
    }
  }

  /// Plain operations show the VF as it is.
  @Test
  void plainOperationsOverrideNothing() {
    stand.owner.bound = false;
    stand.probe();
    assertEquals(0, stand.device.open());
    byte[] bytes = new byte[4];
    assertEquals(4, stand.device.read(Region.CONFIG, 0, bytes, 4));
    assertEquals("f41a4110", HexFormat.of().formatHex(bytes));
    stand.cfgWrite(0x04, "0100");
    assertEquals("EINVAL", stand.read(18, 1));
    assertEquals(0, stand.device.regionInfo(0).size());
    assertEquals(List.of(), stand.owner.commands);
  }

  @Nested
  class Migration {
    @ParameterizedTest(name = "commands {0}, objects {1}: {2}")
    @CsvSource({
      "0x3e7fc, 1, virtio-vfio-pci-trans-lm",
      "0x3e7fc, 0, virtio-vfio-pci-trans",
      "0x3e780, 1, virtio-vfio-pci-lm",
      "0x3e780, 0, virtio-vfio-pci",
      "0x2e7fc, 1, virtio-vfio-pci-trans",
      "0x3e77c, 1, virtio-vfio-pci-trans",
      "0x7c,    1, virtio-vfio-pci-trans",
      "0x3e700, 1, virtio-vfio-pci",
    })
    void needsAllItsCommandsAndObjects(String commands, int objects, String ops) {
      stand.owner.supported = Long.decode(commands);
      stand.owner.devParts = objects;
      assertEquals(ops, stand.probe().decision().ops().text());
    }

    /// Its conditions are told as soon as the PF offers anything of device parts, and decide
    /// nothing about BAR0.
    @ParameterizedTest(name = "commands {0}, objects {1}: {2}")
    @CsvSource({
      "0x3e7fc, 3, true 0x3e7fc true 3",
      "0x3e7fc, 0, true 0x3e7fc false 0",
      "0x2e7fc, 3, false 0x2e7fc true 3",
      "0x207fc, 0, false 0x207fc false 0",
      "0x3fc,   3, ''",
      "0x7c,    0, ''",
    })
    void hasItsConditionsAmongTheReasons(String commands, int objects, String told) {
      stand.owner.supported = Long.decode(commands);
      stand.owner.devParts = objects;
      ProbeDecision decision = stand.probe().decision();
      assertTrue(decision.ops().transitional());
      assertEquals(
          told.isEmpty() ? List.of() : List.of("PF commands of migration", "device-parts objects"),
          decision.reasons().stream().skip(6).map(Condition::name).toList());
      assertEquals(
          told,
          decision.reasons().stream()
              .skip(6)
              .map(reason -> reason.holds() + " " + reason.value())
              .collect(Collectors.joining(" ")));
    }
  }

  @Nested
  class AnyType {
    @ParameterizedTest(name = "device id {0}")
    @CsvSource({
      "4110, true",
      "4210, true",
      "4310, true",
      "4410, true",
      "4510, true",
      "4810, true",
      "4910, true",
      "4010, false",
      "4610, false",
      "0010, false",
    })
    void isTakenIfAskedTo(String id, boolean taken) {
      stand.function.put(0x02, id);
      ProbeDecision decision =
          ProbeDecision.of(
              stand.function,
              stand.owner,
              new VariantSwitches(true, false, false, false, false, false));
      assertEquals(taken, decision.ops().transitional());
    }
  }

  /// After the decision there is no way back: whatever fails ends the probe.
  @Nested
  class NotifyInfo {
    private int errno() {
      VariantDriver.Probe probe = stand.probe();
      assertTrue(probe.decision().ops().transitional());
      if (probe.errno() != 0) {
        assertEquals(-19, probe.device().open());
        assertEquals(-19, probe.device().setIrqs(IrqMode.NONE, 0));
      }
      return probe.errno();
    }

    private void entries(String... entries) {
      String joined = String.join("", entries);
      stand.owner.notifyInfo = joined + zeros(64 - joined.length() / 2);
    }

    private static String entry(String flags, String bar, String offset) {
      return flags + bar + zeros(6) + offset;
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, -12, -19, -22, -95, -32768})
    void failsWithTheCommandsError(int error) {
      stand.owner.error = error;
      assertEquals(error, errno());
    }

    @Test
    void failsWithEnoentWhenEmpty() {
      entries();
      assertEquals(-2, errno());
    }

    @Test
    void failsWithEnoentWhenShort() {
      stand.owner.notifyInfo = "";
      assertEquals(-2, errno());
    }

    @Test
    void failsWithEnoentWhenOnlyTheOwnerHasOne() {
      entries(
          entry("01", "04", "0030000000000000"),
          entry("01", "02", "0030000000000000"),
          entry("01", "01", "0000000000000000"),
          entry("01", "01", "0000000000000000"));
      assertEquals(-2, errno());
    }

    @Test
    void failsWithEnoentWhenTheEndMarkComesFirst() {
      entries(entry("00", "00", "0000000000000000"), entry("02", "04", "0030000000000000"));
      assertEquals(-2, errno());
    }

    @Test
    void skipsOwnerAndReservedEntries() {
      entries(
          entry("01", "01", "1111000000000000"),
          entry("03", "01", "2222000000000000"),
          entry("ff", "01", "3333000000000000"),
          entry("02", "04", "0020000000000000"));
      assertEquals(0, errno());
      assertEquals(0, stand.device.open());
      stand.cfgWrite(0x04, "0100");
      stand.forget();
      assertEquals("2", stand.write(16, "0000"));
      assertEquals(List.of("resume", "bar 4 + 0x2000 = 0x0000", "idle"), stand.function.log);
    }

    @Test
    void takesTheFirstOfSeveral() {
      stand.function.bars[2] = 0x1000;
      entries(entry("02", "02", "0400000000000000"), entry("02", "04", "0020000000000000"));
      assertEquals(0, errno());
      assertEquals(0, stand.device.open());
      stand.cfgWrite(0x04, "0100");
      stand.forget();
      assertEquals("2", stand.write(16, "0000"));
      assertEquals(List.of("resume", "bar 2 + 0x4 = 0x0000", "idle"), stand.function.log);
    }

    /// F-06: nothing is validated at probe; opening finds that there is nothing to map.
    @ParameterizedTest(name = "bar {0}")
    @ValueSource(strings = {"00", "05", "06", "ff"})
    void aBarThatTheVfHasNotGotFailsAtOpen(String bar) {
      entries(entry("02", bar, "0000000000000000"));
      assertEquals(0, errno());
      assertEquals(-12, stand.device.open());
      assertEquals("ENODEV", stand.read(18, 1));
    }

    @Test
    void isAskedOnceNotPerOpen() {
      assertEquals(0, errno());
      stand.device.open();
      stand.device.close();
      stand.device.open();
      assertEquals(1, stand.owner.commands.size());
    }

    @ParameterizedTest(name = "VF {0}")
    @ValueSource(ints = {1, 3, 256})
    void asksForTheVfByItsNumber(int number) {
      stand.function.number = number;
      errno();
      String member = "%02x%02x".formatted(number & 0xff, number >> 8) + zeros(6);
      assertEquals(List.of(Rig.hex("06000100", zeros(12), member) + "/72"), stand.owner.commands);
    }
  }

  /// The decision as the trace tells it.
  @Test
  void isAnEventWithEachConditionsValue() {
    try (Rig rig = Rig.net(1)) {
      assertTrue(rig.engine().member(0, 1).transitional());
      Fact.Lifecycle probe =
          rig.facts(Fact.Lifecycle.class).stream()
              .filter(fact -> fact.what().equals("probe"))
              .findFirst()
              .orElseThrow();
      assertEquals(
          List.of("VF 1", "0x1041", "yes", "yes", "0x7c", "length 0", "virtio-vfio-pci-trans"),
          probe.reasons().stream().map(Condition::value).toList());
      assertFalse(probe.reasons().stream().anyMatch(reason -> !reason.holds()));
      assertEquals(rig.engine().member(0, 1).reasons(), probe.reasons());
    }
  }
}
