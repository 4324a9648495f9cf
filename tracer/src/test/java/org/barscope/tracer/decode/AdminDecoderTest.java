package org.barscope.tracer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdminDecoderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0     | 1 | ''                          | 16 | LIST_QUERY sriov
          1     | 1 | 7c00000000000000            | 8  | LIST_USE sriov 0x7c
          2     | 1 | 12 00000000000000 01        | 8  | COMMON_CFG_WRITE off 18 len 1
          3     | 1 | 0c                          | 10 | COMMON_CFG_READ off 12 len 2
          4     | 1 | 00 00000000000000 52540012  | 8  | DEV_CFG_WRITE off 0 len 4
          5     | 1 | 06                          | 10 | DEV_CFG_READ off 6 len 2
          5     | 1 | 06                          | 4  | DEV_CFG_READ off 6 len 0
          3     | 1 | ''                          | 10 | COMMON_CFG_READ without data
          2     | 1 | 12                          | 8  | COMMON_CFG_WRITE off 18 len 0
          6     | 1 | ''                          | 72 | NOTIFY_INFO
          7     | 0 | ''                          | 16 | CAP_ID_LIST_QUERY self
          8     | 0 | 0000000000000000            | 10 | DEVICE_CAP_GET self 8 bytes
          0x11  | 1 | 01                          | 8  | DEV_MODE_SET sriov 1 byte
          0x12  | 7 | 0102                        | 8  | 0x12 7 2 bytes
          """)
  void spellsACommand(String opcode, int group, String data, int writable, String text) {
    int code = Integer.decode(opcode);
    Bytes readable =
        Bytes.hex(
            Bytes.of(code, 0, group, 0).toHex() + "00".repeat(12) + "0300000000000000" + data);
    assertEquals(
        text, AdminDecoder.command(new Fact.AdminSubmit(code, group, 3, readable, writable)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3 | 0x0000 | 0x00 | 0000000000000000 07               | OK
          3 | 0x0016 | 0x03 | 1600030000000000                  | EINVAL / INVALID_FIELD
          3 | 0x8000 | 0x77 | 0080770000000000                  | 0x8000 / 0x77
          3 | 0x0000 | 0x02 | 0000020000000000                  | OK / INVALID_OPCODE
          0 | 0x0000 | 0x00 | 0000000000000000 7f00000000000000 | OK 0x7f
          0 | 0x0000 | 0x00 | ''                                | OK
          6 | 0x0000 | 0x00 | 0000000000000000 02 02 000000000000 0030000000000000 | OK member bar 2 +0x3000
          6 | 0x0000 | 0x00 | 0000000000000000 01 04 000000000000 0000000000000000 02 02 000000000000 0030000000000000 | OK owner bar 4 +0x0, member bar 2 +0x3000
          """)
  void spellsAnAnswer(int opcode, String status, String qualifier, String written, String text) {
    Bytes bytes = Bytes.hex(written);
    assertEquals(
        text,
        AdminDecoder.answer(
            new Fact.AdminComplete(
                opcode,
                3,
                Integer.decode(status),
                Integer.decode(qualifier),
                bytes.length(),
                bytes,
                -1)));
  }
}
