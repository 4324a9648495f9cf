package org.barscope.engine.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.barscope.engine.memory.ArrayMemory;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.ring.RingLayout;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Driver and device of one split virtqueue over shared memory (virtio 1.4, 2.7).
///
/// A queue of 4 at 0x1000: descriptors at 0x1000, available ring at 0x1040, used ring at 0x2000;
/// buffers from 0x3000.
class SplitRingTest {
  private final ArrayMemory memory = new ArrayMemory(0x1000, 0x4000);
  private final RingLayout layout = RingLayout.legacy(4, 0x1000);
  private final DriverRing driver = new DriverRing(memory, layout);
  private final DeviceRing device = new DeviceRing(memory, layout);

  private void fill(long address, String hex) {
    byte[] bytes = Bytes.hex(hex).toArray();
    memory.write(address, bytes, 0, bytes.length);
  }

  private String memory(long address, int length) {
    byte[] bytes = new byte[length];
    memory.read(address, bytes, 0, length);
    return Bytes.copyOf(bytes).toHex();
  }

  /// Offers and pops the chain that starts at descriptor 0.
  private void popFirst() {
    driver.offer(0);
    assertEquals(0, device.pop());
  }

  @Nested
  class InMemory {
    @Test
    void aChainOfThreeLooksAsTheStandardDrawsIt() {
      driver.describe(2, 0x3000, 0x18, false, 0);
      driver.describe(0, 0x1_2345_6780L, 9, false, 3);
      driver.describe(3, 0x3100, 0x1_0000, true, -1);
      driver.offer(2);
      assertEquals(
          "8067452301000000"
              + "09000000"
              + "0100"
              + "0300"
              + "00".repeat(16)
              + "0030000000000000"
              + "18000000"
              + "0100"
              + "0000"
              + "0031000000000000"
              + "00000100"
              + "0200"
              + "0000",
          memory(0x1000, 64));
      assertEquals("0000" + "0100" + "0200", memory(0x1040, 6));
    }

    @Test
    void aUsedChainLooksAsTheStandardDrawsIt() {
      device.push(3, 0x1_0203);
      device.push(1, 9);
      assertEquals(
          "0000" + "0200" + "03000000" + "03020100" + "01000000" + "09000000", memory(0x2000, 20));
    }
  }

  @Nested
  class Chains {
    @Test
    void readablePartsAreJoinedAndWritablePartsAreSummed() {
      fill(0x3000, "0102");
      fill(0x3010, "03");
      fill(0x3020, "040506");
      driver.describe(0, 0x3000, 2, false, 2);
      driver.describe(2, 0x3010, 1, false, 1);
      driver.describe(1, 0x3020, 3, false, 3);
      driver.describe(3, 0x3100, 7, true, -1);
      driver.offer(0);
      assertEquals(0, device.pop());
      assertEquals("010203040506", device.gather().toHex());
      assertEquals(7, device.writableLength());
    }

    @Test
    void anAnswerIsSpreadOverTheWritableParts() {
      fill(0x3000, "ee".repeat(32));
      driver.describe(0, 0x3010, 4, false, 1);
      driver.describe(1, 0x3000, 2, true, 2);
      driver.describe(2, 0x3008, 3, true, -1);
      popFirst();
      device.scatter(Bytes.hex("0102030405"));
      assertEquals("0102" + "ee".repeat(6) + "030405" + "ee".repeat(21), memory(0x3000, 32));
    }

    @Test
    void whatDoesNotFitIsDropped() {
      fill(0x3000, "ee".repeat(8));
      driver.describe(0, 0x3000, 2, true, -1);
      popFirst();
      device.scatter(Bytes.hex("01020304"));
      assertEquals("0102" + "ee".repeat(6), memory(0x3000, 8));
    }

    @Test
    void aShortAnswerLeavesTheRest() {
      fill(0x3000, "ee".repeat(8));
      driver.describe(0, 0x3000, 4, true, 1);
      driver.describe(1, 0x3004, 4, true, -1);
      popFirst();
      device.scatter(Bytes.hex("0102030405"));
      assertEquals("0102030405eeeeee", memory(0x3000, 8));
      device.scatter(Bytes.EMPTY);
      assertEquals("0102030405eeeeee", memory(0x3000, 8));
    }

    @Test
    void aChainWithoutReadablePartGathersNothing() {
      driver.describe(0, 0x3000, 8, true, -1);
      popFirst();
      assertEquals("", device.gather().toHex());
      assertEquals(8, device.writableLength());
    }

    @Test
    void aReadablePartAfterAWritableOneIsStillRead() {
      fill(0x3000, "0102");
      fill(0x3010, "03");
      driver.describe(0, 0x3000, 2, false, 1);
      driver.describe(1, 0x3100, 5, true, 2);
      driver.describe(2, 0x3010, 1, false, -1);
      popFirst();
      assertEquals("010203", device.gather().toHex());
      assertEquals(5, device.writableLength());
    }

    @Test
    void aLoopEnds() {
      fill(0x3000, "0102");
      driver.describe(0, 0x3000, 2, false, 1);
      driver.describe(1, 0x3000, 1, true, 0);
      popFirst();
      assertEquals("01020102", device.gather().toHex());
      assertEquals(2, device.writableLength());
    }

    @Test
    void aNextBeyondTheTableStaysInside() {
      fill(0x3000, "0102");
      driver.describe(0, 0x3000, 1, false, 0x4001);
      driver.describe(1, 0x3001, 1, false, -1);
      popFirst();
      assertEquals("0102", device.gather().toHex());
    }
  }

