package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Topology files with a mistake: one line that says where, what was found, what was expected.
class TopologyMistakesTest {
  private static String mistake(String text) {
    String message =
        assertThrows(TopologyException.class, () -> TopologyFile.parse("lab.json", text))
            .getMessage();
    assertFalse(message.contains("\n"), message);
    assertTrue(message.startsWith("lab.json:"), message);
    return message.substring("lab.json:".length());
  }

  /// In the tables, `'` stands for the quotes of JSON.
  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private static String vf(String fields) {
    return mistake("{\"vfs\": [{" + quoted(fields) + "}]}");
  }

  @Nested
  class Shapes {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        textBlock =
            """
            []                            | 1:1: a list, expected an object in braces
            3                             | 1:1: 3, expected an object in braces
            {'pfs': {}}                   | 1:9: pfs: an object, expected a list of owners
            {'pfs': [3]}                  | 1:10: pfs[0]: 3, expected an owner in braces
            {'vfs': null}                 | 1:9: vfs: null, expected a list of VFs
            {'vfs': [[]]}                 | 1:10: vfs[0]: a list, expected a VF in braces
            {'seed': 1.5}                 | 1:10: seed: 1.5, expected a whole number of 64 bits
            {'seed': '7'}                 | 1:10: seed: '7', expected a whole number of 64 bits
            {'seed': 9223372036854775808} | 1:10: seed: 9223372036854775808, expected a whole number of 64 bits
            {'seed': 1e400}               | 1:10: seed: 1E+400, expected a whole number of 64 bits
            {'switches': []}              | 1:14: switches: a list, expected switches in braces, each with its position
            {'pfs': [], 'vfs': []}        | 1:13: vfs: pfs and vfs, expected one of the two
            {'pfs': [], 'driver': 'x'}    | 1:13: driver: pfs and driver, expected one of the two
            {'seed': 1, 'seed': 2}        | 1:13: seed: a second field of this name, expected one
            {} {}                         | 1:4: text after the end of the topology, expected nothing more
            {'driver': 'Virtio_pci'}      | 1:12: driver: 'Virtio_pci', expected virtio_pci or other (did you mean virtio_pci?)
            {'driver': true}              | 1:12: driver: true, expected virtio_pci or other
            """)
    void areRefused(String text, String message) {
      assertEquals(quoted(message), mistake(quoted(text)));
    }

    @Test
    void aMistakeIsFoundInItsLine() {
      String text =
          """
          {
            "pfs": [
              {},
              {"vfs": [{}, {"vectors": 2049}]},
            ],
          }
          """;
      assertEquals("4:30: pfs[1].vfs[1].vectors: 2049, expected 0 to 2048", mistake(text));
    }

    @Test
    void unknownFieldsAreNamedWithTheNearestOne() {
      assertEquals(
          "1:2: vsf: unknown field, expected pfs, switches, seed, program, mode, adminQueueSize,"
              + " driver, firmware or vfs (did you mean vfs?)",
          mistake("{\"vsf\": []}"));
      assertTrue(vf("'Mac': 1").endsWith("(did you mean mac?)"));
      assertTrue(vf("'queues': 1").endsWith("(did you mean queueSizes?)"));
      assertTrue(vf("'guestorder': 1").endsWith("(did you mean guestOrder?)"));
      assertTrue(vf("'zzz': 1").endsWith(", bar0Length, reset or resetNanos"));
    }

    @Test
    void switchesAndPositionsAreNamedWithTheNearestOne() {
      assertEquals(
          "1:15: switches.kernal: unknown switch, expected memberTypes, headerSplit, interruptPin,"
              + " modernCapabilities, kernel, host, hostGate, listsBeforeVfEnable,"
              + " selfBeforeListUse, driverLists, fieldAccess, deviceConfigOrder, partLengths,"
              + " padding, notifyEntries, reservedStatus, retry or missingResult (did you mean"
              + " kernel?)",
          mistake("{\"switches\": {\"kernal\": \"6.8\"}}"));
      assertEquals(
          "1:25: switches.kernel: \"6.9\", expected 6.13+, 6.13-6.14, 6.11 or 6.8 (did you mean"
              + " 6.8?)",
          mistake("{\"switches\": {\"kernel\": \"6.9\"}}"));
      assertEquals(
          "1:25: switches.kernel: 6.8, expected 6.13+, 6.13-6.14, 6.11 or 6.8",
          mistake("{\"switches\": {\"kernel\": 6.8}}"));
    }

