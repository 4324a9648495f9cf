package org.barscope.tracer.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.tracer.ExampleEvents;
import org.barscope.tracer.FloodEvents;
import org.barscope.tracer.pcapng.Block;
import org.barscope.tracer.pcapng.Option;
import org.barscope.tracer.pcapng.PcapngReader;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CaptureWriterTest {
  private static final RecordingId ID = new RecordingId(0, 7);

  @TempDir private Path folder;

  @Test
  void needsAtMost64BytesPerEventOnAverage() throws IOException {
    List<Event> events = FloodEvents.of(1, 100_000);
    Path file = write("flood.pcapng", events);
    double average = (double) Files.size(file) / events.size();
    System.out.printf("capture: %.2f bytes per event%n", average);
    assertTrue(average <= 64, "average " + average);
    try (Capture capture = Capture.open(file)) {
      List<Event> read = new ArrayList<>();
      capture.forEach(read::add);
      assertEquals(events, read);
    }
  }

  @Test
  void describesAnInterfaceBeforeItsFirstEventAndCountsAtTheEnd() throws IOException {
    Path file =
        write(
            "a.pcapng",
            List.of(
                ExampleEvents.event(0, 5, 0, -1, new Fact.Setup("{}")),
                ExampleEvents.event(1, 6, 3, -1, new Fact.Lost(37, "ring")),
                new Event(2, 7, 1, 3, -1, -1, false, new Fact.Notify(2, 0, 1))));
    List<String> blocks = new ArrayList<>();
    try (PcapngReader reader = new PcapngReader(Files.newInputStream(file), "a")) {
      for (var block = reader.next(); block.isPresent(); block = reader.next()) {
        blocks.add(summary(block.get()));
      }
    }
    String mark = "barscope capture 1.0";
    String recording = " recording 00000000000000000000000000000007";
    assertEquals(
        List.of(
            mark,
            "pf0: " + mark + recording + " pf 0 vf 0 start 1000",
            "packet of 0 at 1005 []",
            "pf0.vf3: " + mark + recording + " pf 0 vf 3 start 1000",
            "packet of 1 at 1006 [Option[code=4, value=2500000000000000]]",
            "pf1.vf3: " + mark + recording + " pf 1 vf 3 start 1000",
            "packet of 2 at 1007 []",
            "statistics of 0 at 1005: 1 received, 0 lost",
            "statistics of 1 at 1006: 1 received, 37 lost",
            "statistics of 2 at 1007: 1 received, 0 lost"),
        blocks);
  }

  @Test
  void handsOutWholeBlocksOnFlush() throws IOException {
    Path file = folder.resolve("a.pcapng");
    try (CaptureWriter writer = CaptureWriter.create(file, ID, 0)) {
      for (Event event : ExampleEvents.recording()) {
        writer.accept(event);
        writer.flush();
        try (Capture capture = Capture.open(file)) {
          List<Event> read = new ArrayList<>();
          capture.forEach(read::add);
          assertEquals(event, read.getLast());
          assertTrue(capture.damage().orElseThrow().message().startsWith("ends without its"));
        }
      }
    }
  }

  @Test
  void handsOutABatchByItself() throws IOException {
    Path file = folder.resolve("a.pcapng");
    try (CaptureWriter writer = CaptureWriter.create(file, ID, 0)) {
      FloodEvents.of(1, 10_000).forEach(writer::accept);
      assertTrue(Files.size(file) > 300_000, "size " + Files.size(file));
    }
  }

  @Nested
  class AFileThatIsThereAlready {
    @Test
    void isReplacedWhenItIsACapture() throws IOException {
      write("a.pcapng", FloodEvents.of(1, 1_000));
      Path file = write("a.pcapng", List.of());
      assertTrue(Files.size(file) < 300);
    }

    @Test
    void isReplacedWhenItIsEmpty() throws IOException {
      Files.createFile(folder.resolve("a.pcapng"));
      write("a.pcapng", List.of());
    }

    @Test
    void isLeftAloneWhenItIsAnythingElse() throws IOException {
      Path file = folder.resolve("README.md");
      Files.writeString(file, "# precious");
      CaptureWriteException e =
          assertThrows(CaptureWriteException.class, () -> CaptureWriter.create(file, ID, 0));
      assertEquals(
          "cannot write " + file + ": there is a file that is not a capture", e.getMessage());
      assertArrayEquals("# precious".getBytes(), Files.readAllBytes(file));
    }
  }

  @Test
  void saysWhyAFileCannotBeWritten() {
    Path file = folder.resolve("no/such/a.pcapng");
    CaptureWriteException e =
        assertThrows(CaptureWriteException.class, () -> CaptureWriter.create(file, ID, 0));
    assertEquals("cannot write " + file + ": no such directory", e.getMessage());
  }

  @Test
  void saysThatTheDiskIsFull() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full here");
    CaptureWriteException e =
        assertThrows(CaptureWriteException.class, () -> CaptureWriter.create(full, ID, 0));
    assertEquals("cannot write /dev/full: No space left on device", e.getMessage());
  }

  private Path write(String name, List<Event> events) {
    Path file = folder.resolve(name);
    try (CaptureWriter writer = CaptureWriter.create(file, ID, 1_000)) {
      events.forEach(writer::accept);
    }
    return file;
  }

  private static String summary(Block block) {
    return switch (block) {
      case Block.SectionHeader b -> text(b.options(), 4);
      case Block.InterfaceDescription b -> text(b.options(), 2) + ": " + text(b.options(), 3);
      case Block.EnhancedPacket b ->
          "packet of " + b.interfaceId() + " at " + b.timestamp() + " " + b.options();
      case Block.InterfaceStatistics b ->
          "statistics of %d at %d: %d received, %d lost"
              .formatted(
                  b.interfaceId(),
                  b.timestamp(),
                  b.options().get(0).value().little(),
                  b.options().get(1).value().little());
      case Block.Unknown b -> "unknown " + b.type();
    };
  }

  private static String text(List<Option> options, int code) {
    return Option.find(options, code).orElseThrow().text();
  }
}
