package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.vfio.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The logs of `ping -A`: tens of thousands of doorbells.
class FloodTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"j3, 20065, 20020, 45, 40014", "j7, 90065, 45019, 45046, 0"})
  void isPlayedWhole(String id, long accesses, long doorbells, long commands, long interrupts) {
    Run run = Run.of(id);
    assertEquals(accesses, run.facts(Fact.LegacyAccess.class).count());
    assertEquals(doorbells, run.facts(Fact.Notify.class).count());
    long submits =
        run.facts(Fact.AdminSubmit.class).filter(s -> s.opcode() >= 2 && s.opcode() <= 5).count();
    assertEquals(commands, submits);
    assertEquals(interrupts, run.facts(Fact.Interrupt.class).count());
  }

  @Test
  void readsItsIsrOncePerInterruptWithoutMsix() {
    assertEquals(
        45009,
        Run.of("j7")
            .facts(Fact.LegacyAccess.class)
            .filter(a -> a.direction() == Direction.READ && a.offset() == 19 && a.width() == 1)
            .count());
  }

  @Test
  void needsNoAccessButDoorbellsWithMsix() {
    List<String> rows = Rows.accesses(Run.of("j3"), 1);
    int first = rows.indexOf("R8@31=00");
    assertTrue(rows.stream().skip(first + 1).allMatch(row -> row.startsWith("W16@16=")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"j3", "j7"})
  void ringsTheQueueThatTheGuestWrote(String id) {
    Run run = Run.of(id);
    List<Event> events = run.events();
    for (Event event : events) {
      if (event.fact() instanceof Fact.Notify notify) {
        Fact.AccessStart start = (Fact.AccessStart) events.get((int) event.cause()).fact();
        assertEquals(16, start.offset());
        assertEquals("0%d00".formatted(notify.queue()), start.data().toHex());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"j3", "j7"})
  void needsAtMost64BytesPerEventInACapture(String id) throws IOException {
    Run run = Run.of(id);
    long bytes = Files.size(run.capture(folder.resolve("flood.pcapng")));
    assertTrue(
        bytes <= 64L * run.events().size(),
        () -> bytes + " bytes for " + run.events().size() + " events");
  }
}
