package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.barscope.engine.Topology.NotifyAddress;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.types.DeviceTables;

/// What a Setup event says is a topology file, and nothing makes the reader stumble.
class TopologyFilePropertyTest {
  @Property(tries = 300)
  void aSetupEventIsATopologyFile(@ForAll("topologies") Topology topology) {
    assertEquals(topology, TopologyFile.parse("setup", TopologyJson.write(topology, "live")));
  }

  /// Every sample with one character dropped, doubled or replaced is read or refused in one line.
  @Property(tries = 2000)
  void aDamagedFileIsReadOrRefused(
      @ForAll("samples") String text,
      @ForAll @IntRange(max = 1 << 16) int place,
      @ForAll("damages") String damage)
      throws IOException {
    int at = place % text.length();
    String damaged = text.substring(0, at) + damage + text.substring(at + 1);
    try {
      assertTrue(TopologyFile.parse("lab.json", damaged).pfs().size() <= 256);
    } catch (TopologyException e) {
      String message = e.getMessage();
      assertTrue(message != null && message.matches("lab\\.json:\\d+:\\d+: .+"), message);
      assertFalse(message.contains("Source"), message);
    }
  }

  @Provide
  Arbitrary<String> samples() throws IOException {
    Path folder = Path.of("../samples/topologies");
    try (var files = Files.list(folder)) {
      return Arbitraries.of(files.sorted().map(TopologyFilePropertyTest::text).toList());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  @Provide
  Arbitrary<String> damages() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "", "{", "}", "[", "]", "\"", ",", ":", "-", "0", "\\", "/", "\u0000", "null"),
        Arbitraries.strings().ofMaxLength(2));
  }

  @Provide
  Arbitrary<Topology> topologies() {
    return Combinators.combine(pfs().list().ofMaxSize(3), switches(), Arbitraries.longs())
        .as(Topology::new);
  }

  private static Arbitrary<Switches> switches() {
    return Arbitraries.of(Switch.values())
        .flatMap(which -> Arbitraries.of(which.positions()).map(p -> List.of(which.name(), p)))
        .list()
        .ofMaxSize(8)
        .map(moves -> {
          Switches switches = Switches.DEFAULT;
          for (List<String> move : moves) {
            switches = switches.with(Switch.valueOf(move.getFirst()), move.getLast());
          }
          return switches;
        });
  }

  private static Arbitrary<Topology.Pf> pfs() {
    Arbitrary<Integer> sizes = Arbitraries.of(0, 4, 8, 64, 256, 32768);
    return Combinators.combine(
            sizes,
            vfs().list().ofMaxSize(4).map(TopologyFilePropertyTest::apart),
            firmwares(),
            Arbitraries.of(true, false))
        .as(Topology.Pf::new);
  }

  /// The same VFs, without the places in the owner's BARs that one before has.
  private static List<Topology.Vf> apart(List<Topology.Vf> vfs) {
    Set<String> taken = new HashSet<>();
    return vfs.stream()
        .map(vf ->
            new Topology.Vf(
                vf.type(),
                vf.features(),
                vf.queueSizes(),
                vf.config(),
                vf.guestOrder(),
                vf.pci(),
                vf.notifyAddresses().stream()
                    .filter(at -> !at.owner() || taken.add(at.bar() + " " + at.offset()))
                    .toList()))
        .toList();
  }

  private static Arbitrary<Topology.Firmware> firmwares() {
    Arbitrary<Topology.Latency> latencies =
        Combinators.combine(
                Arbitraries.longs().between(0, 3_600_000_000_000L),
                Arbitraries.longs().between(0, 3_600_000_000_000L),
                Arbitraries.of(Topology.Distribution.values()))
            .as(Topology.Latency::new);
    Arbitrary<Topology.Firmware> builtIn =
        Combinators.combine(
                Arbitraries.longs().between(0, 0x3ffff),
                Arbitraries.integers().between(0, 255),
                latencies)
            .as(Topology.BuiltIn::new);
    Arbitrary<String> paths = Arbitraries.strings().excludeChars('\0').ofMinLength(1);
    Arbitrary<Topology.Firmware> external =
        Combinators.combine(
                paths.filter(path -> !path.codePoints().anyMatch(c -> c >= 0xd800 && c < 0xe000)),
                Arbitraries.longs().between(1, 3_600_000))
            .as(Topology.External::new);
    return Arbitraries.oneOf(builtIn, external);
  }

  private static Arbitrary<Topology.Vf> vfs() {
    return Arbitraries.of(DeviceTables.ALL)
        .map(DeviceTable::type)
        .flatMap(type -> {
          int length = Topology.member(type).config().length();
          return Combinators.combine(
                  Arbitraries.integers(),
                  Arbitraries.of(0, 1, 2, 1024, 32768).list().ofMaxSize(5),
                  Arbitraries.bytes().array(byte[].class).ofMaxSize(length),
                  Arbitraries.of(GuestOrder.values()),
                  functions(),
                  places().list().ofMaxSize(3))
              .as((features, sizes, config, order, pci, places) ->
                  new Topology.Vf(type, features, sizes, Bytes.copyOf(config), order, pci, places));
        });
  }

  private static Arbitrary<Topology.Pci> functions() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 2048),
            Arbitraries.of(0, 1, 2, 32),
            Arbitraries.of(true, false),
            Arbitraries.of(0L, 32L, 4096L),
            Arbitraries.of(true, false),
            Arbitraries.longs().between(0, 3_600_000_000_000L))
        .as(Topology.Pci::new);
  }

  private static Arbitrary<NotifyAddress> places() {
    return Arbitraries.oneOf(places(false, 1L << 40), places(true, 1L << 31));
  }

  private static Arbitrary<NotifyAddress> places(boolean owner, long longest) {
    return Arbitraries.longs()
        .between(2, longest)
        .flatMap(length ->
            Combinators.combine(
                    Arbitraries.integers().between(1, 5),
                    Arbitraries.longs().between(0, (length - 2) / 2))
                .as((bar, word) -> new NotifyAddress(owner, bar, 2 * word, length)));
  }
}
