package org.barscope.engine.owner;

import static org.barscope.engine.Bench.command;
import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.barscope.engine.Bench;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the firmware answers, byte by byte (virtio 1.4, 2.12.1; reference §11).
///
/// Status words: `1600` is EINVAL; qualifiers: 02 opcode, 03 field, 04 group, 05 member.
class FirmwareTest {
  private static final String OK = zeros(8);
  private static final String INVALID_OPCODE = "16000200" + zeros(4);
  private static final String INVALID_FIELD = "16000300" + zeros(4);
  private static final String INVALID_GROUP = "16000400" + zeros(4);
  private static final String INVALID_MEMBER = "16000500" + zeros(4);

  private final Bench bench = Bench.net(3);

  private static String header(String opcode, String group, String member) {
    return hex(opcode, group, zeros(12), member);
  }

  private static String listUse(String group, String list) {
    return header("0100", group, zeros(8)) + list;
  }

  private static String listQuery(String group) {
    return header("0000", group, zeros(8));
  }

  /// > … validate group type, then opcode, then member … (2.12.1.5, A-020)
  @Nested
  class ValidationOrder {
    @ParameterizedTest(name = "group {0}")
    @ValueSource(strings = {"0200", "ffff", "0080", "0001"})
    void anUnknownGroupComesFirst(String group) {
      bench.up();
      assertEquals(INVALID_GROUP, bench.send(header("0300", group, "0100000000000000") + "00", 12));
      assertEquals(INVALID_GROUP, bench.send(header("ff7f", group, "ffffffffffffffff"), 8));
      assertEquals(INVALID_GROUP, bench.send(header("0000", group, zeros(8)), 16));
    }

    @ParameterizedTest(name = "opcode {0}")
    @ValueSource(strings = {"0700", "0b00", "1200", "3f00", "4000", "4200", "8300", "0080", "ffff"})
    void anUnknownOpcodeComesBeforeTheMember(String opcode) {
      bench.up();
      assertEquals(INVALID_OPCODE, bench.send(header(opcode, "0100", "ffffffffffffffff"), 16));
      assertEquals(INVALID_OPCODE, bench.send(header(opcode, "0000", zeros(8)), 16));
    }

    @ParameterizedTest(name = "opcode {0}")
    @ValueSource(ints = {2, 3, 4, 5, 6})
    void theMemberComesBeforeTheField(int opcode) {
      bench.up();
      String unfit = "ff" + zeros(11);
      assertEquals(INVALID_MEMBER, bench.send(command(opcode, 0, unfit), 72));
      assertEquals(INVALID_MEMBER, bench.send(command(opcode, 4, unfit), 72));
      assertEquals(
          INVALID_MEMBER,
          bench.send(header("0" + opcode + "00", "0100", "0100000000000080") + unfit, 72));
      assertEquals(
          INVALID_MEMBER,
          bench.send(header("0" + opcode + "00", "0100", "0100000001000000") + unfit, 72));
    }

    @ParameterizedTest(name = "member {0}")
    @ValueSource(ints = {1, 2, 3})
    void everyVfIsAMember(int member) {
      bench.up();
      assertEquals(OK + "0001", bench.send(command(3, member, "0c"), 10));
    }

    @Test
    void onlyEnabledVfsAreMembers() {
      bench.send(listUse("0100", "7c00000000000000"), 8);
      bench.enableVfs(2);
      assertEquals(OK + "00", bench.send(command(3, 2, "12"), 9));
      assertEquals(INVALID_MEMBER, bench.send(command(3, 3, "12"), 9));
    }

    /// A-026, but for the lists, which Linux needs before VF Enable (E-14).
    @Test
    void withoutVfEnableTheGroupIsInvalid() {
      assertEquals(OK + "7f00000000000000", bench.send(listQuery("0100"), 16));
      assertEquals(OK, bench.send(listUse("0100", "7f00000000000000"), 8));
      assertEquals(INVALID_GROUP, bench.send(command(3, 1, "12"), 9));
      assertEquals(INVALID_GROUP, bench.send(command(6, 1, ""), 72));
      assertEquals(INVALID_GROUP, bench.send(header("0700", "0100", zeros(8)), 16));
      bench.enableVfs(3);
      assertEquals(OK + "00", bench.send(command(3, 1, "12"), 9));
    }
  }

