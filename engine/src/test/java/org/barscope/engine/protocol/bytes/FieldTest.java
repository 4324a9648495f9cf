package org.barscope.engine.protocol.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTest {
  /// Against a field of four bytes at 8.
  @ParameterizedTest(name = "{1} bytes at {0}")
  @CsvSource({
    // offset, width, holds, meets, shared offset, shared width
    " 8, 4, true,  true,   8, 4",
    " 8, 1, true,  true,   8, 1",
    "11, 1, true,  true,  11, 1",
    " 9, 2, true,  true,   9, 2",
    " 7, 1, false, false,  8, 0",
    "12, 1, false, false, 12, 0",
    " 7, 2, false, true,   8, 1",
    "11, 2, false, true,  11, 1",
    " 0, 64, false, true,  8, 4",
    " 4, 4, false, false,  8, 0",
    " 0, 1, false, false,  8, 0",
    "40, 4, false, false, 40, 0",
  })
  void holdsMeetsAndShares(
      int offset, int width, boolean holds, boolean meets, int sharedOffset, int sharedWidth) {
    Field field = new Field(8, 4);
    assertEquals(12, field.end());
    assertEquals(holds, field.holds(offset, width));
    assertEquals(meets, field.meets(offset, width));
    Field shared = field.and(new Field(offset, width));
    assertEquals(sharedWidth, shared.width());
    if (sharedWidth > 0) {
      assertEquals(sharedOffset, shared.offset());
      assertEquals(shared, new Field(offset, width).and(field));
    }
  }

  /// The overlap of two fields is the set of bytes in both.
  @ParameterizedTest(name = "field {0} + {1}")
  @CsvSource({"0, 0", "3, 1", "4, 2", "2, 4", "5, 3"})
  void agreesWithASetOfBytes(int offset, int width) {
    Field field = new Field(offset, width);
    for (int at = 0; at < 10; at++) {
      for (int length = 0; length < 6; length++) {
        int inBoth = 0;
        for (int i = at; i < at + length; i++) {
          inBoth += i >= offset && i < offset + width ? 1 : 0;
        }
        assertEquals(inBoth, field.and(new Field(at, length)).width(), at + " + " + length);
        if (length > 0 && width > 0) {
          assertEquals(inBoth == length, field.holds(at, length));
          assertEquals(inBoth > 0, field.meets(at, length));
        }
      }
    }
  }
}
