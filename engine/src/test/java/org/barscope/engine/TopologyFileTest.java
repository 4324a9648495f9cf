package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.barscope.engine.Topology.NotifyAddress;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Topology files: what each field makes of the topology. `TopologyMistakesTest` has the errors.
class TopologyFileTest {
  private static Topology parse(String text) {
    return TopologyFile.parse("lab.json", text);
  }

  private static Topology.Vf vf(String text) {
    return parse("{\"vfs\":[" + text + "]}").pfs().getFirst().vfs().getLast();
  }

  private static Topology.Pf pf(String text) {
    return parse("{" + text + "}").pfs().getFirst();
  }

  private static Topology.Latency latency(String json) {
    return ((Topology.BuiltIn) pf("\"firmware\": {\"latency\": " + json + "}").firmware())
        .latency();
  }

  @Nested
  class Owners {
    @Test
    void anEmptyObjectIsOneOwnerWithoutVfs() {
      Topology topology = parse("{}");
      assertEquals(0, topology.seed());
      assertEquals(Switches.DEFAULT, topology.switches());
      assertEquals(List.of(new Topology.Pf(256, List.of())), topology.pfs());
    }

    @Test
    void theShortFormIsOneOwner() {
      String owner =
          """
          "adminQueueSize": 8, "driver": "other", "firmware": {"commands": 3}, "vfs": [{}]
          """;
      assertEquals(parse("{\"pfs\": [{" + owner + "}]}"), parse("{" + owner + "}"));
      Topology.Pf pf = pf(owner);
      assertEquals(8, pf.adminQueueSize());
      assertEquals(false, pf.bound());
      assertEquals(new Topology.BuiltIn(3, 0, Topology.Latency.NONE), pf.firmware());
      assertEquals(1, pf.vfs().size());
    }

    @Test
    void aListOfOwnersMayBeEmpty() {
      assertEquals(List.of(), parse("{\"pfs\": []}").pfs());
      assertEquals(2, parse("{\"pfs\": [{}, {}]}").pfs().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 256, 32768})
    void anAdminQueueMayHaveTheseSizes(int size) {
      assertEquals(size, pf("\"adminQueueSize\": " + size).adminQueueSize());
    }

    @Test
    void seedsAreNumbersOf64Bits() {
      assertEquals(-1, parse("{\"seed\": -1}").seed());
      assertEquals(Long.MIN_VALUE, parse("{\"seed\": -9223372036854775808}").seed());
      assertEquals(0x10, parse("{\"seed\": \"0x10\"}").seed());
    }

    @Test
    void switchesAreMovedByName() {
      Switches switches =
          parse("{\"switches\": {\"kernel\": \"6.8\", \"retry\": \"EAGAIN\"}}").switches();
      assertEquals("6.8", switches.get(Switch.KERNEL));
      assertEquals("EAGAIN", switches.get(Switch.RETRY));
      assertEquals(2, switches.moved().size());
    }

    @Test
    void programAndModeOfASetupEventMeanNothing() {
      assertEquals(parse("{}"), parse("{\"program\": \"barscope\", \"mode\": [1, {}]}"));
    }
  }

  @Nested
  class Firmwares {
    @Test
    void theBuiltInOneOffersCommandsAndObjects() {
      assertEquals(
          new Topology.BuiltIn(0x3ff, 255, Topology.Latency.NONE),
          pf("\"firmware\": {\"commands\": \"0x3ff\", \"devPartsObjects\": 255}").firmware());
      assertEquals(Topology.BuiltIn.DEFAULT, pf("\"firmware\": {}").firmware());
    }

    @Test
    void anExternalOneHasASocketAndATimeLimit() {
      assertEquals(
          new Topology.External("/run/fw.sock", 1000),
          pf("\"firmware\": {\"socket\": \"/run/fw.sock\"}").firmware());
      assertEquals(
          new Topology.External("fw", 250),
          pf("\"firmware\": {\"socket\": \"fw\", \"timeoutMillis\": 250}").firmware());
      assertEquals(
          new Topology.External("fw", 2000),
          pf("\"firmware\": {\"socket\": \"fw\", \"timeoutMillis\": \"2s\"}").firmware());
    }

    @ParameterizedTest
    @CsvSource({
      "5000, 5000",
      "\"5us\", 5000",
      "\"5µs\", 5000",
      "\"5 us\", 5000",
      "\"1.5ms\", 1500000",
      "\"0.001us\", 1",
      "\"1s\", 1000000000",
      "\"3600s\", 3600000000000",
      "\"7ns\", 7",
      "0, 0",
    })
    void aLatencyAloneIsAFixedOne(String written, long nanos) {
      Topology.Latency fixed = new Topology.Latency(nanos, 0, Topology.Distribution.UNIFORM);
      assertEquals(fixed, latency(written));
      assertEquals(fixed, latency("{\"fixed\": " + written + "}"));
      assertEquals(fixed, latency("{\"fixedNanos\": " + written + "}"));
    }

