package org.barscope.engine.owner;

import static org.barscope.engine.Bench.command;
import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.barscope.engine.Bench;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules for the device of reference §11, A-001 to, one method each or
/// more; where Linux needs a rule broken, in both positions of its switch.
///
/// Status words: `1600` is EINVAL; qualifiers: 02 opcode, 03 field, 04 group, 05 member.
class AdminRulesTest {
  private static final String OK = zeros(8);
  private static final String INVALID_OPCODE = "16000200" + zeros(4);
  private static final String INVALID_FIELD = "16000300" + zeros(4);
  private static final String INVALID_GROUP = "16000400" + zeros(4);
  private static final String INVALID_MEMBER = "16000500" + zeros(4);
  private static final String QUERY = hex("0000 0100", zeros(20));
  private static final String QUERY_SELF = zeros(24);
  private static final String USE = hex("0100 0100", zeros(20));
  private static final String USE_SELF = hex("0100 0000", zeros(20));
  private static final String CAPABILITIES = hex("0700 0000", zeros(20));

  private final Bench bench = Bench.net(2);

  private static Bench with(long commands, boolean earlyLists, boolean selfUnasked) {
    Topology.Vf[] vfs = Rig.topology(2).pfs().getFirst().vfs().toArray(Topology.Vf[]::new);
    return new Bench(new FirmwareSpec(commands, 4, earlyLists, selfUnasked, false), vfs);
  }

  /// Everything that a driver can read of all members without changing it.
  private static List<String> state(Bench bench) {
    List<String> state = new ArrayList<>();
    for (int vf = 1; vf <= 2; vf++) {
      for (String read :
          List.of(
              "03 00 4", "03 04 4", "03 08 4", "03 0c 2", "03 0e 2", "03 12 1", "05 00 6",
              "05 06 2")) {
        String[] parts = read.split(" ");
        state.add(
            bench.send(
                command(Integer.parseInt(parts[0]), vf, parts[1]), 8 + Integer.parseInt(parts[2])));
      }
    }
    return state;
  }

  @Nested
  class Offers {
    /// opcodes 2 to 5 all or none; A-002: 6 only with them.
    @ParameterizedTest(name = "told {0}")
    @ValueSource(longs = {0x7f, 0x3f, 0x03, 0x3ff, 0x3e7ff})
    void theLegacyCommandsTogether(long commands) {
      String answer = with(commands, true, true).send(QUERY, 16);
      long list = Long.reverseBytes(Long.parseUnsignedLong(answer.substring(16), 16));
      assertTrue((list & 0x3c) == 0x3c || (list & 0x3c) == 0, answer);
      assertTrue((list & 0x40) == 0 || (list & 0x3c) == 0x3c, answer);
      assertEquals(0x3, list & 0x3, "0 and 1 are always there");
    }

    /// what a broken device offers is offered as told (F-10).
    @Test
    void whatItIsToldEvenIfThatBreaksTheRule() {
      assertEquals(OK + "7b00000000000000", with(0x7b, true, true).send(QUERY, 16));
    }

    /// the last entry is the end mark, offsets are even, the BAR is one that the SR-IOV
    /// capability has, and VF BAR0 is hardwired to 0.
    @Test
    void notifyAddressesThatExist() {
      bench.up();
      String entries = bench.send(command(6, 1, ""), 72).substring(16);
      assertEquals("0204000000000000" + "0030000000000000" + zeros(48), entries);
      for (int bar = 0x124; bar <= 0x138; bar += 4) {
        bench.owner().configWrite(bar, 4, 0xffff_ffffL);
      }
      assertEquals(0, bench.owner().configRead(0x124, 4));
      assertEquals(0xffff_c000L, bench.owner().configRead(0x134, 4), "BAR4 has 0x4000 bytes");
    }

    /// of more than three addresses only three fit before the end mark (E-17).
    @Test
    void threeNotifyAddressesAtMost() {
      List<Topology.NotifyAddress> four = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        four.add(new Topology.NotifyAddress(i == 1, 2 + i % 2, 0x10L + 2 * i, 0x1000));
      }
      Topology.Vf net = Topology.member(DeviceType.NET);
      Bench other =
          new Bench(
                  new Topology.Vf(
                      net.type(),
                      net.features(),
                      net.queueSizes(),
                      net.config(),
                      net.guestOrder(),
                      net.vectors(),
                      false,
                      four,
                      0))
              .up();
      assertEquals(
          OK
              + hex("0202000000000000 1000000000000000")
              + hex("0103000000000000 1200000000000000")
              + hex("0202000000000000 1400000000000000")
              + zeros(16),
          other.send(command(6, 1, ""), 72));
    }

