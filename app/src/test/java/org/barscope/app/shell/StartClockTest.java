package org.barscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class StartClockTest {
  @Test
  void readsWhenTheProcessWasStartedFromTheField22OfItsStat() {
    String stat =
        "4711 (a (b) c) S 1 4711 4711 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 1250 99 98 97";
    assertEquals(2_250_000_000L, StartClock.ageNanos(stat, "14.75 20.10\n"));
  }
}