  @Nested
  class Lists {
    @Test
    void queryTellsTheLegacyCommandsForVfs() {
      assertEquals(OK + "7f00000000000000", bench.send(listQuery("0100"), 16));
    }

    @Test
    void queryTellsOnlyTheListsForTheOwnerItself() {
      assertEquals(OK + "0300000000000000", bench.send(listQuery("0000"), 16));
    }

    @Test
    void queryIgnoresTheMember() {
      assertEquals(
          OK + "7f00000000000000", bench.send(header("0000", "0100", "ffffffffffffffff"), 16));
    }

    ///
    @ParameterizedTest(name = "opcode {0}")
    @ValueSource(ints = {2, 3, 4, 5, 6})
    void nothingElseIsLegalBeforeUse(int opcode) {
      bench.enableVfs(3);
      assertEquals(INVALID_OPCODE, bench.send(command(opcode, 1, zeros(9)), 72));
    }

    /// exactly the given list.
    @Test
    void afterUseExactlyTheGivenOnesAreLegal() {
      bench.enableVfs(3);
      assertEquals(OK, bench.send(listUse("0100", "0900000000000000"), 8));
      assertEquals(OK + "00", bench.send(command(3, 1, "12"), 9));
      assertEquals(INVALID_OPCODE, bench.send(command(2, 1, "12" + zeros(7) + "01"), 8));
      assertEquals(INVALID_OPCODE, bench.send(command(5, 1, "00"), 9));
      assertEquals(INVALID_OPCODE, bench.send(command(6, 1, ""), 72));
      assertEquals(OK + "7f00000000000000", bench.send(listQuery("0100"), 16));
      assertEquals(INVALID_OPCODE, bench.send(listUse("0100", "7f00000000000000"), 8));
    }

    @Test
    void canBeUsedAgainWhileItsOwnBitIsSet() {
      bench.enableVfs(3);
      assertEquals(OK, bench.send(listUse("0100", "0a00000000000000"), 8));
      assertEquals(OK, bench.send(listUse("0100", "2000000000000000"), 8));
      assertEquals(OK + "52", bench.send(command(5, 1, "00"), 9));
      assertEquals(INVALID_OPCODE, bench.send(command(3, 1, "12"), 9));
    }

    ///
    @Test
    void clearingTheirOwnBitsBlocksThemUntilReset() {
      assertEquals(OK, bench.send(listUse("0100", "7c00000000000000"), 8));
      assertEquals(INVALID_OPCODE, bench.send(listQuery("0100"), 16));
      assertEquals(INVALID_OPCODE, bench.send(listUse("0100", "7c00000000000000"), 8));
      bench.owner().commonWrite(20, 1, 0);
      assertEquals(OK + "7f00000000000000", bench.send(listQuery("0100"), 16));
      assertEquals(OK, bench.send(listUse("0100", "7c00000000000000"), 8));
    }

    /// a reset gives the same list again.
    @Test
    void aResetForgetsWhatWasUsed() {
      bench.up();
      bench.owner().commonWrite(20, 1, 0);
      assertEquals(INVALID_OPCODE, bench.send(command(3, 1, "12"), 9));
      bench.up();
      assertEquals(OK + "00", bench.send(command(3, 1, "12"), 9));
    }

