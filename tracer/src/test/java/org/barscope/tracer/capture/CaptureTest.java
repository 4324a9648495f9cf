package org.barscope.tracer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.tracer.ExampleEvents;
import org.barscope.tracer.RandomEvents;
import org.barscope.tracer.pcapng.Block;
import org.barscope.tracer.pcapng.BlockBuffer;
import org.barscope.tracer.pcapng.CaptureDataException;
import org.barscope.tracer.pcapng.Option;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CaptureTest {
  private static final RecordingId ID = new RecordingId(0x0011223344556677L, 0x8899aabbccddeeffL);

  @TempDir private Path folder;

  @Test
  void restoresAnEventOfEveryFact() throws IOException {
    assertEquals(ExampleEvents.recording(), readBack(ExampleEvents.recording(), 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void restoresRandomEvents(long seed) throws IOException {
    List<Event> events = RandomEvents.of(seed, 2_000);
    assertEquals(events, readBack(events, 0));
  }

  @Test
  void restoresTimesOfARecordingInRealTime() throws IOException {
    List<Event> events = RandomEvents.of(6, 200);
    assertEquals(events, readBack(events, 1_790_000_000_123_456_789L));
  }

  @Test
  void writesTheSameBytesForTheSameEvents() throws IOException {
    List<Event> events = RandomEvents.of(7, 500);
    assertEquals(bytes(write("a", events, 0)), bytes(write("b", events, 0)));
  }

  @Test
  void writesTheSameBytesForTheEventsThatItReads() throws IOException {
    Path original = write("a", RandomEvents.of(8, 500), 0);
    assertEquals(bytes(original), bytes(write("b", read(original), 0)));
  }

  @Test
  void knowsItsRecording() throws IOException {
    try (Capture capture = Capture.open(write("a", ExampleEvents.recording(), 77))) {
      assertEquals(new FormatVersion(1, 0), capture.version());
      assertEquals(Optional.of("{\"pfs\":1,\"vfs\":4,\"seed\":7}"), capture.setup());
      assertEquals(77, capture.start());
      assertEquals(Set.of(ID), capture.recordings());
      capture.forEach(event -> {});
      assertEquals(Optional.of(ID), capture.recordingOfLast());
      assertEquals(Optional.empty(), capture.damage());
    }
  }

  @Test
  void opensACaptureWithoutEvents() throws IOException {
    try (Capture capture = Capture.open(write("a", List.of(), 0))) {
      assertEquals(List.of(), all(capture));
      assertEquals(Optional.empty(), capture.damage());
    }
  }

  @Test
  void keepsTheSummaryOfARun() throws IOException {
    Path file = folder.resolve("a.pcapng");
    try (CaptureWriter writer = CaptureWriter.create(file, ID, 0)) {
      ExampleEvents.recording().forEach(writer::accept);
      writer.summary("{\"differences\":0}");
    }
    try (Capture capture = Capture.open(file)) {
      all(capture);
      assertEquals(Optional.of("{\"differences\":0}"), capture.summary());
    }
  }

  @Test
  void keepsTheFieldsOfAnUnknownKindUnchanged() throws IOException {
    Event event = ExampleEvents.event(9, 5, 1, 3, new Fact.Unknown(9, Bytes.of(1, 2, 3)));
    assertEquals(List.of(event), readBack(List.of(event), 0));
  }

  @Test
  void keepsFieldsThatDoNotFitTheirKindAsUnknownAndSaysSo() throws IOException {
    Event event = ExampleEvents.event(9, 5, 1, 3, new Fact.Unknown(7, Bytes.of(2)));
    try (Capture capture = Capture.open(write("a", List.of(event), 0))) {
      assertEquals(Optional.of(event), capture.next());
      assertEquals(1, capture.malformed());
      assertTrue(
          capture
              .damage()
              .orElseThrow()
              .message()
              .endsWith("event 9 of kind 7 that cannot be read"));
    }
  }

  @Nested
  class CutFile {
    @Test
    void opensUpToTheCutWhereverItIs() throws IOException {
      List<Event> events = ExampleEvents.recording();
      Bytes whole = bytes(write("a", events, 0));
      List<Integer> ends = eventEnds(whole);
      int from = ends.get(ends.size() - 6);
      for (int length = from; length < whole.length(); length++) {
        int cut = length;
        long left = ends.stream().filter(end -> end <= cut).count();
        try (Capture capture = open(whole.slice(0, cut))) {
          assertEquals(events.subList(0, (int) left), all(capture), "cut at " + cut);
          boolean closed = cut > ends.getLast() && blockEnds(whole).contains(cut);
          assertEquals(!closed, capture.damage().isPresent(), "cut at " + cut);
        }
      }
    }

    @Test
    void saysWhereItIsCut() throws IOException {
      Bytes whole = bytes(write("a", ExampleEvents.recording(), 0));
      int end = eventEnds(whole).get(3);
      try (Capture capture = open(whole.slice(0, end + 13))) {
        all(capture);
        assertEquals(
            new Capture.Damage(
                end, "cut off at 0x" + Integer.toHexString(end) + ", inside a block"),
            capture.damage().orElseThrow());
      }
    }

    @Test
    void isNoticedWhenItIsCutBetweenTwoBlocks() throws IOException {
      Bytes whole = bytes(write("a", ExampleEvents.recording(), 0));
      int end = eventEnds(whole).get(3);
      try (Capture capture = open(whole.slice(0, end))) {
        all(capture);
        assertEquals(
            "ends without its closing statistics: the run did not end properly, or a tool cut the"
                + " file",
            capture.damage().orElseThrow().message());
      }
    }

    @Test
    void isRefusedWhenNotEvenTheFirstBlockIsThere() {
      assertRefused(
          "file at 0x0: cut off inside its first block, expected a capture written by barscope",
          Bytes.hex("0a0d0d0a 38000000 4d3c2b1a"));
    }
  }

  @Test
  void givesTheEventsBeforeADamagedBlock() throws IOException {
    byte[] bytes = bytes(write("a", ExampleEvents.recording(), 0)).toArray();
    int end = eventEnds(Bytes.copyOf(bytes)).get(3);
    bytes[end + 4] = 13;
    try (Capture capture = open(Bytes.copyOf(bytes))) {
      assertEquals(ExampleEvents.recording().subList(0, 4), all(capture));
      assertEquals(
          "pcapng block at 0x%x: length 13, expected a multiple of 4".formatted(end),
          capture.damage().orElseThrow().message());
    }
  }

  @Test
  void refusesANewerMajorVersion() {
    assertRefused(
        "pcapng block at 0x0: capture format 2.0, expected 1.x: a newer barscope is needed",
        section("barscope capture 2.0"));
  }

  @Test
  void opensANewerMinorVersion() throws IOException {
    try (Capture capture = open(section("barscope capture 1.7"))) {
      assertEquals(new FormatVersion(1, 7), capture.version());
    }
  }

  @Test
  void refusesTheCaptureOfAnotherProgram() {
    BlockBuffer buffer = new BlockBuffer(64);
    buffer.bytes(section("dumpcap"));
    new Block.InterfaceDescription(1, 0, List.of()).write(buffer);
    new Block.EnhancedPacket(0, 0, Bytes.of(1), 1, List.of()).write(buffer);
    assertRefused(
        "pcapng block at 0x40: a packet of another program, expected a capture written by barscope",
        buffer.copy());
    assertRefused(
        "file at 0x0: no recording, expected a capture written by barscope", section("dumpcap"));
    assertRefused("file at 0x0: no recording, expected a capture written by barscope", Bytes.EMPTY);
  }

  @Test
  void readsABigEndianSectionThatAnotherToolMerged() throws IOException {
    String description = "barscope capture 1.0 recording " + ID + " pf 0 vf 5 start 1000";
    Bytes text = Option.text(3, description).value();
    int padded = text.length() + 3 & ~3;
    String file =
        "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c"
            + "00000001 %08x 0093 0000 00000000".formatted(32 + padded)
            + "0003 %04x".formatted(text.length())
            + text.toHex()
            + "00".repeat(padded - text.length())
            + "0009 0001 09000000"
            + "%08x".formatted(32 + padded)
            // Notify, no flags, seq 6, bar 2, offset 0x3000, queue 1
            + "00000006 00000028 00000000 00000000 00000bb8 00000007 00000007"
            + "07 00 06 02 80 60 01 00"
            + "00000028";
    try (Capture capture = open(Bytes.hex(file))) {
      assertEquals(
          List.of(ExampleEvents.event(6, 2_000, 5, -1, new Fact.Notify(2, 0x3000, 1))),
          all(capture));
      assertEquals(Optional.empty(), capture.damage());
    }
  }

  @Test
  void passesOverPacketsOfOtherInterfaces() throws IOException {
    BlockBuffer buffer = new BlockBuffer(64);
    buffer.bytes(section("barscope capture 1.0"));
    new Block.InterfaceDescription(1, 0, List.of()).write(buffer);
    new Block.EnhancedPacket(0, 0, Bytes.of(1), 1, List.of()).write(buffer);
    try (Capture capture = open(buffer.copy())) {
      assertEquals(List.of(), all(capture));
      assertEquals(1, capture.foreign());
    }
  }

  private void assertRefused(String message, Bytes file) {
    CaptureDataException e = assertThrows(CaptureDataException.class, () -> open(file));
    assertEquals(message, e.getMessage());
  }

  private List<Event> readBack(List<Event> events, long start) throws IOException {
    return read(write("a", events, start));
  }

  private Path write(String name, List<Event> events, long start) {
    Path file = folder.resolve(name + ".pcapng");
    try (CaptureWriter writer = CaptureWriter.create(file, ID, start)) {
      events.forEach(writer::accept);
    }
    return file;
  }

  private static List<Event> read(Path file) throws IOException {
    try (Capture capture = Capture.open(file)) {
      return all(capture);
    }
  }

  private static List<Event> all(Capture capture) throws IOException {
    List<Event> events = new ArrayList<>();
    capture.forEach(events::add);
    return events;
  }

  private static Capture open(Bytes file) throws IOException {
    return Capture.open(new ByteArrayInputStream(file.toArray()), "x.pcapng");
  }

  private static Bytes bytes(Path file) throws IOException {
    return Bytes.copyOf(Files.readAllBytes(file));
  }

  private static Bytes section(String application) {
    BlockBuffer buffer = new BlockBuffer(64);
    new Block.SectionHeader(1, 0, List.of(Option.text(4, application))).write(buffer);
    return buffer.copy();
  }

  /// Where each packet block ends, by the lengths in the file itself.
  private static List<Integer> eventEnds(Bytes file) {
    return ends(file, true);
  }

  private static List<Integer> blockEnds(Bytes file) {
    return ends(file, false);
  }

  private static List<Integer> ends(Bytes file, boolean packetsOnly) {
    List<Integer> ends = new ArrayList<>();
    int at = 0;
    while (at < file.length()) {
      boolean packet = file.little(at, 4) == 6;
      at += (int) file.little(at + 4, 4);
      if (packet || !packetsOnly) {
        ends.add(at);
      }
    }
    return ends;
  }
}
