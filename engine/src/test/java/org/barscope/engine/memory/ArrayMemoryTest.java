package org.barscope.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.barscope.engine.port.DmaFaultException;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayMemoryTest {
  private final ArrayMemory memory = new ArrayMemory(0x1_0000_0000L, 16);

  private String dump() {
    byte[] bytes = new byte[16];
    memory.read(0x1_0000_0000L, bytes, 0, 16);
    return Bytes.copyOf(bytes).toHex();
  }

  @ParameterizedTest(name = "{0} bytes")
  @CsvSource({
    "1, 0xf1,               f1",
    "2, 0xf1f2,             f2f1",
    "4, 0xf1f2f3f4,         f4f3f2f1",
    "8, -1,                 ffffffffffffffff",
    "8, 0x0102030405060708, 0807060504030201",
  })
  void numbersAreLittleEndianAndUnsigned(int width, String value, String bytes) {
    memory.putLittle(0x1_0000_0003L, width, Long.decode(value));
    assertEquals("000000" + bytes + "00".repeat(13 - width), dump());
    assertEquals(Long.decode(value), memory.little(0x1_0000_0003L, width));
  }

  @Test
  void bytesAreCopiedInAndOut() {
    memory.write(0x1_0000_000eL, new byte[] {9, 1, 2, 9}, 1, 2);
    assertEquals("00".repeat(14) + "0102", dump());
  }

  @ParameterizedTest(name = "{1} bytes at {0}")
  @CsvSource({
    "0x0ffffffff, 1",
    "0x100000010, 1",
    "0x10000000f, 2",
    "0, 1",
    "0x7fffffffffffffff, 8",
    "-1, 1",
    "0x200000000, 1",
  })
  void whatLiesOutsideIsRefused(String address, int width) {
    long at = Long.decode(address);
    byte[] bytes = new byte[8];
    assertThrows(DmaFaultException.class, () -> memory.read(at, bytes, 0, width));
    assertThrows(DmaFaultException.class, () -> memory.write(at, bytes, 0, width));
  }

  @Test
  void otherWidthsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> memory.little(0x1_0000_0000L, 3));
    assertThrows(IllegalArgumentException.class, () -> memory.putLittle(0x1_0000_0000L, 5, 0));
  }
}
