package org.barscope.tracer.pcapng;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PcapngReaderTest {
  private static final String LITTLE_SECTION =
      """
      0a0d0d0a 28000000 4d3c2b1a 0100 0000 ffffffffffffffff
      0400 0300 782e7900
      00000000
      28000000
      """;

  private static final String BIG_SECTION =
      """
      0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff
      0000001c
      """;

  private static final String LITTLE_INTERFACE =
      """
      01000000 20000000 9300 0000 00000000
      0900 0100 09000000
      00000000
      20000000
      """;

  private static final String BIG_INTERFACE =
      """
      00000001 00000020 0093 0000 00000000
      0009 0001 09000000
      00000000
      00000020
      """;

  private static final String LITTLE_PACKET =
      """
      06000000 24000000 02000000 01000000 05000000 03000000 09000000 aabbcc00
      24000000
      """;

  private static final String BIG_PACKET =
      """
      00000006 00000024 00000002 00000001 00000005 00000003 00000009 aabbcc00
      00000024
      """;

  private static final Block SECTION =
      new Block.SectionHeader(1, 0, List.of(Option.text(4, "x.y")));
  private static final Block INTERFACE =
      new Block.InterfaceDescription(147, 0, List.of(new Option(9, Bytes.of(9))));
  private static final Block PACKET =
      new Block.EnhancedPacket(2, 0x1_0000_0005L, Bytes.of(0xaa, 0xbb, 0xcc), 9, List.of());

  @Test
  void readsALittleEndianSection() throws IOException {
    assertEquals(
        List.of(SECTION, INTERFACE, PACKET),
        read(LITTLE_SECTION + LITTLE_INTERFACE + LITTLE_PACKET));
  }

  @Test
  void readsABigEndianSection() throws IOException {
    assertEquals(
        List.of(new Block.SectionHeader(1, 0, List.of()), INTERFACE, PACKET),
        read(BIG_SECTION + BIG_INTERFACE + BIG_PACKET));
  }

  @Test
  void readsSectionsOfBothByteOrdersInOneFile() throws IOException {
    assertEquals(
        List.of(new Block.SectionHeader(1, 0, List.of()), PACKET, SECTION, PACKET),
        read(BIG_SECTION + BIG_PACKET + LITTLE_SECTION + LITTLE_PACKET));
  }

  @Test
  void keepsBlocksOfOtherTypes() throws IOException {
    String secrets = "0a000000 10000000 01020304 10000000";
    assertEquals(
        List.of(SECTION, new Block.Unknown(10, Bytes.of(1, 2, 3, 4)), PACKET),
        read(LITTLE_SECTION + secrets + LITTLE_PACKET));
  }

  @Test
  void readsOptionsOfAPacketAndItsComment() throws IOException {
    String packet =
        """
        06000000 38000000 00000000 00000000 05000000 01000000 01000000 aa000000
        0100 0200 68690000
        0400 0800 2500000000000000
        38000000
        """;
    assertEquals(
        new Block.EnhancedPacket(
            0, 5, Bytes.of(0xaa), 1, List.of(Option.text(1, "hi"), Option.number(4, 37))),
        read(LITTLE_SECTION + packet).get(1));
  }

  @Test
  void writesTheBytesThatItReads() throws IOException {
    BlockBuffer buffer = new BlockBuffer(4);
    for (Block block : List.of(SECTION, INTERFACE, PACKET)) {
      block.write(buffer);
    }
    // a packet written is never cut: its original length is its length
    String packet = LITTLE_PACKET.replace("03000000 09000000", "03000000 03000000");
    assertEquals(Bytes.hex(LITTLE_SECTION + LITTLE_INTERFACE + packet), buffer.copy());
  }

  @Nested
  class CutFile {
    @Test
    void givesTheBlocksBeforeTheCutAndTellsWhereItIs() throws IOException {
      Bytes whole = Bytes.hex(LITTLE_SECTION + LITTLE_INTERFACE + LITTLE_PACKET);
      for (int length = 1; length <= whole.length(); length++) {
        PcapngReader reader = reader(whole.slice(0, length));
        int blocks = all(reader).size();
        boolean boundary = length == 0x28 || length == 0x48 || length == 0x6c;
        long start = length < 0x28 ? 0 : length < 0x48 ? 0x28 : 0x48;
        assertEquals(length < 0x28 ? 0 : length < 0x48 ? 1 : length < 0x6c ? 2 : 3, blocks);
        assertEquals(boundary ? OptionalLong.empty() : OptionalLong.of(start), reader.cutAt());
      }
    }

    @Test
    void staysAtItsEnd() throws IOException {
      PcapngReader reader = reader(Bytes.hex(LITTLE_SECTION + "06000000 24000000"));
      all(reader);
      assertEquals(Optional.empty(), reader.next());
      assertEquals(OptionalLong.of(0x28), reader.cutAt());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          06000000 0d000000 00000000             | length 13, expected a multiple of 4
          06000000 08000000 00000000             | length 8, expected 12 to 67108864
          06000000 04000008 00000000             | length 134217732, expected 12 to 67108864
          0a000000 10000000 01020304 14000000    | length 16 at its start and 20 at its end, expected the same
          06000000 10000000 00000000 10000000    | packet of 4 bytes, expected at least 20
          01000000 10000000 00000000 10000000    | interface description of 4 bytes, expected at least 8
          05000000 10000000 00000000 10000000    | interface statistics of 4 bytes, expected at least 12
          0a0d0d0a 1c000000 01020304 00000000    | byte-order magic 0x04030201, expected 0x1a2b3c4d
          """)
  void refusesAMalformedBlock(String bytes, String problem) {
    CaptureDataException e =
        assertThrows(CaptureDataException.class, () -> read(LITTLE_SECTION + bytes));
    assertEquals("pcapng block at 0x28: " + problem, e.getMessage());
    assertEquals(0x28, e.offset());
    assertEquals("x.pcapng", e.file());
  }

  @Test
  void refusesAPacketLongerThanItsBlock() {
    String packet = LITTLE_PACKET.replace("03000000 09000000", "05000000 09000000");
    assertProblem("packet of 5 bytes, expected at most the 4 left in the block", packet);
  }

  @Test
  void refusesAnOptionLongerThanItsBlock() {
    assertProblem(
        "option 9 of 9 bytes, expected at most the 8 left in the block",
        LITTLE_INTERFACE.replace("0900 0100", "0900 0900"));
  }

  @Test
  void refusesAnotherVersionOfPcapng() {
    assertProblem(
        "pcapng version 2.0, expected 1.0", LITTLE_SECTION.replace("0100 0000", "0200 0000"));
  }

  @Test
  void refusesAFileThatIsNotPcapng() {
    CaptureDataException e =
        assertThrows(CaptureDataException.class, () -> read("7b 22 73 65 71 22"));
    assertEquals(
        "file at 0x0: starts with 7b227365, expected the section header 0a0d0d0a of pcapng",
        e.getMessage());
  }

  private static void assertProblem(String problem, String block) {
    CaptureDataException e =
        assertThrows(CaptureDataException.class, () -> read(LITTLE_SECTION + block));
    assertEquals("pcapng block at 0x28: " + problem, e.getMessage());
  }

  private static List<Block> read(String hex) throws IOException {
    return all(reader(Bytes.hex(hex)));
  }

  private static PcapngReader reader(Bytes bytes) {
    return new PcapngReader(new ByteArrayInputStream(bytes.toArray()), "x.pcapng");
  }

  private static List<Block> all(PcapngReader reader) throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (Optional<Block> block = reader.next(); block.isPresent(); block = reader.next()) {
      blocks.add(block.get());
    }
    return blocks;
  }
}
