package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.event.Event;
import org.barscope.tracer.capture.Capture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The same log gives the same bytes, however often, and a capture gives back what was put in.
class RepeatabilityTest {
  @SuppressWarnings("unused") // named by @FieldSource
  private static final List<String> ALL = Traces.ALL;

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("ALL")
  void twoRunsGiveTheSameJsonAndTheSameCapture(String id) throws IOException {
    Run one = Run.of(id);
    Run other = Run.of(Traces.recording(id));
    assertArrayEquals(one.json(), other.json());
    assertArrayEquals(
        Files.readAllBytes(one.capture(folder.resolve("one.pcapng"))),
        Files.readAllBytes(other.capture(folder.resolve("other.pcapng"))));
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void aCaptureReadBackGivesTheSameJson(String id) throws IOException {
    Run run = Run.of(id);
    List<Event> read = new ArrayList<>();
    try (Capture capture = Capture.open(run.capture(folder.resolve("run.pcapng")))) {
      for (Optional<Event> event = capture.next(); event.isPresent(); event = capture.next()) {
        read.add(event.get());
      }
      assertEquals(Optional.empty(), capture.damage());
      assertEquals(0, capture.malformed());
      assertTrue(capture.setup().isPresent());
    }
    assertEquals(run.events().size(), read.size());
    assertArrayEquals(run.json(), Run.json(read));
  }
}
