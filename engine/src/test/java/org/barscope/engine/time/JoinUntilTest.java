package org.barscope.engine.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.Scheduler.Lane;
import org.barscope.engine.port.Scheduler.Signal;
import org.barscope.engine.port.Scheduler.Strand;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Waiting for one strand, up to a deadline.
class JoinUntilTest {
  private static final long FOREVER = Scheduler.FOREVER;

  @Nested
  class OnTheVirtualClock {
    private final DeterministicScheduler scheduler = new DeterministicScheduler(0);
    private final List<String> log = new ArrayList<>();

    private Strand sleeper(String name, long until) {
      return scheduler.spawn(
          name,
          () -> {
            scheduler.sleepUntil(until);
            log.add(name + "@" + scheduler.now());
          });
    }

    @Test
    void theClockStopsWhereTheStrandEnds() {
      Strand late = sleeper("late", 9);
      Strand early = sleeper("early", 5);
      Strand earlier = sleeper("earlier", 4);
      assertTrue(early.join(FOREVER));
      assertEquals(List.of("earlier@4", "early@5"), log);
      assertEquals(5, scheduler.now());
      assertTrue(earlier.join(FOREVER));
      assertTrue(early.join(0));
      assertEquals(5, scheduler.now());
      assertTrue(late.join(FOREVER));
      assertEquals(9, scheduler.now());
    }

    @Test
    void whatCanRunAtTheEndOfTheStrandStillRuns() {
      Lane lane = scheduler.lane("queues");
      Strand strand =
          scheduler.spawn("guest", () -> lane.post(() -> log.add("task@" + scheduler.now())));
      sleeper("later", 1);
      assertTrue(strand.join(FOREVER));
      assertEquals(List.of("task@0"), log);
    }

    @Test
    void theDeadlineStopsTheClockAndTheStrandGoesOnLater() {
      Strand strand = sleeper("a", 10);
      assertFalse(strand.join(9));
      assertEquals(9, scheduler.now());
      assertEquals(List.of(), log);
      assertFalse(strand.join(3));
      assertEquals(9, scheduler.now());
      assertTrue(strand.join(10));
      assertEquals(List.of("a@10"), log);
    }

    @Test
    void whoWaitsForNobodyIsNotThereAndTheClockGoesToTheDeadlineOnly() {
      Signal never = scheduler.signal();
      Strand stuck = scheduler.spawn("stuck", () -> never.await(FOREVER));
      sleeper("b", 7);
      assertFalse(stuck.join(20));
      assertEquals(20, scheduler.now());
      assertFalse(stuck.join(FOREVER));
      assertEquals(20, scheduler.now());
      assertEquals(List.of("b@7"), log);
      scheduler.spawn("savior", never::raise).join(FOREVER);
      assertTrue(stuck.join(FOREVER));
    }

    @Test
    void aLaterJoinWithoutDeadlineRunsEverything() {
      sleeper("c", 30);
      assertTrue(sleeper("d", 10).join(FOREVER));
      assertTrue(scheduler.spawn("e", () -> log.add("e")).join());
      assertEquals(List.of("d@10", "e", "c@30"), log);
    }

    @Test
    void aFailureIsThrown() {
      Strand strand =
          scheduler.spawn(
              "f",
              () -> {
                throw new IllegalArgumentException("ours");
              });
      assertEquals(
          "ours",
          assertThrows(IllegalStateException.class, () -> strand.join(5)).getCause().getMessage());
    }
  }

  @Nested
  class OnTheSystemsClock {
    @Test
    void theStrandGoesOnAfterTheDeadline() {
      try (LiveScheduler scheduler = new LiveScheduler()) {
        CountDownLatch latch = new CountDownLatch(1);
        Signal signal = scheduler.signal();
        Strand strand =
            scheduler.spawn(
                "a",
                () -> {
                  signal.await(FOREVER);
                  latch.countDown();
                });
        assertFalse(strand.join(scheduler.now() + 1));
        assertFalse(strand.join(0));
        assertEquals(1, latch.getCount());
        signal.raise();
        assertTrue(strand.join(FOREVER));
        assertEquals(0, latch.getCount());
        assertTrue(strand.join(0));
      }
    }

    @Test
    void aFailureIsThrown() {
      try (LiveScheduler scheduler = new LiveScheduler()) {
        Strand strand =
            scheduler.spawn(
                "f",
                () -> {
                  throw new IllegalArgumentException("ours");
                });
        IllegalStateException thrown =
            assertThrows(IllegalStateException.class, () -> strand.join(FOREVER));
        assertEquals("ours", thrown.getCause().getMessage());
      }
    }
  }
}