    @ParameterizedTest(name = "list {0}")
    @ValueSource(
        strings = {
          "8000000000000000",
          "fc03000000000000",
          "7c00000000000080",
          "ffffffffffffffff",
          "7c00000000000000 0100000000000000",
          "7c00000000000000 00000000000000 01",
        })
    void anOpcodeThatWasNotOfferedFailsUseAndChangesNothing(String list) {
      bench.enableVfs(3);
      assertEquals(INVALID_FIELD, bench.send(listUse("0100", hex(list)), 8));
      assertEquals(INVALID_OPCODE, bench.send(command(3, 1, "12"), 9));
      assertEquals(OK + "7f00000000000000", bench.send(listQuery("0100"), 16));
    }

    ///
    @Test
    void theGroupTypesAreIndependent() {
      bench.enableVfs(3);
      assertEquals(OK, bench.send(listUse("0000", "0300000000000000"), 8));
      assertEquals(INVALID_OPCODE, bench.send(command(3, 1, "12"), 9));
      assertEquals(OK, bench.send(listUse("0100", "7c00000000000000"), 8));
      assertEquals(OK + "0300000000000000", bench.send(listQuery("0000"), 16));
      assertEquals(INVALID_FIELD, bench.send(listUse("0000", "7c00000000000000"), 8));
    }

    @Test
    void legacyCommandsAreNotForTheOwnerItself() {
      bench.up();
      for (int opcode = 2; opcode <= 6; opcode++) {
        assertEquals(INVALID_OPCODE, bench.send(header("0" + opcode + "00", "0000", zeros(8)), 72));
      }
    }

    /// a list of another length is no error.
    @ParameterizedTest(name = "list {0}")
    @ValueSource(
        strings = {"7c", "7c00", "7c00000000000000 0000000000000000", "7c00000000000000 00"})
    void aShorterOrLongerListIsTaken(String list) {
      bench.enableVfs(3);
      assertEquals(OK, bench.send(listUse("0100", hex(list)), 8));
      assertEquals(OK + "00", bench.send(command(3, 1, "12"), 9));
    }
  }

  /// > … fail the command if offset and length do not refer to a single field … (2.12.1.1.6, A-004)
  @Nested
  class SingleField {
    @Test
    void everyStraddlingHeaderAccessIsRefused() {
      bench.up();
      int[] starts = {0, 4, 8, 12, 14, 16, 18, 19, 20};
      for (int at = 0; at < 26; at++) {
        for (int width = 0; width <= 9; width++) {
          boolean one = false;
          for (int i = 0; i + 1 < starts.length; i++) {
            one |= width > 0 && at >= starts[i] && at + width <= starts[i + 1];
          }
          String offset = "%02x".formatted(at);
          String read = bench.send(command(3, 1, offset), 8 + width);
          assertEquals(
              one, read.startsWith("0000"), "read %d at %d: %s".formatted(width, at, read));
          assertEquals(one ? 8 + width : 8, read.length() / 2);
          String write = bench.send(command(2, 1, offset + zeros(7 + width)), 8);
          assertEquals(one ? OK : INVALID_FIELD, write, "write %d at %d".formatted(width, at));
        }
      }
    }

    @Test
    void everyStraddlingHeaderAccessIsRefusedWithMsix() {
      bench.up();
      bench.member(1).configWrite(0x42, new byte[] {2, (byte) 0x80}, 0, 2);
      int[] starts = {16, 18, 19, 20, 22, 24};
      for (int at = 16; at < 26; at++) {
        for (int width = 1; width <= 4; width++) {
          boolean one = false;
          for (int i = 0; i + 1 < starts.length; i++) {
            one |= at >= starts[i] && at + width <= starts[i + 1];
          }
          String read = bench.send(command(3, 1, "%02x".formatted(at)), 8 + width);
          assertEquals(
              one, read.startsWith("0000"), "read %d at %d: %s".formatted(width, at, read));
        }
      }
    }

