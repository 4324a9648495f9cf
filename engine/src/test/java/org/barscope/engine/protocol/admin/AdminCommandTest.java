package org.barscope.engine.protocol.admin;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The layout of commands and answers, byte by byte (virtio 1.4, 2.12.1; reference §5.2 to §5.5).
class AdminCommandTest {
  @Test
  void headerFieldsStandWhereTheStandardPutsThem() {
    AdminCommand command =
        new AdminCommand(0x1234, 0x5678, 0x1122334455667788L, Bytes.hex("99"), 3);
    assertEquals(hex("3412 7856", zeros(12), "8877665544332211", "99"), command.write().toHex());
    assertEquals(11, command.writableLength());
  }

  @Test
  void readsWhatItWrites() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] data = new byte[random.nextInt(40)];
      random.nextBytes(data);
      AdminCommand command =
          new AdminCommand(
              random.nextInt(0x10000),
              random.nextInt(0x10000),
              random.nextLong(),
              Bytes.copyOf(data),
              random.nextInt(100));
      assertEquals(command, AdminCommand.read(command.write(), command.writableLength()));
    }
  }

  ///
  @Test
  void missingHeaderBytesAreZero() {
    assertEquals(new AdminCommand(0, 0, 0, Bytes.EMPTY, 0), AdminCommand.read(Bytes.EMPTY, 0));
    assertEquals(
        new AdminCommand(0x0102, 0x03, 0, Bytes.EMPTY, 0),
        AdminCommand.read(Bytes.hex("020103"), 7));
    assertEquals(
        new AdminCommand(2, 1, 0x0403, Bytes.EMPTY, 1),
        AdminCommand.read(Bytes.hex(hex("02000100", zeros(12), "0304")), 9));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0x0, LIST_QUERY",
    "0x1, LIST_USE",
    "0x2, COMMON_CFG_WRITE",
    "0x3, COMMON_CFG_READ",
    "0x4, DEV_CFG_WRITE",
    "0x5, DEV_CFG_READ",
    "0x6, NOTIFY_INFO",
    "0x7, CAP_ID_LIST_QUERY",
    "0x8, DEVICE_CAP_GET",
    "0x9, DRIVER_CAP_SET",
    "0xa, RESOURCE_OBJ_CREATE",
    "0xb, RESOURCE_OBJ_MODIFY",
    "0xc, RESOURCE_OBJ_QUERY",
    "0xd, RESOURCE_OBJ_DESTROY",
    "0xe, DEV_PARTS_METADATA_GET",
    "0xf, DEV_PARTS_GET",
    "0x10, DEV_PARTS_SET",
    "0x11, DEV_MODE_SET",
  })
  void opcodesHaveNames(String code, String text) {
    int number = Integer.decode(code);
    assertEquals(text, AdminOpcode.text(number));
    assertEquals(number, AdminOpcode.of(number).orElseThrow().code());
    assertEquals(1L << number, AdminOpcode.of(number).orElseThrow().mask());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x12, 0x7fff, 0x8000, 0xffff, -1})
  void opcodesWithoutNameStayNumbers(int code) {
    assertEquals(Optional.empty(), AdminOpcode.of(code));
    assertEquals("0x" + Integer.toHexString(code), AdminOpcode.text(code));
  }

  @ParameterizedTest(name = "status {0} is {1}")
  @CsvSource({
    "0, OK",
    "6, ENXIO",
    "11, EAGAIN",
    "12, ENOMEM",
    "16, EBUSY",
    "17, EEXIST",
    "22, EINVAL",
    "28, ENOSPC",
    "1, 0x1",
    "32768, 0x8000",
  })
  void statusesHaveNames(int code, String text) {
    assertEquals(text, AdminStatus.text(code));
  }

  @ParameterizedTest(name = "qualifier {0} is {1}")
  @CsvSource({
    "0, OK", "1, INVALID_COMMAND", "2, INVALID_OPCODE", "3, INVALID_FIELD", "4, INVALID_GROUP",
    "5, INVALID_MEMBER", "6, NORESOURCE", "7, TRYAGAIN", "8, 0x8", "65535, 0xffff",
  })
  void qualifiersHaveNames(int code, String text) {
    assertEquals(text, AdminQualifier.text(code));
  }

  @ParameterizedTest(name = "group {0} is {1}")
  @CsvSource({"0, self", "1, sriov", "2, 2", "65535, 65535"})
  void groupTypesHaveNames(int type, String text) {
    assertEquals(text, GroupType.text(type));
  }

  @Test
  void answersAreStatusQualifierReservedResult() {
    AdminAnswer answer = new AdminAnswer(0x0016, 0x0305, Bytes.hex("aabb"));
    assertEquals("1600050300000000aabb", answer.write(10).toHex());
    assertEquals("1600050300000000aabb", answer.write(100).toHex());
    assertEquals("1600050300000000aa", answer.write(9).toHex());
    assertEquals("160005", answer.write(3).toHex());
    assertEquals("", answer.write(0).toHex());
    assertEquals(answer, AdminAnswer.read(answer.write(10)));
  }

  @Test
  void missingAnswerBytesAreZero() {
    assertEquals(new AdminAnswer(0, 0, Bytes.EMPTY), AdminAnswer.read(Bytes.EMPTY));
    assertEquals(new AdminAnswer(0x16, 0, Bytes.EMPTY), AdminAnswer.read(Bytes.hex("16")));
    assertEquals(new AdminAnswer(0x16, 3, Bytes.EMPTY), AdminAnswer.read(Bytes.hex("16000300")));
  }

  @Test
  void aNotifyEntryIsFlagsBarOffset() {
    String three =
        "0204000000000000"
            + "0030000000000000"
            + "0103ffffffffffff"
            + "8877665544332211"
            + "ff05000000000000"
            + "ffffffffffffffff"
            + zeros(16);
    List<NotifyEntry> entries = NotifyEntry.read(Bytes.hex(three));
    assertEquals(
        List.of(
            new NotifyEntry(2, 4, 0x3000),
            new NotifyEntry(1, 3, 0x1122334455667788L),
            new NotifyEntry(0xff, 5, -1),
            new NotifyEntry(0, 0, 0)),
        entries);
    assertEquals(
        three.replace("ffffffffffff8877", "0000000000008877"), NotifyEntry.write(entries).toHex());
  }

  /// E-17: the fourth entry is always the end mark.
  @Test
  void aResultHasRoomForThreeEntries() {
    NotifyEntry entry = new NotifyEntry(2, 1, 2);
    String one = "0201000000000000" + "0200000000000000";
    assertEquals(
        one + one + one + zeros(16),
        NotifyEntry.write(List.of(entry, entry, entry, entry)).toHex());
    assertEquals(zeros(64), NotifyEntry.write(List.of()).toHex());
    assertEquals(4, NotifyEntry.read(Bytes.EMPTY).size());
    assertEquals(new NotifyEntry(2, 0, 0), NotifyEntry.read(Bytes.hex("02")).getFirst());
  }
}
