package org.barscope.engine.protocol.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  @Test
  void hexIsMemoryOrderInLowerCase() {
    Bytes bytes = Bytes.hex("00 7F\n80 Ff");
    assertEquals("007f80ff", bytes.toHex());
    assertEquals("007f80ff", bytes.toString());
    assertEquals(4, bytes.length());
    assertEquals(0x80, bytes.u8(2));
    assertEquals(0xff, bytes.u8(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0g", "012", "0x00"})
  void whatIsNoHexIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Bytes.hex(text));
  }

  @ParameterizedTest(name = "{0} in {1} bytes is {2}")
  @CsvSource({
    "0x12345678, 4, 78563412",
    "0x12345678, 2, 7856",
    "0x12345678, 8, 7856341200000000",
    "-1, 8, ffffffffffffffff",
    "0xff, 1, ff",
    "5, 0, ''",
    "0x80, 3, 800000",
  })
  void littlePutsTheLowByteFirst(String value, int width, String hex) {
    assertEquals(hex, Bytes.ofLittle(Long.decode(value), width).toHex());
  }

  @Test
  void numbersAreReadLittleEndianAndUnsigned() {
    Bytes bytes = Bytes.hex("ff fe fd fc fb fa f9 f8 01");
    assertEquals(0xff, bytes.little(0, 1));
    assertEquals(0xfeff, bytes.little(0, 2));
    assertEquals(0xfdfeL, bytes.little(1, 2));
    assertEquals(0xfcfdfeffL, bytes.little(0, 4));
    assertEquals(0xf8f9fafbfcfdfeffL, bytes.little(0, 8));
    assertEquals(0xf8f9fafbfcfdfeffL, bytes.little());
    assertEquals(0x0201, Bytes.hex("0102").little());
    assertEquals(0, Bytes.EMPTY.little());
    assertEquals(0, bytes.little(4, 0));
  }

  @Test
  void areCopiedInAndOut() {
    byte[] source = {1, 2, 3};
    Bytes bytes = Bytes.copyOf(source);
    source[0] = 9;
    byte[] out = bytes.toArray();
    out[1] = 9;
    assertEquals("010203", bytes.toHex());
    byte[] target = new byte[5];
    bytes.copyTo(1, target, 3, 2);
    assertArrayEquals(new byte[] {0, 0, 0, 2, 3}, target);
  }

  @Test
  void slices() {
    Bytes bytes = Bytes.of(1, 2, 3, -1, 255);
    assertEquals("0203", bytes.slice(1, 2).toHex());
    assertEquals("ffff", bytes.slice(3, 2).toHex());
    assertEquals(Bytes.EMPTY, bytes.slice(5, 0));
    assertSame(bytes, bytes.slice(0, 5));
  }

  @Test
  void areEqualByContent() {
    assertEquals(Bytes.of(1, 2), Bytes.hex("0102"));
    assertEquals(Bytes.of(1, 2).hashCode(), Bytes.hex("0102").hashCode());
    assertNotEquals(Bytes.of(1, 2), Bytes.of(2, 1));
    assertNotEquals(Bytes.EMPTY, Bytes.of(0));
  }

  /// Reading then writing gives the same bytes.
  @Test
  void everyWidthRoundTrips() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      int width = random.nextInt(9);
      long value = width == 8 ? random.nextLong() : random.nextLong() & ((1L << 8 * width) - 1);
      assertEquals(value, Bytes.ofLittle(value, width).little());
      for (GuestOrder order : GuestOrder.values()) {
        byte[] array = new byte[12];
        order.put(array, 2, width, value);
        assertEquals(value, order.get(array, 2, width));
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1} in {2} bytes is {3}")
  @CsvSource({
    "LITTLE, 0x1234,     2, 34120000",
    "BIG,    0x1234,     2, 12340000",
    "LITTLE, 0x12345678, 4, 78563412",
    "BIG,    0x12345678, 4, 12345678",
    "BIG,    0x12345678, 1, 78000000",
    "BIG,    0x12345678, 3, 34567800",
  })
  void aGuestHasItsOwnOrder(GuestOrder order, String value, int width, String hex) {
    byte[] array = new byte[4];
    order.put(array, 0, width, Long.decode(value));
    assertEquals(hex, Bytes.copyOf(array).toHex());
  }

  @Test
  void aBigEndianNumberIsUnsigned() {
    byte[] array = Bytes.hex("fffefdfc").toArray();
    assertEquals(0xfffefdfcL, GuestOrder.BIG.get(array, 0, 4));
    assertEquals(0xfefd, GuestOrder.BIG.get(array, 1, 2));
  }
}
