package org.barscope.engine.owner;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.barscope.engine.Bench;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules for the owner's queue of reference §11, A-040 to: descriptors
/// written by hand at 0, the available ring at 0x200, the used ring at 0x300, buffers from 0x400.
class AdminQueueRulesTest {
  private static final int NEXT = 1;
  private static final int WRITE = 2;
  private static final String QUERY = hex("0000 0100", zeros(20));

  private final Bench bench = Bench.net(2);
  private int offered;

  @BeforeEach
  void bringUp() {
    bench.send(hex("0100 0100", zeros(20), "7f00000000000000"), 8);
    bench.enableVfs(2);
    bench.owner().commonWrite(22, 2, 2);
    bench.owner().commonWrite(24, 2, 8);
    bench.owner().commonWrite(32, 8, 0);
    bench.owner().commonWrite(40, 8, 0x200);
    bench.owner().commonWrite(48, 8, 0x300);
    bench.owner().commonWrite(28, 2, 1);
  }

  private void describe(int index, long address, int length, int flags) {
    bench.memory().putLittle(16L * index, 8, address);
    bench.memory().putLittle(16L * index + 8, 4, length);
    bench.memory().putLittle(16L * index + 12, 2, flags);
    bench.memory().putLittle(16L * index + 14, 2, index + 1);
  }

  private void put(long address, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    bench.memory().write(address, bytes, 0, bytes.length);
  }

  private String found(long address, int length) {
    byte[] bytes = new byte[length];
    bench.memory().read(address, bytes, 0, length);
    return HexFormat.of().formatHex(bytes);
  }

  /// Puts a head in the available ring, without a doorbell.
  private void offer(int head) {
    bench.memory().putLittle(0x204 + 2L * offered, 2, head);
    offered++;
    bench.memory().putLittle(0x202, 2, offered);
  }

  private void ring() {
    bench.owner().notifyQueue(2);
  }

  /// The used entry: head, a slash, length.
  private String used(int index) {
    return bench.memory().little(0x304 + 8L * index, 4)
        + "/"
        + bench.memory().little(0x308 + 8L * index, 4);
  }

  /// One command: readable bytes at 0x400, writable ones, filled with ee, at 0x600.
  private String send(String readable, int writable) {
    put(0x400, readable);
    put(0x600, "ee".repeat(0x80));
    describe(0, 0x400, readable.length() / 2, NEXT);
    describe(1, 0x600, writable, WRITE);
    offer(0);
    ring();
    return used(offered - 1);
  }

  @Nested
  class Lengths {
    /// header, data, status and result in any number of descriptors.
    @Test
    void aHeaderInPiecesIsAHeader() {
      put(0x400, "0000");
      put(0x420, "01");
      put(0x440, zeros(21));
      put(0x600, "ee".repeat(0x40));
      describe(0, 0x400, 2, NEXT);
      describe(1, 0x420, 1, NEXT);
      describe(2, 0x440, 21, NEXT);
      describe(3, 0x600, 3, NEXT | WRITE);
      describe(4, 0x610, 10, NEXT | WRITE);
      describe(5, 0x620, 3, WRITE);
      offer(0);
      ring();
      assertEquals("0/16", used(0));
      assertEquals("000000ee", found(0x600, 4));
      assertEquals("00000000007f00000000ee", found(0x610, 11));
      assertEquals("000000ee", found(0x620, 4));
    }

    /// what does not fit is dropped, what is too long is left, and the used length is
    /// what was written.
    @ParameterizedTest(name = "{0} writable bytes: used {1}")
    @CsvSource({"1, 1", "4, 4", "8, 8", "9, 9", "16, 16", "17, 16", "72, 16"})
    void theUsedLengthIsWhatWasWritten(int writable, int length) {
      assertEquals("0/" + length, send(QUERY, writable));
      String whole = zeros(8) + "7f00000000000000";
      assertEquals(whole.substring(0, 2 * length) + "ee", found(0x600, length + 1));
    }

    /// status, qualifier and the reserved bytes are written whatever the command ends with.
    @ParameterizedTest(name = "{0} ends with {1}")
    @CsvSource({
      "00000100, 0000000000000000",
      "00000200, 1600040000000000",
      "ffff0100, 1600020000000000",
      "03000100, 1600050000000000",
    })
    void theStatusBlockIsAlwaysWritten(String start, String status) {
      send(start + zeros(20), 64);
      assertEquals(status, found(0x600, 8));
    }

    /// A-044 (Linux's setting): a readable part of 25 and a writable one of 9 bytes are served.
    @Test
    void unevenPartsAreServed() {
      assertEquals("0/9", send(Bench.command(3, 1, "12"), 9));
      assertEquals(zeros(9) + "ee", found(0x600, 10));
    }
  }

  /// A-044 (the standard's setting): parts that are not n × 8 bytes are refused; E-15: padded they
  /// are refused as well, since then they are no single field.
  @ParameterizedTest(name = "{0} data, {1} writable: {2}")
  @CsvSource({
    "12,               9,  1600010000000000",
    "12,               16, 1600010000000000",
    "1200000000000000, 9,  1600010000000000",
    "1200000000000000, 16, 1600030000000000",
    "1200000000000000, 8,  1600030000000000",
  })
  void strictPartsServeNoSingleByte(String data, int writable, String status) {
    Topology.Vf net = Rig.topology(1).pfs().getFirst().vfs().getFirst();
    Bench strict = new Bench(new FirmwareSpec(0x7f, 0, true, true, true), net).up();
    assertEquals(status, strict.send(Bench.command(3, 1, data), writable));
    assertEquals(zeros(8), strict.send(Bench.command(6, 1, ""), 72).substring(0, 16));
  }

  /// in the order of the queue, also when several were offered before the first doorbell.
  @Test
  void commandsAreTakenInTheOrderOfTheQueue() {
    put(0x400, Bench.command(2, 1, "12" + zeros(7) + "01"));
    put(0x440, Bench.command(2, 1, "12" + zeros(7) + "03"));
    put(0x480, Bench.command(3, 1, "12"));
    describe(4, 0x400, 33, NEXT);
    describe(5, 0x600, 8, WRITE);
    describe(0, 0x440, 33, NEXT);
    describe(1, 0x610, 8, WRITE);
    describe(2, 0x480, 25, NEXT);
    describe(3, 0x620, 9, WRITE);
    offer(4);
    offer(0);
    offer(2);
    ring();
    ring();
    ring();
    assertEquals("4/8 0/8 2/9", used(0) + " " + used(1) + " " + used(2));
    assertEquals("03", found(0x628, 1));
  }

  /// the admin queues lie behind the ordinary ones, inside 0x10000.
  @Test
  void theAdminQueueLiesBehindTheOthers() {
    long ordinary = bench.owner().commonRead(18, 2);
    long index = bench.owner().commonRead(60, 2);
    long count = bench.owner().commonRead(62, 2);
    assertEquals("2 2 1", ordinary + " " + index + " " + count);
  }
}