    @Test
    void aJitterHasADistribution() {
      assertEquals(
          new Topology.Latency(0, 2000, Topology.Distribution.UNIFORM),
          latency("{\"jitter\": \"2us\"}"));
      assertEquals(
          new Topology.Latency(1, 2, Topology.Distribution.EXPONENTIAL),
          latency("{\"fixedNanos\": 1, \"jitterNanos\": 2, \"distribution\": \"exponential\"}"));
      assertEquals(
          Topology.Distribution.NORMAL, latency("{\"distribution\": \"normal\"}").distribution());
    }
  }

  @Nested
  class Members {
    @Test
    void aVfIsANetDeviceWithTheUsualProperties() {
      Topology.Vf vf = vf("{}");
      assertEquals(DeviceType.NET, vf.type());
      assertEquals(0x39bf8064, vf.features());
      assertEquals(List.of(256, 256, 64), vf.queueSizes());
      assertEquals("5254000000010100" + "00".repeat(9), vf.config().toHex());
      assertEquals(GuestOrder.LITTLE, vf.guestOrder());
      assertEquals(3, vf.vectors());
      assertEquals(false, vf.interruptPin());
      assertEquals(List.of(new NotifyAddress(false, 4, 0x3000, 0x4000)), vf.notifyAddresses());
      assertEquals(0, vf.pci().bar0Length());
    }

    @Test
    void withoutAMacEveryVfHasAnother() {
      Topology topology =
          parse("{\"pfs\": [{\"vfs\": [{}, {\"count\": 2}]}, {\"vfs\": [{\"count\": 256}]}]}");
      assertEquals(List.of("525400000001", "525400000002", "525400000003"), macs(topology, 0));
      assertEquals("525400010001", macs(topology, 1).getFirst());
      assertEquals("525400010100", macs(topology, 1).getLast());
    }

    @Test
    void macsOfACountCountUp() {
      Topology topology =
          parse("{\"vfs\": [{\"count\": 3, \"mac\": \"52:54:00:12:34:FE\"}, {\"count\": 1}]}");
      assertEquals(
          List.of("5254001234fe", "5254001234ff", "525400123500", "525400000004"),
          macs(topology, 0));
    }

    private List<String> macs(Topology topology, int pf) {
      return topology.pfs().get(pf).vfs().stream()
          .map(vf -> vf.config().toHex().substring(0, 12))
          .toList();
    }

    @Test
    void theLinkIsUpUnlessTheFileSaysNo() {
      assertEquals("0100", vf("{}").config().toHex().substring(12, 16));
      assertEquals("0100", vf("{\"link\": true}").config().toHex().substring(12, 16));
      assertEquals("0000", vf("{\"link\": false}").config().toHex().substring(12, 16));
      assertEquals(
          "0001",
          vf("{\"link\": true, \"guestOrder\": \"big\"}").config().toHex().substring(12, 16));
      assertEquals(
          "0002",
          vf("{\"link\": false, \"guestOrder\": \"big\", \"config\": {\"status\": 3}}")
              .config()
              .toHex()
              .substring(12, 16));
    }

    @Test
    void featuresAreANumberOrNames() {
      assertEquals(0x20, vf("{\"features\": 32}").features());
      assertEquals(0xffff_ffff, vf("{\"features\": \"0xffffffff\"}").features());
      assertEquals(0xffff_ffff, vf("{\"features\": 4294967295}").features());
      assertEquals(0, vf("{\"features\": []}").features());
      assertEquals(
          0x28010020, vf("{\"features\": [\"MAC\",\"STATUS\",27,\"EVENT_IDX\"]}").features());
      assertEquals(0x80000200, vf("{\"type\": \"blk\", \"features\": [\"FLUSH\", 31]}").features());
    }

    /// L-032: a topology is also there to break things.
    @Test
    void featuresThatLackWhatTheyNeedAreTaken() {
      assertEquals(1 << 11, vf("{\"features\": [\"HOST_TSO4\"]}").features());
    }

