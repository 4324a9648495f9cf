package org.barscope.engine.protocol.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// virtio 1.4, 2.7.2 "Legacy Interfaces: A Note on Virtqueue Layout".
class RingLayoutTest {
  /// Reference §9.2, every row.
  @ParameterizedTest(name = "{0} descriptors")
  @CsvSource({
    "    1,     16,     22,   4096,   4108,   4110",
    "    2,     32,     40,   4096,   4116,   4118",
    "    4,     64,     76,   4096,   4132,   4134",
    "    8,    128,    148,   4096,   4164,   4166",
    "   16,    256,    292,   4096,   4228,   4230",
    "   32,    512,    580,   4096,   4356,   4358",
    "   64,   1024,   1156,   4096,   4612,   4614",
    "  128,   2048,   2308,   4096,   5124,   5126",
    "  256,   4096,   4612,   8192,  10244,  10246",
    "  512,   8192,   9220,  12288,  16388,  16390",
    " 1024,  16384,  18436,  20480,  28676,  28678",
    " 2048,  32768,  36868,  40960,  57348,  57350",
    " 4096,  65536,  73732,  77824, 110596, 110598",
    " 8192, 131072, 147460, 151552, 217092, 217094",
    "16384, 262144, 294916, 299008, 430084, 430086",
    "32768, 524288, 589828, 593920, 856068, 856070",
  })
  void legacyOffsets(int size, int avail, int usedEvent, int used, int availEvent, int end) {
    for (long start : new long[] {0, 0x1000, 0x1_0000_0000L, 0xffff_ffff_000L}) {
      RingLayout layout = RingLayout.legacy(size, start);
      assertEquals(size, layout.size());
      assertEquals(start, layout.descriptors());
      assertEquals(start + avail, layout.available());
      assertEquals(start + usedEvent, layout.usedEvent());
      assertEquals(start + used, layout.used());
      assertEquals(start + availEvent, layout.availableEvent());
      assertEquals(start + end, layout.end());
    }
  }

  @Test
  void entriesOfAQueueOf256() {
    RingLayout layout = RingLayout.legacy(256, 0x10_0000);
    assertEquals(0x10_0000, layout.descriptor(0));
    assertEquals(0x10_0ff0, layout.descriptor(255));
    assertEquals(0x10_1002, layout.availableIdx());
    assertEquals(0x10_1004, layout.availableEntry(0));
    assertEquals(0x10_1202, layout.availableEntry(255));
    assertEquals(0x10_2002, layout.usedIdx());
    assertEquals(0x10_2004, layout.usedEntry(0));
    assertEquals(0x10_27fc, layout.usedEntry(255));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 257, 511, 65535})
  void positionsRunFree(int position) {
    RingLayout layout = RingLayout.legacy(256, 0);
    int slot = position % 256;
    assertEquals(4096 + 4 + 2 * slot, layout.availableEntry(position));
    assertEquals(8192 + 4 + 8 * slot, layout.usedEntry(position));
  }

  @Test
  void partsMayLieAnywhere() {
    RingLayout layout = new RingLayout(4, 0x1000, 0x5000, 0x3000);
    assertEquals(0x1030, layout.descriptor(3));
    assertEquals(0x5002, layout.availableIdx());
    assertEquals(0x3002, layout.usedIdx());
    assertEquals(0x500c, layout.usedEvent());
    assertEquals(0x3024, layout.availableEvent());
  }
}
