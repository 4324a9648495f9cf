package org.barscope.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseMemoryTest {
  private final SparseMemory memory = new SparseMemory(3);

  private String read(long address, int length) {
    byte[] bytes = new byte[length + 2];
    bytes[0] = 0x55;
    bytes[length + 1] = 0x66;
    memory.read(address, bytes, 1, length);
    assertEquals(0x55, bytes[0]);
    assertEquals(0x66, bytes[length + 1]);
    return Bytes.copyOf(bytes, 1, length).toHex();
  }

  @Test
  void isZeroUntilItIsWritten() {
    assertEquals("0000", read(0xfff, 2));
    memory.write(0x1000, new byte[] {0x11}, 0, 1);
    assertEquals("0011", read(0xfff, 2));
    assertEquals("1100", read(0x1000, 2));
  }

  @Test
  void bytesGoOverTheEndsOfPages() {
    byte[] long1 = new byte[0x1004];
    long1[1] = 0x21;
    long1[2] = 0x22;
    long1[0x1002] = 0x23;
    memory.write(0x1_0000_0ffeL, long1, 1, 0x1002);
    assertEquals("0021220000", read(0x1_0000_0ffdL, 5));
    assertEquals("002300", read(0x1_0000_1ffeL, 3));
    memory.write(0x1_0000_0fffL, Bytes.hex("aabbcc"), 1, 2);
    assertEquals("21bbcc", read(0x1_0000_0ffeL, 3));
  }

  @ParameterizedTest(name = "{1} bytes at {0}")
  @CsvSource({
    "0x1000, 1, 0xf1,               f1",
    "0x1000, 2, 0xf1f2,             f2f1",
    "0x0ffe, 4, 0xf1f2f3f4,         f4f3f2f1",
    "0x0ffd, 8, -1,                 ffffffffffffffff",
    "0xffc0, 8, 0x0102030405060708, 0807060504030201",
  })
  void numbersAreLittleEndianAndUnsigned(String address, int width, String value, String bytes) {
    memory.putLittle(Long.decode(address), width, Long.decode(value));
    assertEquals(bytes, read(Long.decode(address), width));
    assertEquals(Long.decode(value), memory.little(Long.decode(address), width));
  }

  @Test
  void theLastAddressIsTheLast() {
    memory.write(-1, new byte[] {0x77}, 0, 1);
    assertEquals("0077", read(-2, 2));
    assertTrue(SparseMemory.holds(-1, 1));
    assertTrue(SparseMemory.holds(-1, 0));
    assertTrue(SparseMemory.holds(0, Integer.MAX_VALUE));
    assertFalse(SparseMemory.holds(-1, 2));
    assertFalse(SparseMemory.holds(0, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> read(-2, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> memory.write(-1, new byte[2], 0, 2));
  }

  @Test
  void aWriteThatNeedsTooManyPagesWritesNothing() {
    memory.write(0x5000, new byte[] {1}, 0, 1);
    assertFalse(memory.reserve(0x6fff, 0x1002));
    assertThrows(
        IllegalStateException.class, () -> memory.write(0x6fff, new byte[0x1002], 0, 0x1002));
    assertTrue(memory.reserve(0x6fff, 0x1001));
    memory.write(0x6fff, new byte[] {2, 3}, 0, 2);
    assertEquals("0203", read(0x6fff, 2));
    assertFalse(memory.reserve(0x8000, 1));
    assertTrue(memory.reserve(0x8000, 0));
    assertEquals("00", read(0x8000, 1));
    memory.write(0x5fff, new byte[] {4}, 0, 1);
    assertEquals("0400", read(0x5fff, 2));
  }
}