    /// mac 6, status 2, max_virtqueue_pairs 2, mtu 2, speed 4, duplex 1
    @Test
    void everyStraddlingConfigurationAccessIsRefused() {
      bench.up();
      int[] starts = {0, 6, 8, 10, 12, 16, 17};
      for (int at = 0; at < 20; at++) {
        for (int width = 0; width <= 9; width++) {
          boolean one = false;
          for (int i = 0; i + 1 < starts.length; i++) {
            one |= width > 0 && at >= starts[i] && at + width <= starts[i + 1];
          }
          String offset = "%02x".formatted(at);
          String read = bench.send(command(5, 1, offset), 8 + width);
          assertEquals(
              one, read.startsWith("0000"), "read %d at %d: %s".formatted(width, at, read));
          String write = bench.send(command(4, 1, offset + zeros(7 + width)), 8);
          assertEquals(one ? OK : INVALID_FIELD, write, "write %d at %d".formatted(width, at));
        }
      }
    }

    @ParameterizedTest(name = "opcode {0}, offset {1}")
    @CsvSource({"3, ff", "3, 18", "5, ff", "5, 11", "3, 80", "5, 80"})
    void offsetsAreUnsignedAndEnd(int opcode, String offset) {
      bench.up();
      assertEquals(INVALID_FIELD, bench.send(command(opcode, 1, offset), 9));
    }

    ///
    @Test
    void aRefusedCommandHasNoEffect() {
      bench.up();
      bench.member(1).stimulus().setIsr(1);
      assertEquals(INVALID_FIELD, bench.send(command(3, 1, "12"), 10));
      assertEquals(INVALID_FIELD, bench.send(command(2, 1, "0c" + zeros(7) + "00000100"), 8));
      assertEquals(INVALID_FIELD, bench.send(command(4, 1, "04" + zeros(7) + "ffffffff"), 8));
      assertEquals(OK + "01", bench.send(command(3, 1, "13"), 9));
      assertEquals(OK + "0000", bench.send(command(3, 1, "0e"), 10));
      assertEquals(OK + "525400123401", bench.send(command(5, 1, "00"), 14));
      assertEquals(OK + "0100", bench.send(command(5, 1, "06"), 10));
    }
  }

  /// > … shorter … missing bytes as zero … longer … ignore … never fail for length alone (2.13.1,
  /// > A-040)
  @Nested
  class BufferLengths {
    @Test
    void anEmptyCommandIsLessThanAQueryOfTheOwnerItself() {
      assertEquals(OK + "0300000000000000", bench.send("", 16));
    }

    @ParameterizedTest(name = "{0} of 24 header bytes")
    @ValueSource(ints = {1, 2, 3, 4, 16, 23})
    void aShortHeaderIsFilledWithZeros(int length) {
      String answer = bench.send(listQuery("0100").substring(0, 2 * length), 16);
      assertEquals(OK + (length < 3 ? "03" : "7f") + zeros(7), answer);
    }

    @Test
    void aMissingOffsetIsZero() {
      bench.up();
      assertEquals(OK + "6480bf39", bench.send(command(3, 1, ""), 12));
      assertEquals(OK + "52", bench.send(command(5, 1, ""), 9));
    }

    @Test
    void moreReadableBytesAreIgnored() {
      bench.up();
      assertEquals(OK + "0001", bench.send(command(3, 1, "0c" + "ff".repeat(39)), 10));
      String info = bench.send(command(6, 1, "ff".repeat(40)), 72);
      assertEquals(OK, info.substring(0, 16));
    }

    @ParameterizedTest(name = "{0} writable bytes")
    @ValueSource(ints = {0, 1, 2, 4, 7, 8, 9, 15, 16})
    void anAnswerEndsWhereTheWritablePartEnds(int writable) {
      String whole = OK + "7f00000000000000";
      assertEquals(whole.substring(0, 2 * writable), bench.send(listQuery("0100"), writable));
    }

    @Test
    void aLongWritablePartIsNotFilled() {
      assertEquals(OK + "7f00000000000000", bench.send(listQuery("0100"), 4096));
      bench.up();
      assertEquals(OK, bench.send(command(2, 1, "12" + zeros(7) + "01"), 64));
      assertEquals(72, bench.send(command(6, 1, ""), 4096).length() / 2);
    }