    @Test
    void whatIsShownOfATextIsShortAndPrintable() {
      assertEquals(
          "1:10: seed: \"\\u001b[31m\\u000a"
              + "a".repeat(54)
              + "…\", expected a whole number of 64 bits",
          mistake("{\"seed\": \"\\u001b[31m\\n" + "a".repeat(500) + "\"}"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'adminQueueSize': 3     | adminQueueSize: 3, expected 0 or a power of two from 4 to 32768
          'adminQueueSize': 2     | adminQueueSize: 2, expected 0 or a power of two from 4 to 32768
          'adminQueueSize': 48    | adminQueueSize: 48, expected 0 or a power of two from 4 to 32768
          'adminQueueSize': 65536 | adminQueueSize: 65536, expected 0 or a power of two from 4 to 32768
          'adminQueueSize': -4    | adminQueueSize: -4, expected 0 or a power of two from 4 to 32768
          'firmware': 'x'         | firmware: 'x', expected a firmware in braces
          'firmware': {'commands': '0x40000'} | firmware.commands: '0x40000', expected bits 0 to 17: 0 to 0x3ffff
          'firmware': {'commands': [2]}       | firmware.commands: a list, expected bits 0 to 17: 0 to 0x3ffff
          'firmware': {'devPartsObjects': 256}| firmware.devPartsObjects: 256, expected 0 to 255
          'firmware': {'latency': '5'}        | firmware.latency: '5', expected nanoseconds from 0 to 3600000000000 (an hour), or a text such as '1.5ms'
          'firmware': {'latency': '5 m'}      | firmware.latency: '5 m', expected nanoseconds from 0 to 3600000000000 (an hour), or a text such as '1.5ms'
          'firmware': {'latency': '-5us'}     | firmware.latency: '-5us', expected nanoseconds from 0 to 3600000000000 (an hour), or a text such as '1.5ms'
          'firmware': {'latency': '0.5ns'}    | firmware.latency: '0.5ns', expected nanoseconds from 0 to 3600000000000 (an hour), or a text such as '1.5ms'
          'firmware': {'latency': '3601s'}    | firmware.latency: '3601s', expected nanoseconds from 0 to 3600000000000 (an hour), or a text such as '1.5ms'
          'firmware': {'latency': -1}         | firmware.latency: -1, expected nanoseconds from 0 to 3600000000000 (an hour), or a text such as '1.5ms'
          'firmware': {'latency': {'fixed': 1, 'fixedNanos': 1}} | firmware.latency.fixedNanos: fixed and fixedNanos, expected one of the two
          'firmware': {'latency': {'distribution': 'gauss'}}     | firmware.latency.distribution: 'gauss', expected uniform, exponential or normal
          'firmware': {'socket': 3}           | firmware.socket: 3, expected the path of a Unix socket
          'firmware': {'socket': ''}          | firmware.socket: '', expected the path of a Unix socket
          'firmware': {'socket': '\\u0000'}   | firmware.socket: '\\u0000', expected the path of a Unix socket
          'firmware': {'timeoutMillis': 5}    | firmware: no socket, expected the path of a Unix socket
          'firmware': {'socket': 's', 'timeoutMillis': 0} | firmware.timeoutMillis: 0, expected milliseconds from 1 to 3600000 (an hour), or a text such as '2s'
          'firmware': {'socket': 's', 'timeoutMillis': '1.5ms'} | firmware.timeoutMillis: '1.5ms', expected milliseconds from 1 to 3600000 (an hour), or a text such as '2s'
          'firmware': {'socket': 's', 'commands': 3} | firmware.commands: unknown field, expected socket or timeoutMillis
          """)
  void ownersThatCannotBe(String fields, String message) {
    String found = mistake("{" + quoted(fields) + "}");
    assertEquals(quoted(message), found.replaceFirst("^1:\\d+: ", ""));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'vf': 2              | vf: 2, expected 1, its place
          'count': 0           | count: 0, expected 1 to 256
          'count': 257         | count: 257, expected 1 to 256
          'type': '9p'         | type: '9p', expected net, blk, console, rng, balloon or scsi
          'type': 'entropy'    | type: 'entropy', expected net, blk, console, rng, balloon or scsi
          'type': 'block'      | type: 'block', expected net, blk, console, rng, balloon or scsi (did you mean blk?)
          'type': 'bkl'        | type: 'bkl', expected net, blk, console, rng, balloon or scsi (did you mean blk?)
          'type': 'blkk'       | type: 'blkk', expected net, blk, console, rng, balloon or scsi (did you mean blk?)
          'mac': '52:54:00:12:34'    | mac: '52:54:00:12:34', expected a MAC such as '52:54:00:12:34:56'
          'mac': '525400123456'      | mac: '525400123456', expected a MAC such as '52:54:00:12:34:56'
          'mac': '52:54:00:12:34:5g' | mac: '52:54:00:12:34:5g', expected a MAC such as '52:54:00:12:34:56'
          'mac': '01:00:5e:00:00:01' | mac: '01:00:5e:00:00:01', a multicast address, expected that of one station
          'mac': 3             | mac: 3, expected a MAC such as '52:54:00:12:34:56'
          'type': 'blk', 'mac': '52:54:00:12:34:56' | mac: mac of a blk device, expected a net device
          'type': 'blk', 'link': true | link: link of a blk device, expected a net device
          'type': 'balloon', 'link': true | link: link of a balloon device, expected a net device
          'type': 'scsi', 'mac': '52:54:00:12:34:56' | mac: mac of a scsi device, expected a net device
          'type': 'rng', 'config': '00' | config: '00', expected '': type rng has no configuration
          'type': 'rng', 'config': {'actual': 1} | config: an object, expected '': type rng has no configuration
          'type': 'rng', 'features': ['STATS_VQ'] | features[0]: 'STATS_VQ', expected a feature of rng: NOTIFY_ON_EMPTY, ANY_LAYOUT, INDIRECT_DESC, EVENT_IDX or UNUSED
          'type': 'balloon', 'features': ['STATS'] | features[0]: 'STATS', expected a feature of balloon: MUST_TELL_HOST, STATS_VQ, DEFLATE_ON_OOM, FREE_PAGE_HINT, PAGE_POISON, PAGE_REPORTING, NOTIFY_ON_EMPTY, ANY_LAYOUT, INDIRECT_DESC, EVENT_IDX or UNUSED (did you mean STATS_VQ?)
          'type': 'balloon', 'config': '0000000000000000000000000000000000' | config: 17 bytes, expected up to 16 bytes in hex
          'type': 'balloon', 'config': {'actual': -1} | config.actual: -1, expected 0 to 0xffffffff
          'type': 'scsi', 'config': {'max_target': 65536} | config.max_target: 65536, expected 0 to 0xffff
          'link': 'up'         | link: 'up', expected true or false
          'features': '0x1ffffffff' | features: '0x1ffffffff', expected bits 0 to 31: a number, '0x…' or a list of names and bit numbers
          'features': -1       | features: -1, expected bits 0 to 31: a number, '0x…' or a list of names and bit numbers
          'features': [32]     | features[0]: 32, expected the name of a feature or a bit from 0 to 31
          'features': ['MAC', 'mac'] | features[1]: 'mac', expected a feature of net: CSUM, GUEST_CSUM, CTRL_GUEST_OFFLOADS, MTU, MAC, GSO, GUEST_TSO4, GUEST_TSO6, GUEST_ECN, GUEST_UFO, HOST_TSO4, HOST_TSO6, HOST_ECN, HOST_UFO, MRG_RXBUF, STATUS, CTRL_VQ, CTRL_RX, CTRL_VLAN, CTRL_RX_EXTRA, GUEST_ANNOUNCE, MQ, CTRL_MAC_ADDR, NOTIFY_ON_EMPTY, ANY_LAYOUT, INDIRECT_DESC, EVENT_IDX or UNUSED (did you mean MAC?)
          'queueSizes': 256    | queueSizes: 256, expected a list of queue sizes
          'queueSizes': [100]  | queueSizes[0]: 100, expected 0 or a power of two from 1 to 32768
          'queueSizes': [1, 65536] | queueSizes[1]: 65536, expected 0 or a power of two from 1 to 32768
          'config': '0'        | config: '0', expected up to 17 bytes in hex
          'config': 'xy'       | config: 'xy', expected up to 17 bytes in hex
          'config': '000000000000000000000000000000000000' | config: 18 bytes, expected up to 17 bytes in hex
          'config': 5          | config: 5, expected the bytes in hex, or values of mac, status, max_virtqueue_pairs, mtu, speed or duplex
          'config': {'mtu': 65536}  | config.mtu: 65536, expected 0 to 0xffff
          'config': {'mtu': -1}     | config.mtu: -1, expected 0 to 0xffff
          'config': {'mac': 5}      | config.mac: 5, expected 6 bytes in hex
          'config': {'mac': '5254'} | config.mac: '5254', expected 6 bytes in hex
          'config': {'capacity': 1} | config.capacity: unknown field, expected mac, status, max_virtqueue_pairs, mtu, speed or duplex
          'guestOrder': 'BIG'  | guestOrder: 'BIG', expected little or big (did you mean big?)
          'vectors': -1        | vectors: -1, expected 0 to 2048
          'msiVectors': 64     | msiVectors: 64, expected 0 or a power of two from 1 to 32
          'msiVectors': 3      | msiVectors: 3, expected 0 or a power of two from 1 to 32
          'reset': 'FLR'       | reset: 'FLR', expected flr or none (did you mean flr?)
          'reset': false       | reset: false, expected flr or none
          'resetNanos': '1h'   | resetNanos: '1h', expected nanoseconds from 0 to 3600000000000 (an hour), or a text such as '1.5ms'
          'interruptPin': true | interruptPin: true, expected none or intx
          'bar0Length': -1     | bar0Length: -1, expected 0 to 0x10000000000
          'notifyBar': 0       | notifyBar: 0, expected a BAR from 1 to 5
          'notifyBar': 6       | notifyBar: 6, expected a BAR from 1 to 5
          'notify': [], 'notifyBar': 2 | notifyBar: notify and notifyBar, expected one of the two
          'notify': {}         | notify: an object, expected a list of places
          'notify': [{},{},{},{}] | notify: 4 places, expected at most 3
          'notify': [{'of': 'vf'}] | notify[0].of: 'vf', expected member or owner
          'notify': [{'bar': 0}]   | notify[0].bar: 0, expected a BAR from 1 to 5
          'notify': [{'offset': 1}]      | notify[0].offset: 1, expected an even offset from 0 to 0x3ffe
          'notify': [{'offset': 16384}]  | notify[0].offset: 16384, expected an even offset from 0 to 0x3ffe
          'notify': [{'offset': 5}]      | notify[0].offset: 5, expected an even offset from 0 to 0x3ffe
          'notify': [{'stride': 2}]      | notify[0].stride: a stride in a BAR of the VF, expected one in a BAR of its owner
          'notify': [{'of': 'owner', 'stride': 0}] | notify[0].stride: 0, expected an even number from 2 to 0x80000000
          'notify': [{'of': 'owner', 'stride': 3}] | notify[0].stride: 3, expected an even number from 2 to 0x80000000
          'notify': [{'of': 'owner', 'barLength': '0x80000001'}] | notify[0].barLength: '0x80000001', expected 2 to 0x80000000
          'count': 3, 'notify': [{'of': 'owner', 'stride': 4096}] | notify[0]: offset 0x4000 for VF 2, 0x1000 behind the one before, expected at most 0x3ffe
          'count': 3, 'notify': [{'of': 'owner'}, {'of': 'owner', 'offset': '0x3004'}] | notify[0]: offset 0x3004 in BAR 4 of the owner, taken by VF 1, expected a place of its own
          'notify': [{'barLength': 1}]   | notify[0].barLength: 1, expected 2 to 0x10000000000
          'notify': [{'barLength': 4096}]| notify[0]: no offset beside barLength, expected an even offset from 0 to 0xffe
          """)
  void membersThatCannotBe(String fields, String message) {
    String found = vf(fields);
    assertEquals(quoted("vfs[0]." + message), found.replaceFirst("^1:\\d+: ", ""));
  }

  @Test
  void twoVfsHaveNoPlaceInTheOwnersBarInCommon() {
    assertEquals(
        "3:15: vfs[1].notify[0]: offset 0x10 in BAR 2 of the owner, taken by VF 1, expected a"
            + " place of its own",
        mistake(
            """
            {"vfs": [
              {"notify": [{"of": "owner", "bar": 2, "offset": "0x10"}]},
              {"notify": [{"of": "owner", "bar": 2, "offset": 16, "barLength": 64}]},
            ]}
            """));
  }

  @Test
  void thereAreNeverMoreThan256VfsAndOwners() {
    assertEquals(
        "1:25: vfs[1]: 257 VFs, expected at most 256 per owner",
        mistake("{\"vfs\": [{\"count\": 256},{}]}"));
    assertEquals(
        "1:2: pfs: 257 owners, expected at most 256",
        mistake("{\"pfs\": [" + "{},".repeat(257) + "]}"));
  }

  @Nested
  class Syntax {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        ignoreLeadingAndTrailingWhitespace = true,
        textBlock =
            """
            {'seed' 3}      | 1:9: not JSON: unexpected character ('3' (code 51)), expected a colon to separate field name and value
            {seed: 3}       | 1:2: not JSON: unexpected character ('s' (code 115)), expected double-quote to start field name
            {'vfs': [{}     | 1:12: not JSON: unexpected end-of-input, expected close marker for Array (begun in line 1, column 9)
            {'seed': tru}   | 1:10: not JSON: unrecognized token 'tru', expected (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
            {'seed': 01}    | 1:11: not JSON: invalid numeric value: Leading zeroes not allowed
            """)
    void saysWhereAndWhatWasExpected(String text, String message) {
      assertEquals(message, mistake(quoted(text)));
    }

    @Test
    void anEmptyTextIsNoTopology() {
      for (String text : new String[] {"", " \n\n", "// nothing\n"}) {
        assertEquals("1:1: empty, expected an object in braces", mistake(text));
      }
    }

    @Test
    void aTextThatIsTooDeepIsNoTopology() {
      assertEquals(
          "1:1: not JSON: document nesting depth (33) exceeds the maximum allowed (32)",
          mistake("[".repeat(5000)));
    }

    @Test
    void aTextThatIsTooLongIsNoTopology() {
      TopologyException thrown =
          assertThrows(
              TopologyException.class, () -> TopologyFile.parse("x", " ".repeat((1 << 20) + 1)));
      assertEquals("x: more than 1048576 characters, expected a topology", thrown.getMessage());
    }
  }

  @Nested
  class ItsFile {
    @TempDir Path folder;

    private String reading(Path file) {
      return assertThrows(TopologyException.class, () -> TopologyFile.read(file)).getMessage();
    }

    @Test
    void isNamed() throws IOException {
      Path file = folder.resolve("t.json");
      Files.writeString(file, "{\n  \"seed\": true}");
      assertEquals(file + ":2:11: seed: true, expected a whole number of 64 bits", reading(file));
    }

    @Test
    void isThere() {
      Path file = folder.resolve("none.json");
      assertEquals(file + ": no such file, expected a topology file", reading(file));
    }

    @Test
    void hasAName() {
      assertEquals("an empty file name, expected that of a topology file", reading(Path.of("")));
    }

    @Test
    void isNoLinkToItself() throws IOException {
      Path file = folder.resolve("loop.json");
      Files.createSymbolicLink(file, file);
      String message = reading(file);
      assertTrue(message.startsWith(file + ": "), message);
      assertEquals(0, message.lastIndexOf(file.toString()), message);
    }

    @Test
    void isNoFolder() {
      assertEquals(folder + ": a directory, expected a topology file", reading(folder));
    }

    @Test
    void canBeRead() throws IOException {
      Path file = folder.resolve("t.json");
      Files.writeString(file, "{}");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
      Assumptions.assumeFalse(Files.isReadable(file), "root reads everything");
      assertEquals(file + ": permission denied, expected a file that can be read", reading(file));
    }

    @Test
    void isUtf8() throws IOException {
      Path file = folder.resolve("t.json");
      Files.write(file, new byte[] {'{', '\n', ' ', (byte) 0xff, '}'});
      assertEquals(file + ":2:2: byte 0xff, expected a text in UTF-8", reading(file));
      Files.write(file, new byte[] {'{', (byte) 0xc3});
      assertEquals(file + ":1:2: byte 0xc3, expected a text in UTF-8", reading(file));
    }

    @Test
    void isNotAGigabyteLong() throws IOException {
      Path file = folder.resolve("t.json");
      try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength(1 << 30);
      }
      assertEquals(file + ": more than 1048576 bytes, expected a topology file", reading(file));
    }
  }
}
