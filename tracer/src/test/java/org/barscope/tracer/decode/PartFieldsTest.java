package org.barscope.tracer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.tracer.AccessStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The migration commands as fields, byte by byte (virtio 1.4, 2.12.1.2 to 2.12.1.4, 2.14).
class PartFieldsTest {
  private static final String FEATURES = "0001010000000000000000000800000021000000 01000000";
  private static final String STATUS = "03010000000000000000000001000000 07";
  private static final String VECTOR = "0201000010000000000000000200 0000 ffff";
  private static final String QUEUE =
      "04010000 0100000000000000 20000000 0001 0200 0100 0000"
          + "0050341200000000 0060341200000000 0070341200000000";
  private static final String NOTIFY = "05010000 0100000000000000 08000000 0300 0400 00000000";

  /// The fields behind the header of a command for member 1, without where their bytes are.
  private static String command(int opcode, int group, String data) {
    AccessStream stream = new AccessStream();
    Bytes readable = readable(opcode, group, data);
    stream.add(1, Event.NONE, new Fact.AdminSubmit(opcode, group, 1, readable, 8));
    return text(stream, 0, 4);
  }

  /// The fields of the result of a command.
  private static String result(int opcode, String data, String result) {
    AccessStream stream = new AccessStream();
    Bytes readable = readable(opcode, 1, data);
    long submit = stream.add(1, Event.NONE, new Fact.AdminSubmit(opcode, 1, 1, readable, 1000));
    Bytes written = Bytes.hex("0000000000000000" + result);
    stream.add(1, submit, new Fact.AdminComplete(opcode, 1, 0, 0, written.length(), written, 0));
    return text(stream, 1, 3);
  }

  private static Bytes readable(int opcode, int group, String data) {
    return Bytes.hex(
        Bytes.of(opcode, 0, group, 0).toHex() + "00".repeat(12) + "0100000000000000" + data);
  }

  /// The fields of one root that have bytes, or lack them, from the one after `skip` on.
  private static String text(AccessStream stream, int root, int skip) {
    StringBuilder text = new StringBuilder();
    FieldTree.of(stream.events(), MemberTypes.NET).roots().get(root).children().stream()
        .skip(skip)
        .filter(node -> !node.spans().isEmpty() || node.label().equals("malformed"))
        .forEach(node -> append(text, node, ""));
    return text.toString();
  }

  private static void append(StringBuilder text, FieldNode node, String indent) {
    text.append(indent).append(node.mark().glyph());
    text.append(node.mark().glyph().isEmpty() ? "" : " ").append(node.label()).append(":");
    text.append(node.value().isEmpty() ? "" : " " + node.value());
    text.append(node.note().isEmpty() ? "" : " (" + node.note() + ")").append('\n');
    node.children().forEach(child -> append(text, child, indent + "  "));
  }

  @Nested
  class Commands {
    @Test
    void ofCapabilities() {
      assertEquals(
          """
          capability: 0 device parts
          reserved: zero
          get limit: 4
          set limit: 5
          """,
          command(9, 0, "0000 000000000000 04 05"));
      assertEquals(
          """
          capability: 1 unknown
          ✗ reserved: 010000000000 (expected zero)
          ? capability data: 0x04
          """,
          command(9, 0, "0100 010000000000 04"));
      assertEquals("✗ extra: 0x01 (malformed: the command has no data)\n", command(7, 0, "01"));
    }

    @Test
    void ofObjects() {
      assertEquals(
          """
          object type: 0 device parts
          reserved: zero
          object: 5
          flags: 0x0
          use: 1 SET
          reserved: zero
          """,
          command(0xa, 1, "0000 0000 05000000 0000000000000000 01 00000000000000"));
      assertEquals(
          """
          object type: 2 unknown
          reserved: zero
          object: 4294967295
          ✗ extra: 0x00 (malformed: more than the command has)
          """,
          command(0xd, 1, "0200 0000 ffffffff 00"));
      assertEquals("✗ malformed: no object\n", command(0xd, 1, ""));
    }

    @Test
    void ofMetadata() {
      assertEquals(
          """
          object type: 0 device parts
          reserved: zero
          object: 5
          kind: 2 LIST
          reserved: zero
          """,
          command(0xe, 1, "0000 0000 05000000 02 00000000000000"));
    }

    @Test
    void ofSelectedParts() {
      assertEquals(
          """
          object type: 0 device parts
          reserved: zero
          object: 5
          kind: 0 SELECTED
          reserved: zero
          header 0: VQ_CFG queue 1
            type: 0x0104 VQ_CFG
            flags: 0 mandatory
            reserved: zero
            queue: 1
            reserved: zero
            length: 32
          header 1: device type part 0x200
            type: 0x0200 device type part 0x200
            flags: 1 optional
            reserved: zero
            selector: 0x104
            length: 0
          ✗ header: 0x01 (malformed: cut, a header has 16 bytes)
          """,
          command(
              0xf,
              1,
              "0000 0000 05000000 00 00000000000000 04010000 0100000000000000 20000000"
                  + "00020100 0401000000000000 00000000 01"));
    }

    @ParameterizedTest
    @CsvSource({"01, 1 stopped", "00, 0 running", "02, 2 unknown"})
    void ofModes(String data, String mode) {
      assertEquals("flags: " + mode + "\n", command(0x11, 1, data));
    }

