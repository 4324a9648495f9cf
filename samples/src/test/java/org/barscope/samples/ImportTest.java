package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.ImportReport;
import org.barscope.tracer.recording.RecordedDevice;
import org.barscope.tracer.recording.RecordedStep.Action;
import org.barscope.tracer.recording.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/// Every log, as the importer reads it. The counts are those of `grep`, as the README lists them.
class ImportTest {
  @SuppressWarnings("unused") // named by @FieldSource
  private static final List<String> ALL = Traces.ALL;

  private static long accesses(RecordedDevice device) {
    return device.steps().stream()
        .filter(step -> !step.inferred())
        .filter(step -> step.action() instanceof Action.Access a && a.region() == Region.BAR0)
        .count();
  }

  private static List<String> devices(String id) {
    return Traces.recording(id).devices().stream()
        .map(device -> device.name() + " " + device.type().orElseThrow().text())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "a1,  28429,    56",
    "a2,  28495,    45",
    "a4,  56441,    58",
    "a6,  32304,   163",
    "b1,  28980,    53",
    "b2,  28132,    53",
    "c1,  30484,   116",
    "c2,  52186,   121",
    "e1,   5566,   445",
    "j1,  34261,   857",
    "j3, 190907, 20065",
    "j7, 276492, 90065",
    "j8,  29072,   220",
    "z1,  57275,  1730",
  })
  void findsAllLinesAndAllAccessesOfTheLegacyBar(String id, long lines, long accesses) {
    Recording recording = Traces.recording(id);
    assertEquals(lines, recording.report().lines());
    assertEquals(accesses, recording.devices().stream().mapToLong(ImportTest::accesses).sum());
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void accountsForEveryLine(String id) {
    Recording recording = Traces.recording(id);
    ImportReport report = recording.report();
    assertEquals(report.lines(), report.used() + report.skipped() + report.unreadable());
    assertEquals(0, report.unreadable());
    assertEquals(List.of(), report.firstUnreadable());
    assertEquals("", report.damage());
    assertTrue(recording.timed());
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void takesTypesAndBasesFromTheLogItself(String id) {
    for (RecordedDevice device : Traces.recording(id).devices()) {
      assertFalse(device.typeInferred(), device.name());
      assertFalse(device.baseInferred(), device.name());
    }
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void neverGoesBackInTime(String id) {
    for (RecordedDevice device : Traces.recording(id).devices()) {
      long last = 0;
      for (var step : device.steps()) {
        assertTrue(step.time() >= last, device.name());
        last = step.time();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"a1, net", "a2, net", "a4, net", "b1, net", "b2, net", "j1, net", "j3, net"})
  void namesTheNetworkDevice(String id, String type) {
    assertEquals(List.of("virtio-net-pci 00:04.0 " + type), devices(id));
  }

  @ParameterizedTest
  @CsvSource({"c1, blk", "c2, blk", "e1, blk", "j8, blk"})
  void namesTheDisk(String id, String type) {
    assertEquals(List.of("virtio-blk-pci 00:04.0 " + type), devices(id));
  }

  @Test
  void namesADeviceOfALogWithoutConfigurationLines() {
    assertEquals(List.of("virtio-net-pci 00:04.0 net"), devices("j7"));
  }

  @Test
  void keepsTwoDevicesApart() {
    List<RecordedDevice> devices = Traces.recording("a6").devices();
    assertEquals(
        List.of("virtio-net-pci 00:04.0 net", "virtio-blk-pci 00:05.0 blk"), devices("a6"));
    assertEquals(56, accesses(devices.get(0)));
    assertEquals(107, accesses(devices.get(1)));
  }

  @Test
  void keepsSixDevicesApart() {
    assertEquals(
        List.of(
            "virtio-net-pci 00:04.0 net",
            "virtio-blk-pci 00:05.0 blk",
            "virtio-scsi-pci 00:06.0 scsi",
            "virtio-rng-pci 00:07.0 rng",
            "virtio-serial-pci 00:08.0 console",
            "virtio-balloon-pci 00:09.0 balloon"),
        devices("z1"));
    assertEquals(
        List.of(60L, 109L, 898L, 22L, 595L, 46L),
        Traces.recording("z1").devices().stream().map(ImportTest::accesses).toList());
  }

  @Test
  void knowsWhichKindsOfLinesALogHas() {
    RecordedDevice.Sources all = new RecordedDevice.Sources(true, true, true, true);
    assertEquals(all, Traces.recording("a1").devices().getFirst().sources());
    assertEquals(
        new RecordedDevice.Sources(true, true, true, false),
        Traces.recording("a2").devices().getFirst().sources());
    assertEquals(
        new RecordedDevice.Sources(false, false, false, true),
        Traces.recording("j7").devices().getFirst().sources());
  }
}