    /// revision at least 1, subsystem device ids from 0x40 for the owner and its members.
    @ParameterizedTest
    @CsvSource({
      "NET, 4110",
      "BLOCK, 4210",
      "CONSOLE, 4310",
      "ENTROPY, 4410",
      "BALLOON, 4510",
      "SCSI, 4810",
    })
    void nonTransitionalIdentities(DeviceType type, String device) {
      Bench other = new Bench(Topology.member(type));
      byte[] config = new byte[0x30];
      other.member(1).configRead(0, config, 0, config.length);
      assertEquals("f41a" + device, HexFormat.of().formatHex(config, 0, 4));
      assertTrue((config[8] & 0xff) >= 1, "revision of the member");
      assertTrue((config[0x2e] & 0xff) + 256 * config[0x2f] >= 0x40, "subsystem of the member");
      assertEquals(0x10411af4L, other.owner().configRead(0, 4));
      assertTrue(other.owner().configRead(8, 1) >= 1, "revision of the owner");
      assertTrue(other.owner().configRead(0x2e, 2) >= 0x40, "subsystem of the owner");
    }
  }

  @Nested
  class LegacyCommands {
    /// little-endian, whatever the host; a queue of 0x0100, a page of 0x00012345.
    @Test
    void numbersAreLittleEndian() {
      bench.up();
      assertEquals(OK + "0001", bench.send(command(3, 1, "0c"), 10));
      assertEquals(OK, bench.send(command(2, 1, "08" + zeros(7) + "45230100"), 8));
      assertEquals(OK + "01", bench.send(command(3, 1, "0a"), 9));
    }

    /// one field, inside the structure; also a field of 6 bytes as a whole (F-62).
    @ParameterizedTest(name = "opcode {0}, {2} bytes at {1}: {3}")
    @CsvSource({
      "3, 0c, 2, true",
      "3, 0c, 4, false",
      "3, 0e, 4, false",
      "3, 12, 2, false",
      "3, 12, 1, true",
      "3, 14, 1, false",
      "3, 00, 3, true",
      "3, 00, 5, false",
      "3, 03, 1, true",
      "5, 00, 6, true",
      "5, 00, 8, false",
      "5, 05, 1, true",
      "5, 05, 2, false",
      "5, 06, 2, true",
      "5, 08, 4, false",
      "5, 10, 1, true",
      "5, 11, 1, false",
      "5, 10, 2, false",
    })
    void stayInsideOneField(int opcode, String offset, int width, boolean one) {
      bench.up();
      String answer = bench.send(command(opcode, 1, offset), 8 + width);
      assertEquals(one ? OK : INVALID_FIELD, answer.substring(0, 16));
      assertEquals(one ? 8 + width : 8, answer.length() / 2);
    }

    /// ISR clear-on-read, select side effects and status reset as through registers.
    @Test
    void haveTheSideEffectsOfRegisters() {
      bench.up();
      bench.member(1).stimulus().setIsr(3);
      assertEquals(OK + "03", bench.send(command(3, 1, "13"), 9));
      assertEquals(OK + "00", bench.send(command(3, 1, "13"), 9));
      bench.send(command(2, 1, "0e" + zeros(7) + "0200"), 8);
      assertEquals(OK + "4000", bench.send(command(3, 1, "0c"), 10));
      bench.send(command(2, 1, "08" + zeros(7) + "01000000"), 8);
      bench.send(command(2, 1, "12" + zeros(7) + "07"), 8);
      bench.send(command(2, 1, "12" + zeros(7) + "00"), 8);
      assertEquals(OK + "0000", bench.send(command(3, 1, "0e"), 10));
      bench.send(command(2, 1, "0e" + zeros(7) + "0200"), 8);
      assertEquals(OK + "00000000", bench.send(command(3, 1, "08"), 12));
    }
  }

  @Nested
  class Validation {
    /// group, then opcode, then member, then fields; each with its own qualifier.
    @ParameterizedTest(name = "{0} of group {1}, member {2}: {3}")
    @CsvSource({
      "ffff, 0200, 09, 04",
      "0300, 0200, 01, 04",
      "ffff, 0100, 09, 02",
      "0700, 0100, 09, 02",
      "0300, 0100, 09, 05",
      "0300, 0100, 00, 05",
      "0300, 0100, 01, 03",
    })
    void isInThisOrder(String opcode, String group, String member, String qualifier) {
      bench.up();
      String wrong = hex(opcode, group, zeros(12), member, zeros(7), "ff");
      assertEquals("1600" + qualifier + "00" + zeros(4), bench.send(wrong, 9));
    }

    /// EINVAL changes nothing, on no member; the lists stay in use too.
    @ParameterizedTest(name = "{0}")
    @ValueSource(
        strings = {
          "0200 0200 01 1200000000000000 07", // group
          "ff00 0100 01 1200000000000000 07", // opcode
          "0200 0000 00 1200000000000000 07", // opcode, for the owner itself
          "0200 0100 03 1200000000000000 07", // member
          "0200 0100 01 1200000000000000 0700", // two registers
          "0200 0100 01 0e00000000000000 01000000", // two registers
          "0200 0100 01 1400000000000000 01", // beyond the header
          "0400 0100 01 0500000000000000 ffff", // two fields
          "0400 0100 01 1100000000000000 ff", // beyond the structure
          "0100 0100 00 fcff000000000000", // not offered, and LIST_USE itself not in the list
        })
    void refusalsChangeNothing(String refused) {
      bench.up();
      for (int vf = 1; vf <= 2; vf++) {
        bench.send(command(2, vf, "12" + zeros(7) + "03"), 8);
        bench.send(command(2, vf, "0e" + zeros(7) + "0100"), 8);
        bench.send(command(2, vf, "08" + zeros(7) + "77000000"), 8);
        bench.member(vf).stimulus().setIsr(3);
      }
      List<String> before = state(bench);
      String[] parts = refused.split(" ", 4);
      String answer =
          bench.send(hex(parts[0], parts[1], zeros(12), parts[2], zeros(7), parts[3]), 8);
      assertTrue(answer.startsWith("1600"), answer);
      assertEquals(before, state(bench));
      for (int vf = 1; vf <= 2; vf++) {
        assertEquals(OK + "03", bench.send(command(3, vf, "13"), 9), "the ISR of VF " + vf);
      }
    }

    /// qualifier 0 with OK and only with OK. A-043: no legacy command ends with EAGAIN or
    /// ENOMEM, after which it would have to be without effect.
    @Test
    void okAndQualifierZeroGoTogether() {
      bench.up();
      int refused = 0;
      for (int opcode = 0; opcode <= 0x13; opcode++) {
        for (int group = 0; group <= 2; group++) {
          for (int length = 0; length <= 12; length++) {
            String data = "12000000000000000300000000".substring(0, 2 * length);
            String command =
                hex("%02x00%02x00".formatted(opcode, group), zeros(12), "0100000000000000", data);
            String answer = bench.send(command, 9 + length % 3);
            assertTrue(answer.startsWith("0000") || answer.startsWith("1600"), answer);
            assertEquals(answer.startsWith("0000"), answer.startsWith("0000", 4), answer);
            assertEquals(zeros(4), answer.substring(8, 16), "reserved bytes");
            refused += answer.startsWith("0000") ? 0 : 1;
          }
        }
      }
      assertTrue(refused > 600 && refused < 780, "refused " + refused);
    }
  }

  @Nested
  class GroupTypes {
    /// A-023, A-024 (Linux's setting): the owner itself serves capability commands unasked.
    @Test
    void selfIsServedBeforeListUse() {
      Bench linux = with(0x3ff, true, true);
      assertEquals(OK + "0100000000000000", linux.send(CAPABILITIES, 16));
    }

    /// A-030 (the standard's setting): not before LIST_USE, and then the list only.
    @Test
    void selfIsRefusedBeforeListUse() {
      Bench strict = with(0x3ff, true, false);
      assertEquals(INVALID_OPCODE, strict.send(CAPABILITIES, 16));
      assertEquals(OK + "8303000000000000", strict.send(QUERY_SELF, 16));
      assertEquals(OK, strict.send(USE_SELF + "8000000000000000", 8));
      assertEquals(OK + "0100000000000000", strict.send(CAPABILITIES, 16));
      assertEquals(
          INVALID_OPCODE,
          strict.send(hex("0800 0000", zeros(20), zeros(8)), 10),
          "not in the list");
    }

    /// after a reset the lists of both group types are those of the beginning.
    @Test
    void areForgottenByAReset() {
      Bench strict = with(0x3ff, true, false);
      strict.enableVfs(2);
      strict.send(USE_SELF + "8000000000000000", 8);
      strict.send(USE + "7c00000000000000", 8);
      strict.owner().commonWrite(20, 1, 0);
      assertEquals(INVALID_OPCODE, strict.send(CAPABILITIES, 16));
      assertEquals(INVALID_OPCODE, strict.send(command(3, 1, "12"), 9));
      assertEquals(OK + "8303000000000000", strict.send(QUERY_SELF, 16));
      assertEquals(OK, strict.send(USE_SELF + "8000000000000000", 8));
      assertEquals(OK + "0100000000000000", strict.send(CAPABILITIES, 16));
    }

    /// the same list after a reset, and the same LIST_USE is taken again.
    @Test
    void offerTheSameAfterAReset() {
      bench.up();
      bench.owner().commonWrite(20, 1, 0);
      assertEquals(OK + "7f00000000000000", bench.send(QUERY, 16));
      assertEquals(OK, bench.send(USE + "7c00000000000000", 8));
    }

    /// A-026 (Linux's setting): the lists are served while VF Enable is clear, nothing else is.
    @Test
    void listsAreServedBeforeVfEnable() {
      assertEquals(OK + "7f00000000000000", bench.send(QUERY, 16));
      assertEquals(OK, bench.send(USE + "7c00000000000000", 8));
      assertEquals(INVALID_GROUP, bench.send(command(3, 1, "12"), 9));
    }

    /// A-026 (the standard's setting): not even the lists.
    @Test
    void listsAreRefusedBeforeVfEnable() {
      Bench strict = with(0x7f, false, true);
      assertEquals(INVALID_GROUP, strict.send(QUERY, 16));
      assertEquals(INVALID_GROUP, strict.send(USE + "7c00000000000000", 8));
      assertEquals(OK + "0300000000000000", strict.send(QUERY_SELF, 16), "the owner itself");
      strict.enableVfs(1);
      assertEquals(OK + "7f00000000000000", strict.send(QUERY, 16));
      assertEquals(OK, strict.send(USE + "7c00000000000000", 8));
      assertEquals(OK + "00", strict.send(command(3, 1, "12"), 9));
    }

    /// members are 1 to NumVFs, also when VF Enable is set with no VF at all.
    @ParameterizedTest(name = "NumVFs {0}, member {1}: {2}")
    @CsvSource({
      "0, 1, false",
      "1, 0, false",
      "1, 1, true",
      "1, 2, false",
      "2, 2, true",
      "2, 3, false",
      "9, 2, true",
      "9, 3, false"
    })
    void membersAreOneToNumVfs(int count, int member, boolean is) {
      bench.send(USE + "7c00000000000000", 8);
      bench.owner().configWrite(0x110, 2, count);
      bench.owner().configWrite(0x108, 2, 1);
      assertEquals(is ? OK + "00" : INVALID_MEMBER, bench.send(command(3, member, "12"), 9));
    }

    /// LIST_USE for one group type leaves the other alone.
    @Test
    void areIndependent() {
      Bench strict = with(0x3ff, true, false);
      strict.enableVfs(2);
      assertEquals(OK, strict.send(USE_SELF + "8000000000000000", 8));
      assertEquals(INVALID_OPCODE, strict.send(command(3, 1, "12"), 9));
      assertEquals(OK, strict.send(USE + "7c00000000000000", 8));
      assertEquals(OK + "0100000000000000", strict.send(CAPABILITIES, 16));
      assertFalse(strict.send(QUERY, 16).startsWith("0000"));
    }
  }
}