    @Test
    void ofPartsToWrite() {
      String text = command(0x10, 1, "0000 0000 05000000" + FEATURES + VECTOR + STATUS);
      assertEquals(
          """
          object type: 0 device parts
          reserved: zero
          object: 5
          part 0: DEV_FEATURES (§2.14)
            type: 0x0100 DEV_FEATURES
            flags: 1 optional
            reserved: zero
            reserved: zero
            length: 8
            features: 0x100000021
              bit 0: CSUM
              bit 5: MAC
          part 1: PCI_COMMON_CFG 16 CONFIG_MSIX_VECTOR (§2.14)
            type: 0x0102 PCI_COMMON_CFG
            flags: 0 mandatory
            reserved: zero
            offset: 16 CONFIG_MSIX_VECTOR
            reserved: zero
            length: 2
            value: 0xffff
          part 2: DEVICE_STATUS (§2.14)
            type: 0x0103 DEVICE_STATUS
            flags: 0 mandatory
            reserved: zero
            reserved: zero
            length: 1
            status: 0x07 ACKNOWLEDGE|DRIVER|DRIVER_OK
              bit 0: ACKNOWLEDGE
              bit 1: DRIVER
              bit 2: DRIVER_OK
          """,
          text);
    }

    @Test
    void ofPartsThatAreCutOrOfAnotherLength() {
      String text =
          command(
              0x10,
              1,
              "0000 0000 05000000 03010000 0000000000000000 02000000 0700"
                  + "04010000 0100000000000000 ffffffff 0001");
      assertTrue(
          text.contains("    ✗ value: 0x0007 (malformed: the value has 1 byte)\n".substring(2)),
          text);
      assertTrue(
          text.contains("✗ part 1: VQ_CFG queue 1 (malformed: 2 of 4294967295 bytes)\n"), text);
    }
  }

  @Nested
  class Results {
    @Test
    void ofCapabilities() {
      assertEquals("capabilities: 0x1\n", result(7, "", "0100000000000000"));
      assertEquals("get limit: 4\nset limit: 5\n", result(8, "0000000000000000", "0405"));
      assertEquals("? capability data: 0x0504\n", result(8, "0100000000000000", "0405"));
    }

    @Test
    void ofMetadata() {
      String object = "0000 0000 00000000";
      assertEquals("size: 335\nreserved: zero\n", result(0xe, object + "00", "4f01000000000000"));
      assertEquals("count: 12\nreserved: zero\n", result(0xe, object + "01", "0c00000000000000"));
      String list = result(0xe, object + "02", "0100000000000000" + STATUS.substring(0, 32));
      assertTrue(list.startsWith("count: 1\nreserved: zero\nheader 0: DEVICE_STATUS\n"), list);
    }

    @Test
    void ofAnObject() {
      assertEquals(
          "use: 0 GET\nreserved: zero\n", result(0xc, "0000 0000 00000000", "0000000000000000"));
    }

    @Test
    void ofParts() {
      String text = result(0xf, "0000 0000 00000000 01", QUEUE + NOTIFY);
      assertEquals(
          """
          part 0: VQ_CFG queue 1 (§2.14)
            type: 0x0104 VQ_CFG
            flags: 0 mandatory
            reserved: zero
            queue: 1
            reserved: zero
            length: 32
            size: 256
            vector: 0x0002
            enabled: 1
            reserved: zero
            descriptors: 0x12345000
            driver: 0x12346000
            device: 0x12347000
          part 1: VQ_NOTIFY_CFG queue 1 (§2.14)
            type: 0x0105 VQ_NOTIFY_CFG
            flags: 0 mandatory
            reserved: zero
            queue: 1
            reserved: zero
            length: 8
            notify off: 3
            config data: 4
            reserved: zero
          """,
          text);
    }

    @Test
    void whoseCommandWasNotSeenAreBytes() {
      AccessStream stream = new AccessStream();
      Bytes written = Bytes.hex("0000000000000000" + STATUS);
      stream.add(1, Event.NONE, new Fact.AdminComplete(0xf, 1, 0, 0, 25, written, 0));
      String text = text(stream, 0, 3);
      assertTrue(text.startsWith("result: 0301"), text);
    }
  }

  /// Each byte of data and result is in a field that has no others with bytes, whatever they are.
  @Test
  void everyByteBelongsToAField() {
    Random random = new Random(5);
    String all = FEATURES + VECTOR + STATUS + QUEUE + NOTIFY;
    for (int i = 0; i < 4000; i++) {
      int opcode = 7 + random.nextInt(11);
      byte[] data = Bytes.hex("0000 0000 05000000" + (i % 2 == 0 ? "" : all)).toArray();
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        data[random.nextInt(data.length)] = (byte) random.nextInt();
      }
      Bytes cut = Bytes.copyOf(data, 0, random.nextInt(data.length + 1));
      AccessStream stream = new AccessStream();
      Bytes readable = readable(opcode, 1, cut.toHex());
      long submit = stream.add(1, Event.NONE, new Fact.AdminSubmit(opcode, 1, 1, readable, 8));
      Bytes written = Bytes.hex("0000000000000000" + cut.toHex());
      stream.add(1, submit, new Fact.AdminComplete(opcode, 1, 0, 0, written.length(), written, 0));
      FieldTree tree = FieldTree.of(stream.events(), MemberTypes.NET);
      for (int strip = 0; strip < tree.strips().size(); strip++) {
        for (int at = 0; at < tree.strips().get(strip).bytes().length(); at++) {
          FieldNode field = tree.at(strip, at).orElseThrow();
          assertTrue(field.children().stream().allMatch(child -> child.spans().isEmpty()));
        }
      }
    }
  }
}
