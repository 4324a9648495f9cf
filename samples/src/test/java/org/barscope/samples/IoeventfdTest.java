package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.vfio.Region;
import org.junit.jupiter.api.Test;

/// The log of a QEMU with ioeventfd, in which doorbells are no register accesses.
class IoeventfdTest {
  private final Run run = Run.of("a2");

  @Test
  void hasTheDoorbellsThatTheSameGuestRangWithoutIoeventfd() {
    List<String> rows = Rows.of(run, 1);
    assertEquals(
        Rows.of(Run.of("a1"), 1).stream().map(IoeventfdTest::withoutRing).toList(),
        rows.stream().map(row -> withoutRing(row.replace("?", ""))).toList());
  }

  /// The places of the rings differ.
  private static String withoutRing(String row) {
    return row.startsWith("W32@8=") ? "W32@8" : row;
  }

  @Test
  void marksTheDoorbellsAndNothingElseAsInferred() {
    List<String> inferred = Rows.of(run, 1).stream().filter(row -> row.startsWith("?")).toList();
    assertEquals(
        Rows.parse(
            """
            ?W16@16=0000 bell 0
            ?W16@16=0200 bell 2
            ?W16@16=0200 bell 2
            ?W16@16=0200 bell 2
            ?W16@16=0200 bell 2
            ?W16@16=0200 bell 2
            ?W16@16=0200 bell 2
            ?W16@16=0100 bell 1
            ?W16@16=0100 bell 1
            ?W16@16=0100 bell 1
            ?W16@16=0100 bell 1
            """),
        inferred);
  }

  @Test
  void marksBeginAndEndOfADoorbellAndNoOtherAccess() {
    for (Event event : run.events()) {
      switch (event.fact()) {
        case Fact.AccessStart start ->
            assertEquals(isDoorbell(start), event.inferred(), event::toString);
        case Fact.LegacyAccess access ->
            assertEquals(access.offset() == 16, event.inferred(), event::toString);
        default -> assertFalse(event.inferred(), event::toString);
      }
    }
  }

  private static boolean isDoorbell(Fact.AccessStart start) {
    return start.region() == Region.BAR0 && start.offset() == 16;
  }

  @Test
  void knowsWhenTheDoorbellWasRung() {
    List<Event> events = run.events();
    for (Event event : run.events(Fact.Notify.class).toList()) {
      Event start = events.get((int) event.cause());
      assertEquals(start.recorded(), event.time(), event::toString);
    }
    // the line of the first is 3.187338 s after the first line of the log
    Event first = run.events(Fact.Notify.class).findFirst().orElseThrow();
    assertEquals(3_187_338_000L, first.time());
  }
}