    @Test
    void aConfigurationInHexStaysAsItIs() {
      assertEquals("", vf("{\"config\": \"\"}").config().toHex());
      assertEquals("0102", vf("{\"config\": \"0102\"}").config().toHex());
      assertEquals("ff0102030405", vf("{\"config\": \"ff:01:02:03:04:05\"}").config().toHex());
      assertEquals(
          "f0".repeat(17), vf("{\"config\": \"" + "F0".repeat(17) + "\"}").config().toHex());
      assertEquals(
          "aa0000000001",
          vf("{\"config\": \"01\", \"mac\": \"aa:00:00:00:00:01\"}").config().toHex());
      assertEquals("0100000000000100", vf("{\"config\": \"01\", \"link\": true}").config().toHex());
    }

    @Test
    void aConfigurationByFieldsChangesTheUsualOne() {
      String disk = vf("{\"type\": \"blk\", \"config\": {\"capacity\": 131073}}").config().toHex();
      assertEquals("0100020000000000", disk.substring(0, 16));
      assertEquals("fe000000", disk.substring(24, 32));
      assertEquals(144, disk.length());
      assertEquals(
          "ffffffffffffffff",
          vf("{\"type\": \"blk\", \"config\": {\"capacity\": 18446744073709551615}}")
              .config()
              .toHex()
              .substring(0, 16));
      String net =
          vf("""
          {"guestOrder": "big",
           "config": {"mac": "01:02:03:04:05:06", "mtu": 1500, "duplex": 1, "speed": 10}}
          """)
              .config()
              .toHex();
      assertEquals("010203040506" + "0001" + "0000" + "05dc" + "0000000a" + "01", net);
      assertEquals(
          "50001a00",
          vf("{\"type\": \"console\", \"config\": {\"rows\": 26}}")
              .config()
              .toHex()
              .substring(0, 8));
    }

    /// A balloon is little-endian for every guest, a SCSI host as its guest is (L-055).
    @Test
    void aConfigurationHasTheByteOrderOfItsType() {
      String balloon = "'type': 'balloon', 'config': {'num_pages': 4096, 'poison_val': '0xaa'}";
      String bytes = "00100000" + "00000000" + "00000000" + "aa000000";
      assertEquals(bytes, vf(quoted("{" + balloon + "}")).config().toHex());
      assertEquals(bytes, vf(quoted("{'guestOrder': 'big', " + balloon + "}")).config().toHex());
      String scsi = "'type': 'scsi', 'config': {'num_queues': 4, 'max_channel': 1}";
      assertEquals(
          "04000000fe000000ffff0000800000001000000060000000200000000100ff00ff3f0000",
          vf(quoted("{" + scsi + "}")).config().toHex());
      assertEquals(
          "00000004000000fe0000ffff0000008000000010000000600000002000" + "01" + "00ff00003fff",
          vf(quoted("{'guestOrder': 'big', " + scsi + "}")).config().toHex());
      assertEquals("", vf(quoted("{'type': 'rng', 'config': ''}")).config().toHex());
      assertEquals("", vf(quoted("{'type': 'rng', 'guestOrder': 'big'}")).config().toHex());
    }

    /// In the tables, `'` stands for the quotes of JSON.
    private static String quoted(String text) {
      return text.replace('\'', '"');
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        textBlock =
            """
            'features': '0x0'                              | 128 128
            'features': '0x38000012'                       | 128 128 128
            'features': ['FREE_PAGE_HINT']                 | 128 128 0 128
            'features': ['STATS_VQ', 'PAGE_REPORTING']     | 128 128 128 0 128
            'features': '0x0', 'queueSizes': [1, 2, 4]     | 1 2 4
            'features': '0x3f', 'queueSizes': [1, 2]       | 1 2
            """)
    void aBalloonHasTheQueuesOfItsFeatures(String fields, String sizes) {
      List<String> found =
          vf(quoted("{'type': 'balloon', " + fields + "}")).queueSizes().stream()
              .map(size -> Integer.toString(size))
              .toList();
      assertEquals(List.of(sizes.split(" ")), found);
    }

    @Test
    void queuesMayBeAbsentOrEmpty() {
      assertEquals(List.of(), vf("{\"queueSizes\": []}").queueSizes());
      assertEquals(List.of(1, 0, 32768), vf("{\"queueSizes\": [1, 0, 32768]}").queueSizes());
    }

    @Test
    void doorbellsHaveUpToThreePlaces() {
      assertEquals(
          List.of(new NotifyAddress(false, 2, 0x3000, 0x4000)),
          vf("{\"notifyBar\": 2}").notifyAddresses());
      assertEquals(List.of(), vf("{\"notify\": []}").notifyAddresses());
      assertEquals(
          List.of(
              new NotifyAddress(true, 1, 0, 2),
              new NotifyAddress(false, 5, 0x3000, 0x4000),
              new NotifyAddress(false, 4, 0xffe, 0x1000)),
          vf("""
          {"notify": [{"of": "owner", "bar": 1, "offset": 0, "barLength": 2},
                      {"bar": 5},
                      {"of": "member", "offset": "0xffe", "barLength": 4096}]}
          """)
              .notifyAddresses());
    }

