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
          8     | 0 | 0000000000000000            | 10 | DEVICE_CAP_GET self cap 0
          8     | 1 | 0108                        | 10 | DEVICE_CAP_GET sriov cap 2049
          9     | 0 | 0000000000000000 04ff       | 8  | DRIVER_CAP_SET self cap 0 get 4 set 255
          9     | 0 | 0100000000000000 04ff       | 8  | DRIVER_CAP_SET self cap 1
          0xa   | 1 | 00000000 05000000 0000000000000000 00  | 8  | RESOURCE_OBJ_CREATE obj 5 get
          0xa   | 1 | 00000000 ffffffff 0000000000000000 01  | 8  | RESOURCE_OBJ_CREATE obj 4294967295 set
          0xa   | 0 | 01000000 05000000 0000000000000000 07  | 8  | RESOURCE_OBJ_CREATE self obj type 1 5 unknown 7
          0xb   | 1 | 00000000 05000000 0000000000000000 01  | 8  | RESOURCE_OBJ_MODIFY obj 5 set
          0xc   | 1 | 00000000 05000000   | 16 | RESOURCE_OBJ_QUERY obj 5
          0xd   | 1 | 00000000 05000000   | 8  | RESOURCE_OBJ_DESTROY obj 5
          0xd   | 1 | ''                  | 8  | RESOURCE_OBJ_DESTROY obj 0
          0xe   | 1 | 00000000 00000000 00| 16 | DEV_PARTS_METADATA_GET obj 0 size
          0xe   | 1 | 00000000 00000000 01| 16 | DEV_PARTS_METADATA_GET obj 0 count
          0xe   | 1 | 00000000 00000000 02| 16 | DEV_PARTS_METADATA_GET obj 0 list
          0xf   | 1 | 00000000 00000000 01| 16 | DEV_PARTS_GET obj 0 all
          0xf   | 1 | 00000000 00000000 0000000000000000 03010000000000000000000001000000 0401 | 99 | DEV_PARTS_GET obj 0 1 selected part
          0xf   | 1 | 00000000 00000000 02| 16 | DEV_PARTS_GET obj 0 unknown 2
          0x10  | 1 | 00000000 00000000 03010000000000000000000001000000 07 | 8 | DEV_PARTS_SET obj 0 1 part
          0x10  | 1 | 00000000 00000000   | 8  | DEV_PARTS_SET obj 0 0 parts
          0x10  | 1 | 00000000 00000000 03010000000000000000000001000000 | 8 | DEV_PARTS_SET obj 0 malformed 16 bytes
          0x11  | 1 | 01                          | 8  | DEV_MODE_SET stop
          0x11  | 1 | 00                          | 8  | DEV_MODE_SET resume
          0x11  | 1 | 03                          | 8  | DEV_MODE_SET flags 0x3
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
          7 | 0x0000 | 0x00 | 0000000000000000 0100000000000000 | OK 0x1
          8 | 0x0000 | 0x00 | 0000000000000000 0405             | OK get 4 set 5
          12| 0x0000 | 0x00 | 0000000000000000 0100000000000000 | OK set
          14| 0x0000 | 0x00 | 0000000000000000 4f01000000000000 | OK 335
          14| 0x0000 | 0x00 | 0000000000000000 0100000000000000 03010000000000000000000001000000 | OK 1 header
          15| 0x0000 | 0x00 | 0000000000000000 03010000000000000000000001000000 07 03010000000000000000000000000000 | OK 2 parts
          15| 0x0000 | 0x00 | 0000000000000000 03               | OK malformed 1 byte
          13| 0x0006 | 0x03 | 0600030000000000                  | ENXIO / INVALID_FIELD
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