    @ParameterizedTest(name = "{0} writable bytes")
    @ValueSource(ints = {0, 1, 2, 3, 4, 7})
    void aRefusalIsCutToo(int writable) {
      bench.up();
      assertEquals(
          INVALID_MEMBER.substring(0, 2 * writable), bench.send(command(3, 9, "12"), writable));
    }

    /// A command without room for its status is executed all the same.
    @Test
    void aWriteNeedsNoRoomForItsAnswer() {
      bench.up();
      assertEquals("", bench.send(command(2, 1, "12" + zeros(7) + "03"), 0));
      assertEquals(OK + "03", bench.send(command(3, 1, "12"), 9));
    }

    @Test
    void theReservedBytesOfAWriteAreIgnored() {
      bench.up();
      assertEquals(OK, bench.send(command(2, 1, "12" + "ff".repeat(7) + "03"), 8));
      assertEquals(OK + "03", bench.send(command(3, 1, "12"), 9));
    }

    @Test
    void theReservedBytesOfTheHeaderAreIgnored() {
      bench.up();
      assertEquals(
          OK + "00", bench.send(hex("03000100", "ff".repeat(12), "0100000000000000", "12"), 9));
    }

    @ParameterizedTest(name = "{0} bytes of data")
    @ValueSource(ints = {0, 1, 7, 8})
    void aWriteWithoutValueHasNoField(int length) {
      bench.up();
      assertEquals(
          INVALID_FIELD, bench.send(command(2, 1, ("12" + zeros(7)).substring(0, 2 * length)), 8));
    }
  }

  /// Reference §5.5: four entries of 16 bytes, the last one never used.
  @Nested
  class NotifyInfo {
    @Test
    void namesTheMembersBarAndAddress() {
      bench.up();
      assertEquals(
          OK + "0204000000000000" + "0030000000000000" + zeros(48),
          bench.send(command(6, 1, ""), 72));
    }

    @Test
    void namesWhatTheTopologySays() {
      Topology.Vf net = Rig.topology(1).pfs().getFirst().vfs().getFirst();
      Bench other =
          new Bench(
                  new Topology.Vf(
                      net.type(),
                      net.features(),
                      net.queueSizes(),
                      net.config(),
                      net.guestOrder(),
                      net.vectors(),
                      net.interruptPin(),
                      new Topology.NotifyAddress(2, 0x1_2345_6789_abceL, 0x10)))
              .up();
      assertEquals(
          OK + "0202000000000000" + "ceab896745230100" + zeros(48),
          other.send(command(6, 1, ""), 72));
    }
  }

  /// commands act like legacy accesses, on the member they name and on no other.
  @Test
  void membersDoNotSeeEachOther() {
    bench.up();
    bench.send(command(2, 2, "12" + zeros(7) + "07"), 8);
    bench.send(command(2, 2, "0e" + zeros(7) + "0100"), 8);
    bench.send(command(4, 2, "00" + zeros(7) + "020304050607"), 8);
    assertEquals(OK + "00", bench.send(command(3, 1, "12"), 9));
    assertEquals(OK + "07", bench.send(command(3, 2, "12"), 9));
    assertEquals(OK + "0100", bench.send(command(3, 2, "0e"), 10));
    assertEquals(OK + "0000", bench.send(command(3, 3, "0e"), 10));
    assertEquals(OK + "525400123401", bench.send(command(5, 1, "00"), 14));
    assertEquals(OK + "525400123403", bench.send(command(5, 3, "00"), 14));
  }

  @Test
  void readingTheIsrByCommandClearsIt() {
    bench.up();
    bench.member(2).stimulus().setIsr(3);
    assertEquals(OK + "00", bench.send(command(3, 1, "13"), 9));
    assertEquals(OK + "03", bench.send(command(3, 2, "13"), 9));
    assertEquals(OK + "00", bench.send(command(3, 2, "13"), 9));
  }
}