    private List<Long> offsets(String text) {
      return parse("{\"vfs\":[" + text + "]}").pfs().getFirst().vfs().stream()
          .flatMap(vf -> vf.notifyAddresses().stream())
          .map(NotifyAddress::offset)
          .toList();
    }

    /// In the owner's BAR, where each VF has a place of its own; VFs that are alike have theirs
    /// word by word, or further apart.
    @Test
    void placesInTheOwnersBarFollowOneAnother() {
      String owner = "{\"of\": \"owner\", \"bar\": 2, \"barLength\": 8192, \"offset\": ";
      assertEquals(
          List.of(16L, 18L, 20L, 22L),
          offsets(
              "{\"count\": 3, \"notify\": [" + owner + "16}]},{\"notify\": [" + owner + "22}]}"));
      assertEquals(
          List.of(0L, 4096L),
          offsets("{\"count\": 2, \"notify\": [" + owner + "0, \"stride\": \"0x1000\"}]}"));
      assertEquals(
          List.of(8188L, 0x3000L, 8190L, 0x3000L),
          offsets("{\"count\": 2, \"notify\": [" + owner + "8188}, {}]}"),
          "those in its own BAR are alike");
    }

    /// What matters is that others have not got it.
    @Test
    void aVfMayListAPlaceTwiceAndEachOwnerHasItsOwnBars() {
      String place = "{\"of\": \"owner\", \"bar\": 2}";
      assertEquals(
          List.of(0x3000L, 0x3000L), offsets("{\"notify\": [" + place + "," + place + "]}"));
      assertEquals(
          List.of(0x3000L, 0x3000L),
          offsets(
              "{\"notify\": [" + place + "]}, {\"notify\": [{\"of\": \"owner\", \"bar\": 3}]}"));
      String pf = "{\"vfs\": [{\"notify\": [" + place + "]}]}";
      assertEquals(2, parse("{\"pfs\": [" + pf + "," + pf + "]}").pfs().size());
    }

    @Test
    void theRestIsTakenAsItIs() {
      Topology.Vf vf =
          vf("{\"vf\": 1, \"vectors\": 2048, \"interruptPin\": \"intx\", \"bar0Length\": 32}");
      assertEquals(2048, vf.vectors());
      assertEquals(true, vf.interruptPin());
      assertEquals(32, vf.pci().bar0Length());
      assertEquals(0, vf("{\"vectors\": 0}").vectors());
      assertEquals(
          new Topology.Pci(3, 32, false, 0, false, 20_000_000),
          vf("{\"msiVectors\": 32, \"reset\": \"none\", \"resetNanos\": \"20ms\"}").pci());
    }

    @Test
    void anOwnerHasUpTo256() {
      assertEquals(256, pf("\"vfs\": [{\"count\": 255}, {}]").vfs().size());
    }
  }

  @Nested
  class Texts {
    @Test
    void commentsAndTrailingCommasAreAllowed() {
      assertEquals(
          parse("{\"seed\": 3}"),
          parse("// one\n{ /* two */ \"seed\": 3, # three\n \"switches\": {},\n}\n# four"));
    }

    @Test
    void aFileIsReadAsUtf8WithAMarkOrWithout(@TempDir Path folder) throws IOException {
      Path file = folder.resolve("t.json");
      Files.writeString(file, "{\"seed\": 5} // µ");
      assertEquals(5, TopologyFile.read(file).seed());
      Files.write(file, "\ufeff{\"seed\": 6}".getBytes(StandardCharsets.UTF_8));
      assertEquals(6, TopologyFile.read(file).seed());
    }

    @Test
    void aFileOfTheLongestLengthIsRead(@TempDir Path folder) throws IOException {
      Path file = folder.resolve("t.json");
      Files.writeString(file, "{\"seed\": 5}" + " ".repeat((1 << 20) - 11));
      assertEquals(5, TopologyFile.read(file).seed());
      Files.writeString(file, "{\"seed\": 5}" + " ".repeat((1 << 20) - 10));
      TopologyException thrown =
          assertThrows(TopologyException.class, () -> TopologyFile.read(file));
      assertEquals(
          file + ": more than 1048576 bytes, expected a topology file", thrown.getMessage());
    }
  }
}
