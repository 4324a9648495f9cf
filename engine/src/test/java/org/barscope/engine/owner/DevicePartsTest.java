package org.barscope.engine.owner;

import static org.barscope.engine.Bench.command;
import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.barscope.engine.owner.PartsRig.DRIVEN;
import static org.barscope.engine.owner.PartsRig.EBUSY;
import static org.barscope.engine.owner.PartsRig.ENOMEM;
import static org.barscope.engine.owner.PartsRig.ENXIO;
import static org.barscope.engine.owner.PartsRig.GET;
import static org.barscope.engine.owner.PartsRig.IDLE;
import static org.barscope.engine.owner.PartsRig.INVALID_FIELD;
import static org.barscope.engine.owner.PartsRig.OK;
import static org.barscope.engine.owner.PartsRig.SET;
import static org.barscope.engine.owner.PartsRig.object;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Device parts, byte by byte (virtio 1.4, 2.12.1.4 and 2.14; reference §11, A-061 to A-063, and
/// §12.3).
class DevicePartsTest {
  private final PartsRig rig = new PartsRig(4);

  /// VF 1 is driven and has object 0 to read with, VF 2 is idle, stopped, and has object 1 to write
  /// with and object 2 to read with.
  @BeforeEach
  void prepare() {
    rig.drive(1);
    assertEquals(OK, rig.create(1, 0, GET));
    assertEquals(OK, rig.create(2, 1, SET));
    assertEquals(OK, rig.create(2, 2, GET));
    assertEquals(OK, rig.mode(2, "01"));
  }

  private static String joined(List<String> parts) {
    return String.join("", parts);
  }

  /// > … MUST respond the device parts in the same order as listed in the table (2.12.1.4.4.1,
  /// > A-061)
  @Nested
  class Reading {
    @Test
    void givesAllPartsInTheTablesOrder() {
      assertEquals(joined(DRIVEN), rig.parts(1, 0));
      assertEquals(joined(IDLE), rig.parts(2, 2));
    }

    /// as often as anybody likes, stopped or not.
    @Test
    void canBeRepeated() {
      assertEquals(joined(DRIVEN), rig.parts(1, 0));
      assertEquals(OK, rig.mode(1, "01"));
      assertEquals(joined(DRIVEN), rig.parts(1, 0));
      assertEquals(joined(DRIVEN), rig.parts(1, 0));
      rig.write(1, "12:87");
      assertEquals(joined(DRIVEN).replace("0100000007", "0100000087"), rig.parts(1, 0));
    }

    @Test
    void tellsSizeCountAndHeadersBefore() {
      int size = joined(DRIVEN).length() / 2;
      assertEquals(OK + Bytes.ofLittle(size, 8).toHex(), rig.metadata(1, 0, 0, 8));
      assertEquals(OK + "0c00000000000000", rig.metadata(1, 0, 1, 8));
      String headers =
          DRIVEN.stream().map(part -> part.substring(0, 32)).collect(Collectors.joining());
      assertEquals(OK + "0c00000000000000" + headers, rig.metadata(1, 0, 2, 8 + 12 * 16));
      assertEquals(OK + "0c00000000000000" + headers, rig.metadata(1, 0, 2, 1000));
    }

    /// ENOMEM, nothing but the status block, no side effect; the same command with more room
    /// succeeds (F-45).
    @Test
    void withTooLittleRoomFailsWithEnomem() {
      int size = joined(DRIVEN).length() / 2;
      List<String> before = rig.state();
      for (int room : new int[] {0, 1, size - 1}) {
        assertEquals(
            ENOMEM, rig.bench().send(command(0x0f, 1, object(0) + "01" + zeros(7)), 8 + room));
      }
      assertEquals(ENOMEM, rig.metadata(1, 0, 0, 7));
      assertEquals(ENOMEM, rig.metadata(1, 0, 1, 0));
      assertEquals(ENOMEM, rig.metadata(1, 0, 2, 8 + 12 * 16 - 1));
      assertEquals(ENOMEM, rig.selected(1, 0, DRIVEN.get(5).substring(0, 32), 16));
      assertEquals(before, rig.state());
      assertEquals(
          OK + joined(DRIVEN),
          rig.bench().send(command(0x0f, 1, object(0) + "01" + zeros(7)), 8 + size));
    }

    /// Selected ones come in the table's order, each once, whatever the list's order is;
    /// what does not exist is skipped.
    @Test
    void givesSelectedParts() {
      String queue1 = DRIVEN.get(7);
      String status = DRIVEN.get(5);
      String list =
          queue1.substring(0, 32)
              + "0402"
              + zeros(14)
              + status.substring(0, 32)
              + hex("0401 00 00 0900000000000000 20000000")
              + hex("0401 ff ff 0100ffffffffffff 00000000")
              + hex("0201 00 00 1400000000000000 01000000");
      assertEquals(OK + status + queue1, rig.selected(1, 0, list, 1000));
      assertEquals(OK, rig.selected(1, 0, "", 1000));
      assertEquals(OK, rig.selected(1, 0, "ff".repeat(160), 0));
    }

    /// a header that is cut is filled with zeros.
    @Test
    void aHeaderThatIsCutCounts() {
      assertEquals(OK + DRIVEN.get(5), rig.selected(1, 0, "0301", 17));
      assertEquals(OK, rig.selected(1, 0, "03", 17));
      assertEquals(OK + DRIVEN.get(6), rig.selected(1, 0, "0401", 100), "queue 0");
    }

    @Test
    void needsAnObjectToReadWith() {
      assertEquals(ENXIO, rig.parts(1, 3));
      assertEquals(ENXIO, rig.parts(1, 0xffff_ffffL));
      assertEquals(ENXIO, rig.parts(2, 0), "of another member");
      assertEquals(INVALID_FIELD, rig.parts(2, 1), "one to write with");
      assertEquals(INVALID_FIELD, rig.metadata(2, 1, 0, 8));
      assertEquals(INVALID_FIELD, rig.metadata(1, 0, 3, 8));
      assertEquals(INVALID_FIELD, rig.metadata(1, 0, 255, 8));
      assertEquals(
          INVALID_FIELD, rig.bench().send(command(0x0f, 1, object(0) + "02" + zeros(7)), 1000));
    }

    /// A queue that does not exist has no parts; a device without a configuration has them all.
    @Test
    void absentQueuesHaveNoParts() {
      Topology.Vf plain = Topology.member(DeviceType.ENTROPY);
      Topology.Vf vf =
          new Topology.Vf(
              plain.type(),
              plain.features(),
              List.of(0, 8, 0),
              plain.config(),
              plain.guestOrder(),
              0,
              false,
              plain.notifyAddresses(),
              0);
      PartsRig other = new PartsRig(0x3ffff, 1, List.of(vf));
      other.setLimits(1, 1);
      assertEquals(OK, other.create(1, 0, GET));
      assertEquals(
          hex("0001 01 00", zeros(8), "08000000 0000003800000000")
              + hex("0101 00 00", zeros(8), "08000000", zeros(8))
              + hex("0201 00 00 1000000000000000 02000000 ffff")
              + hex("0201 00 00 1200000000000000 02000000 0300")
              + hex("0201 00 00 1600000000000000 02000000 0000")
              + hex("0301 00 00", zeros(8), "01000000 00")
              + hex("0401 00 00 0100000000000000 20000000 0800 ffff", zeros(28))
              + hex("0501 00 00 0100000000000000 08000000", zeros(8)),
          other.parts(1, 0));
    }

    /// > … a BAR … Notification … what a driver wrote to the device configuration has no
    /// > part (reference §12.3, by absence)
    @Test
    void theConfigurationThatADriverWroteHasNoPart() {
      assertEquals(OK, rig.bench().send(command(4, 1, "00" + zeros(7) + "020406080a0c"), 8));
      assertEquals(joined(DRIVEN), rig.parts(1, 0));
    }
  }

  @Nested
  class Writing {
    @Test
    void makesTheMemberWhatTheOtherWas() {
      assertEquals(OK, rig.set(2, 1, rig.parts(1, 0)));
      assertEquals(joined(DRIVEN), rig.parts(2, 2));
      rig.bench().member(2).configWrite(0x42, Bytes.hex("0280").toArray(), 0, 2);
      assertEquals("20000100", rig.read(2, "04", 4));
      assertEquals("07", rig.read(2, "12", 1));
      assertEquals("0100", rig.read(2, "0e", 2));
      assertEquals("ffffffff", rig.read(2, "08", 4));
      assertEquals("0000", rig.read(2, "14", 2));
      assertEquals("0200", rig.read(2, "16", 2));
      rig.write(2, "0e:0000");
      assertEquals("45230100", rig.read(2, "08", 4));
      assertEquals("0100", rig.read(2, "16", 2));
      rig.write(2, "0e:0200");
      assertEquals("00000000", rig.read(2, "08", 4));
      assertEquals("ffff", rig.read(2, "16", 2));
      rig.write(2, "12:07");
      assertEquals(List.of(), rig.bench().faults(), "a driver that goes on began with a reset");
    }

    /// In as many commands as anybody likes, the same part again too.
    @Test
    void canBeDoneInPieces() {
      for (String part : DRIVEN) {
        assertEquals(OK, rig.set(2, 1, part));
        assertEquals(OK, rig.set(2, 1, part));
      }
      assertEquals(joined(DRIVEN), rig.parts(2, 2));
      assertEquals(OK, rig.set(2, 1, ""));
      assertEquals(joined(DRIVEN), rig.parts(2, 2));
    }

    /// > … SHOULD respond with an error status … if the device is not stopped. (2.12.1.4.4.1,
    /// > A-062)
    @Test
    void isRefusedWhileTheMemberRuns() {
      assertEquals(OK, rig.mode(2, "00"));
      assertEquals(EBUSY, rig.set(2, 1, joined(DRIVEN)));
      assertEquals(EBUSY, rig.set(2, 1, ""));
      assertEquals(joined(IDLE), rig.parts(2, 2));
      assertEquals(OK, rig.mode(2, "01"));
      assertEquals(OK, rig.set(2, 1, joined(DRIVEN)));
    }

    @Test
    void needsAnObjectToWriteWith() {
      assertEquals(ENXIO, rig.set(2, 3, ""));
      assertEquals(ENXIO, rig.set(1, 1, ""));
      assertEquals(INVALID_FIELD, rig.set(2, 2, ""));
    }

    /// length mismatch, DEV_FEATURES that differ, order, and what no legacy register can
    /// hold. A-021: then nothing is changed, not even by the parts before.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            features, 4 bytes     | 0001 01 00 0000000000000000 04000000 6480bf39
            features, 16 bytes    | 0001 01 00 0000000000000000 10000000 6480bf39000000000000000000000000
            other features        | 0001 01 00 0000000000000000 08000000 6480bf3800000000
            with VERSION_1        | 0001 01 00 0000000000000000 08000000 6480bf3901000000
            driver's, 0 bytes     | 0101 00 00 0000000000000000 00000000
            not offered           | 0101 00 00 0000000000000000 08000000 2000014000000000
            a modern driver's     | 0101 00 00 0000000000000000 08000000 2000010001000000
            vector, 1 byte        | 0201 00 00 1000000000000000 01000000 00
            vector 3 of 3         | 0201 00 00 1000000000000000 02000000 0300
            vector 0xfffe         | 0201 00 00 1000000000000000 02000000 feff
            4 queues              | 0201 00 00 1200000000000000 02000000 0400
            select, 4 bytes       | 0201 00 00 1600000000000000 04000000 01000000
            device_status         | 0201 00 00 1400000000000000 01000000 07
            queue_size            | 0201 00 00 1800000000000000 02000000 0001
            offset in between     | 0201 00 00 1700000000000000 02000000 0000
            offset 64             | 0201 00 00 4000000000000000 02000000 0000
            offset 2^32 - 1       | 0201 00 00 ffffffff00000000 02000000 0000
            status, 0 bytes       | 0301 00 00 0000000000000000 00000000
            status, 2 bytes       | 0301 00 00 0000000000000000 02000000 0700
            queue, 31 bytes       | 0401 00 00 0000000000000000 1f000000 0001 0100 0100 0000 0050341200000000 0060341200000000 00703412000000
            queue 3               | 0401 00 00 0300000000000000 20000000 0001 0100 0000 0000 000000000000000000000000000000000000000000000000
            queue 65535           | 0401 00 00 ffff000000000000 20000000 0001 0100 0000 0000 000000000000000000000000000000000000000000000000
            another size          | 0401 00 00 0000000000000000 20000000 8000 0100 0000 0000 000000000000000000000000000000000000000000000000
            queue's vector 3      | 0401 00 00 0000000000000000 20000000 0001 0300 0000 0000 000000000000000000000000000000000000000000000000
            enabled 2             | 0401 00 00 0000000000000000 20000000 0001 0100 0200 0000 0050341200000000 0060341200000000 0070341200000000
            enabled at 0          | 0401 00 00 0000000000000000 20000000 0001 0100 0100 0000 0000000000000000 0010000000000000 0020000000000000
            not enabled elsewhere | 0401 00 00 0000000000000000 20000000 0001 0100 0000 0000 0050341200000000 0060341200000000 0070341200000000
            not enabled, in page 0| 0401 00 00 0000000000000000 20000000 0001 0100 0000 0000 0008000000000000 000000000000000000000000000000000000
            within a page         | 0401 00 00 0000000000000000 20000000 0001 0100 0100 0000 0850341200000000 0860341200000000 0070341200000000
            at 2^44               | 0401 00 00 0000000000000000 20000000 0001 0100 0100 0000 0000000000100000 0010000000100000 0020000000100000
            at 2^63 and a page    | 0401 00 00 0000000000000000 20000000 0001 0100 0100 0000 0050341200000080 0060341200000080 0070341200000080
            avail elsewhere       | 0401 00 00 0000000000000000 20000000 0001 0100 0100 0000 0050341200000000 0260341200000000 0070341200000000
            used elsewhere        | 0401 00 00 0000000000000000 20000000 0001 0100 0100 0000 0050341200000000 0060341200000000 0080341200000000
            notify, 4 bytes       | 0501 00 00 0000000000000000 04000000 00000000
            notify off 1          | 0501 00 00 0000000000000000 08000000 0100000000000000
            notify data           | 0501 00 00 0000000000000000 08000000 0000010000000000
            notify of queue 3     | 0501 00 00 0300000000000000 08000000 0000000000000000
            common part 0x106     | 0601 00 00 0000000000000000 01000000 00
            control queue         | 0002 00 00 0000000000000000 01000000 00
            reserved part 0x600   | 0006 00 00 0000000000000000 00000000
            a header cut          | 0301 00 00 0000000000000000 010000
            a value cut           | 0301 00 00 0000000000000000 01000000
            length 2^32 - 1       | 0301 00 00 0000000000000000 ffffffff 07
            8 bytes too many      | 0301 00 00 0000000000000000 01000000 07 0000000000000000
            """)
    void whatDoesNotFitIsRefusedAndChangesNothing(String what, String part) {
      String unfit = hex(part);
      List<String> before = rig.state();
      assertEquals(INVALID_FIELD, rig.set(2, 1, unfit), what);
      String fitting = hex("0101 00 00 0000000000000000 08000000 2000010000000000");
      assertEquals(INVALID_FIELD, rig.set(2, 1, fitting + unfit), what);
      assertEquals(before, rig.state());
      assertEquals(joined(IDLE), rig.parts(2, 2));
    }

    /// A-063, F-41: eight stale bytes behind the parts.
    @Test
    void aTailOfGarbageIsRefused() {
      assertEquals(INVALID_FIELD, rig.set(2, 1, joined(DRIVEN) + zeros(8)));
      assertEquals(joined(IDLE), rig.parts(2, 2));
    }

    /// in the table's order, each part once.
    @Test
    void anotherOrderIsRefused() {
      for (int i = 0; i < DRIVEN.size(); i++) {
        for (int j = 0; j < DRIVEN.size(); j++) {
          boolean ordered = i != j && type(DRIVEN.get(i)).compareTo(type(DRIVEN.get(j))) <= 0;
          assertEquals(
              ordered ? OK : INVALID_FIELD,
              rig.set(2, 1, DRIVEN.get(i) + DRIVEN.get(j)),
              "part " + i + ", then " + j);
        }
      }
    }

    private static String type(String part) {
      return part.substring(2, 4) + part.substring(0, 2);
    }

    /// Optional parts that nobody knows are passed over, wherever they stand.
    @ParameterizedTest
    @ValueSource(
        strings = {
          "0601 01 00 0000000000000000 01000000 00",
          "0002 01 00 0000000000000000 00000000",
          "ffff ff ff ffffffffffffffff 02000000 abcd",
          "0201 01 00 0000000000000000 04000000 01000000",
        })
    void unknownOptionalPartsAreIgnored(String part) {
      boolean common = part.startsWith("0201");
      List<String> parts = new ArrayList<>(DRIVEN);
      parts.add(common ? 2 : 7, part.replace(" ", ""));
      assertEquals(OK, rig.set(2, 1, joined(parts)));
      assertEquals(joined(DRIVEN), rig.parts(2, 2));
    }

    /// verified even though it is optional, and never set.
    @Test
    void theDevicesFeaturesAreVerified() {
      assertEquals(OK, rig.set(2, 1, DRIVEN.getFirst()));
      assertEquals(OK, rig.set(2, 1, DRIVEN.getFirst().replaceFirst("000101", "000100")));
      assertEquals("6480bf39", rig.read(2, "00", 4));
    }

    /// The last page of the legacy interface, a ring of 64 in a queue that had none.
    @Test
    void everyPageFits() {
      String queue2 =
          hex(
              "0401 00 00 0200000000000000 20000000 4000 ffff 0100 0000",
              "0070563412000000 0074563412000000 0080563412000000");
      assertEquals(OK, rig.set(2, 1, queue2));
      rig.write(2, "0e:0200");
      assertEquals("67452301", rig.read(2, "08", 4));
    }

    /// Reserved bytes are passed over.
    @Test
    void reservedBytesMeanNothing() {
      assertEquals(OK, rig.set(2, 1, hex("0301 00 ff ffffffffffffffff 01000000 03")));
      assertEquals("03", rig.read(2, "12", 1));
    }
  }

  /// A member of another type, or with other queues, is not one that parts can be taken to.
  @Test
  void anotherTypeRefusesThem() {
    PartsRig other =
        new PartsRig(
            0x3ffff,
            2,
            List.of(
                Rig.topology(1).pfs().getFirst().vfs().getFirst(),
                Topology.member(DeviceType.BLOCK)));
    other.setLimits(2, 2);
    other.create(1, 0, GET);
    other.create(2, 1, SET);
    other.mode(2, "01");
    List<String> before = List.of(other.read(2, "04", 4), other.read(2, "12", 1));
    assertEquals(INVALID_FIELD, other.set(2, 1, other.parts(1, 0)));
    assertEquals(before, List.of(other.read(2, "04", 4), other.read(2, "12", 1)));
  }
}
