package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.barscope.engine.EmulatedMember;
import org.barscope.engine.Engine;
import org.barscope.engine.EngineOptions;
import org.barscope.engine.Switch;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.TopologyFile;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.types.DeviceTables;
import org.barscope.engine.protocol.vfio.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The files of `samples/topologies`: every one can be read and started, and shows what it says.
class TopologiesTest {
  private static final Path FOLDER = Path.of("topologies");

  private static Topology read(String name) {
    return TopologyFile.read(FOLDER.resolve(name + ".json"));
  }

  static List<String> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString().replace(".json", ""))
          .sorted()
          .toList();
    }
  }

  /// Starts a topology; a firmware behind a socket is replaced by that of the engine.
  private static <T> T started(Topology topology, Function<Engine, T> looking) {
    List<Topology.Pf> pfs = topology.pfs().stream().map(TopologiesTest::selfContained).toList();
    Topology whole = new Topology(pfs, topology.switches(), topology.seed());
    try (Engine engine = Engine.start(whole, EngineOptions.DETERMINISTIC)) {
      return looking.apply(engine);
    }
  }

  private static Topology.Pf selfContained(Topology.Pf pf) {
    return pf.firmware() instanceof Topology.External
        ? new Topology.Pf(pf.adminQueueSize(), pf.vfs(), Topology.BuiltIn.DEFAULT, pf.bound())
        : pf;
  }

  private static List<Boolean> transitional(String name) {
    return started(
        read(name), engine -> engine.members().stream().map(EmulatedMember::transitional).toList());
  }

  @Test
  void thereAreEleven() throws IOException {
    assertEquals(
        List.of(
            "all-fields",
            "all-types",
            "big-endian-host",
            "default",
            "external-firmware",
            "kernel-6.8",
            "migration",
            "refused-vfs",
            "slow-firmware",
            "strict-standard",
            "two-pfs"),
        all());
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyOneStarts(String name) {
    Topology topology = read(name);
    int members = topology.pfs().stream().mapToInt(pf -> pf.vfs().size()).sum();
    int running = started(topology, engine -> engine.members().size());
    assertEquals(members, running);
    assertTrue(members > 0, name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default",
        "all-types",
        "two-pfs",
        "slow-firmware",
        "external-firmware",
        "migration"
      })
  void theseAreForAStockHost(String name) {
    assertEquals(Switches.DEFAULT, read(name).switches());
    assertTrue(transitional(name).stream().allMatch(is -> is), name);
  }

  @Test
  void theDefaultHasANetDeviceAndADisk() {
    Topology.Pf pf = read("default").pfs().getFirst();
    assertEquals(2, pf.vfs().size());
    assertEquals(DeviceType.NET, pf.vfs().get(0).type());
    assertEquals(3, pf.vfs().get(0).vectors());
    assertEquals("5254001234560100", pf.vfs().get(0).config().toHex().substring(0, 16));
    assertEquals(DeviceType.BLOCK, pf.vfs().get(1).type());
    assertEquals("0000020000000000", pf.vfs().get(1).config().toHex().substring(0, 16));
  }

  /// Every opcode that has a name, 0 to 0x11, and objects for the capability that goes with them.
  @Test
  void migrationOffersEverything() {
    assertEquals(
        new Topology.BuiltIn(0x3ffff, 4, Topology.Latency.NONE),
        read("migration").pfs().getFirst().firmware());
    assertEquals(
        List.of("net", "net", "blk"),
        read("migration").pfs().getFirst().vfs().stream().map(vf -> vf.type().text()).toList());
  }

  /// Behind a header of 24 bytes, BAR0 has room for the configuration of its type.
  @Test
  void allTypesHasOneVfOfEachTypeThatCanBeEmulated() {
    List<Topology.Vf> vfs = read("all-types").pfs().getFirst().vfs();
    assertEquals(
        List.of("net", "blk", "console", "rng", "balloon", "scsi"),
        vfs.stream().map(vf -> vf.type().text()).toList());
    assertEquals(
        DeviceTables.ALL.stream().map(DeviceTable::type).toList(),
        vfs.stream().map(Topology.Vf::type).toList());
    assertEquals("00040000" + "00".repeat(12), vfs.get(4).config().toHex());
    assertEquals(
        List.of(32L, 128L, 64L, 32L, 64L, 64L),
        started(
            read("all-types"),
            engine ->
                engine.members().stream()
                    .map(member -> member.device().regionInfo(0).size())
                    .toList()));
  }

  @Test
  void aStrictFirmwareServesAStrictHostAndLeavesAStockOneWithPlainVfs() {
    assertEquals(List.of(true, true), transitional("strict-standard"));
    Topology strict = read("strict-standard");
    Topology stock =
        new Topology(strict.pfs(), strict.switches().with(Switch.DRIVER_LISTS, "linux"), 0);
    assertEquals(
        List.of(false, false),
        started(
            stock, engine -> engine.members().stream().map(EmulatedMember::transitional).toList()));
    Switches switches = strict.switches();
    List.of(
            Switch.LISTS_BEFORE_VF_ENABLE,
            Switch.SELF_BEFORE_LIST_USE,
            Switch.DRIVER_LISTS,
            Switch.FIELD_ACCESS,
            Switch.NOTIFY_ENTRIES,
            Switch.RESERVED_STATUS,
            Switch.RETRY,
            Switch.MISSING_RESULT)
        .forEach(which -> assertEquals(which.positions().getLast(), switches.get(which)));
  }

  @Test
  void theFirstKernelTakesNetDevicesOnly() {
    assertEquals(List.of(true, true, true, true, false), transitional("kernel-6.8"));
    assertEquals("6.8", read("kernel-6.8").switches().get(Switch.KERNEL));
  }

  @Test
  void aBigEndianHostIsLetThroughTheGate() {
    Topology topology = read("big-endian-host");
    assertEquals(List.of(true, true), transitional("big-endian-host"));
    topology.pfs().getFirst().vfs().forEach(vf -> assertEquals(GuestOrder.BIG, vf.guestOrder()));
  }

  @Test
  void eachRefusedVfBreaksAnotherCondition() {
    List<String> reasons =
        started(
            read("refused-vfs"),
            engine -> engine.members().stream().map(TopologiesTest::decisive).toList());
    assertEquals(
        List.of(
            "virtio_pci bound to PF",
            "PF has ADMIN_VQ",
            "PF commands 2 to 6",
            "device id is 0x1041",
            "VF has no BAR0",
            "operations",
            "operations"),
        reasons);
  }

  /// The first condition of a refusal that does not hold.
  private static String decisive(EmulatedMember member) {
    assertEquals(false, member.transitional());
    return member.reasons().stream()
        .filter(condition -> !condition.holds())
        .map(Condition::name)
        .findFirst()
        .orElse("none");
  }

  /// VF 1 in a page, VFs 5 and 6 a cache line apart.
  @Test
  void allFieldsHasDoorbellsInABarOfThePf() {
    assertEquals(
        List.of(4096L, 8192L, 8256L),
        read("all-fields").pfs().getFirst().vfs().stream()
            .flatMap(vf -> vf.notifyAddresses().stream())
            .filter(Topology.NotifyAddress::owner)
            .map(Topology.NotifyAddress::offset)
            .toList());
    assertEquals(
        List.of(0L, 0L, 0x4000L, 0L, 0L, 0L),
        started(
            read("all-fields"),
            engine ->
                IntStream.range(0, 6)
                    .mapToObj(bar -> engine.owners().getFirst().barLength(bar))
                    .toList()));
  }

  @Test
  void allFieldsHasEverySwitch() throws IOException {
    String text = Files.readString(FOLDER.resolve("all-fields.json"));
    for (Switch which : Switch.values()) {
      String line = "\"%s\": \"%s\"".formatted(which.text(), which.positions().getFirst());
      assertTrue(text.contains(line), line);
    }
  }
}