  /// What a driver changes after the chain was popped comes too late.
  @Test
  void aChainIsWalkedOnce() {
    fill(0x3000, "0102");
    driver.describe(0, 0x3000, 2, false, 1);
    driver.describe(1, 0x3100, 4, true, -1);
    popFirst();
    driver.describe(0, 0x3001, 1, false, 1);
    driver.describe(1, 0x3200, 8, true, 1);
    assertEquals("0102", device.gather().toHex());
    assertEquals(4, device.writableLength());
    device.scatter(Bytes.hex("0a0b0c0d0e"));
    assertEquals("0a0b0c0d00", memory(0x3100, 5));
    assertEquals("00", memory(0x3200, 1));
  }

  /// A head beyond the table wraps, as everything that a driver writes may be wrong.
  @Test
  void aHeadBeyondTheTableStaysInside() {
    fill(0x3000, "0102");
    driver.describe(1, 0x3000, 2, false, -1);
    driver.offer(0x8001);
    assertEquals(0x8001, device.pop());
    assertEquals("0102", device.gather().toHex());
  }

  @Nested
  class Order {
    @Test
    void chainsArePoppedAsTheyWereOffered() {
      driver.offer(2);
      driver.offer(0);
      driver.offer(3);
      assertEquals(2, device.pop());
      assertEquals(0, device.pop());
      assertEquals(3, device.pop());
      assertEquals(-1, device.pop());
    }

    @Test
    void severalInFlightComeBackInTheDevicesOrder() {
      for (int head = 0; head < 4; head++) {
        driver.offer(head);
      }
      for (int head = 0; head < 4; head++) {
        device.pop();
      }
      assertEquals(-1, driver.collect());
      device.push(3, 30);
      device.push(1, 10);
      assertEquals(3, driver.collect());
      assertEquals(30, driver.usedLength());
      assertEquals(1, driver.collect());
      assertEquals(10, driver.usedLength());
      assertEquals(-1, driver.collect());
      device.push(0, 0);
      device.push(2, 20);
      assertEquals(0, driver.collect());
      assertEquals(0, driver.usedLength());
      assertEquals(2, driver.collect());
      assertEquals(-1, driver.collect());
    }

    @Test
    void anEmptyRingHasNothing() {
      assertEquals(-1, device.pop());
      assertEquals(-1, driver.collect());
    }
  }

  /// > … idx … always increments, and wraps naturally at 65536 (2.7.6)
  @ParameterizedTest(name = "{0} descriptors")
  @ValueSource(ints = {1, 2, 4, 64})
  void positionsWrapAt65536(int size) {
    ArrayMemory wide = new ArrayMemory(0, 0x4000);
    RingLayout ring = RingLayout.legacy(size, 0);
    DriverRing guest = new DriverRing(wide, ring);
    DeviceRing host = new DeviceRing(wide, ring);
    for (int turn = 0; turn < 140_000; turn++) {
      int head = turn % size;
      guest.offer(head);
      assertEquals(head, host.pop());
      assertEquals(-1, host.pop());
      host.push(head, turn);
      assertEquals(head, guest.collect());
      assertEquals(turn, guest.usedLength());
      assertEquals(-1, guest.collect());
    }
    assertEquals(140_000 % 65536, wide.little(ring.availableIdx(), 2));
    assertEquals(140_000 % 65536, wide.little(ring.usedIdx(), 2));
  }

  /// Any number in flight, any order of completion, past the wrap.
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void nothingIsLostOrDoubledWithManyInFlight(long seed) {
    Random random = new Random(seed);
    RingLayout ring = RingLayout.legacy(64, 0);
    ArrayMemory wide = new ArrayMemory(0, 0x4000);
    DriverRing guest = new DriverRing(wide, ring);
    DeviceRing host = new DeviceRing(wide, ring);
    List<Integer> free = new ArrayList<>();
    for (int head = 0; head < 64; head++) {
      free.add(head);
    }
    List<Integer> offered = new ArrayList<>();
    List<Integer> popped = new ArrayList<>();
    List<Integer> pushed = new ArrayList<>();
    for (int step = 0; step < 400_000; step++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          if (!free.isEmpty()) {
            int head = free.remove(random.nextInt(free.size()));
            guest.offer(head);
            offered.add(head);
          }
        }
        case 1 -> {
          int head = host.pop();
          assertEquals(offered.isEmpty() ? -1 : offered.removeFirst(), head);
          if (head >= 0) {
            popped.add(head);
          }
        }
        case 2 -> {
          if (!popped.isEmpty()) {
            int head = popped.remove(random.nextInt(popped.size()));
            host.push(head, head * 3);
            pushed.add(head);
          }
        }
        default -> {
          int head = guest.collect();
          assertEquals(pushed.isEmpty() ? -1 : pushed.removeFirst(), head);
          if (head >= 0) {
            assertEquals(head * 3, guest.usedLength());
            free.add(head);
          }
        }
      }
    }
  }

  /// A guest can write any length; the device neither fails nor reads beyond its limit.
  @Test
  void aLengthBeyondAnythingIsCut() {
    memory.putLittle(0x1000, 8, 0x3000);
    memory.putLittle(0x1008, 8, 0x0000_0002_ffff_ffffL);
    popFirst();
    assertEquals(1 << 20, device.writableLength());
    fill(0x3000, "ee".repeat(4));
    device.scatter(Bytes.hex("0102"));
    assertEquals("0102eeee", memory(0x3000, 4));
  }
}
