package org.barscope.engine.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.Scheduler.Lane;
import org.barscope.engine.port.Scheduler.Mutex;
import org.barscope.engine.port.Scheduler.Signal;
import org.barscope.engine.port.Scheduler.Strand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real threads; the time limit of each test only ends one that hangs.
@Timeout(60)
class LiveSchedulerTest {
  private final LiveScheduler scheduler = new LiveScheduler();

  @AfterEach
  void close() {
    scheduler.close();
  }

  private List<Strand> strands(int count, Runnable body) {
    List<Strand> strands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      strands.add(scheduler.spawn("s" + i, body));
    }
    return strands;
  }

  @Nested
  class Mutexes {
    @Test
    void excludeEverybodyElse() {
      Mutex mutex = scheduler.mutex("m");
      AtomicInteger inside = new AtomicInteger();
      int[] counter = new int[1];
      strands(
              8,
              () -> {
                for (int i = 0; i < 5000; i++) {
                  mutex.acquire();
                  assertEquals(1, inside.incrementAndGet());
                  counter[0]++;
                  inside.decrementAndGet();
                  mutex.release();
                }
              })
          .forEach(Strand::join);
      assertEquals(40_000, counter[0]);
    }

    @Test
    void canBeTriedWithoutWaiting() {
      Mutex mutex = scheduler.mutex("m");
      List<Boolean> taken = new ArrayList<>();
      taken.add(mutex.tryAcquire());
      taken.add(mutex.tryAcquire());
      scheduler.spawn("other", () -> taken.add(mutex.tryAcquire())).join();
      mutex.release();
      taken.add(mutex.tryAcquire());
      assertEquals(List.of(true, false, false, true), taken);
    }

    @Test
    void areNotReentrant() {
      Mutex mutex = scheduler.mutex("m");
      Strand strand =
          scheduler.spawn(
              "a",
              () -> {
                mutex.acquire();
                mutex.acquire();
              });
      IllegalStateException thrown = assertThrows(IllegalStateException.class, strand::join);
      assertEquals(AssertionError.class, thrown.getCause().getClass());
    }
  }

  @Nested
  class Signals {
    @Test
    void wakeTheirWaiter() {
      for (int i = 0; i < 2000; i++) {
        Signal signal = scheduler.signal();
        Strand waiter = scheduler.spawn("w", () -> assertTrue(signal.await(Scheduler.FOREVER)));
        signal.raise();
        assertTrue(waiter.join());
      }
    }

    @Test
    void giveUpAtTheDeadline() {
      Signal signal = scheduler.signal();
      long deadline = scheduler.now() + 1_000_000;
      assertFalse(signal.await(deadline));
      assertTrue(scheduler.now() >= deadline);
      assertFalse(signal.isRaised());
    }

    @Test
    void doNotWaitForADeadlineThatHasPassed() {
      Signal signal = scheduler.signal();
      assertFalse(signal.await(0));
      signal.raise();
      signal.raise();
      assertTrue(signal.await(0));
      assertTrue(signal.await(Scheduler.FOREVER));
    }

    /// Back and forth between two threads: no wake-up is lost.
    @Test
    void arePlayedBackAndForth() {
      int turns = 20_000;
      Signal[] ping = new Signal[turns];
      Signal[] pong = new Signal[turns];
      for (int i = 0; i < turns; i++) {
        ping[i] = scheduler.signal();
        pong[i] = scheduler.signal();
      }
      Strand player =
          scheduler.spawn(
              "player",
              () -> {
                for (int i = 0; i < turns; i++) {
                  ping[i].await(Scheduler.FOREVER);
                  pong[i].raise();
                }
              });
      for (int i = 0; i < turns; i++) {
        ping[i].raise();
        assertTrue(pong[i].await(Scheduler.FOREVER));
      }
      assertTrue(player.join());
    }

    /// Whatever a raiser wrote before, its waiter sees.
    @Test
    void publishWhatTheRaiserWrote() {
      for (int i = 0; i < 5000; i++) {
        Signal signal = scheduler.signal();
        int[] value = new int[1];
        int expected = i;
        Lane lane = scheduler.lane("l");
        lane.post(() -> {
          value[0] = expected;
          signal.raise();
        });
        assertTrue(signal.await(Scheduler.FOREVER));
        assertEquals(expected, value[0]);
      }
    }
  }

  @Nested
  class Lanes {
    @Test
    void runOneTaskAtATimeAndLoseNone() {
      Lane lane = scheduler.lane("l");
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger overlaps = new AtomicInteger();
      int[] ran = new int[1];
      Runnable task =
          () -> {
            if (inside.incrementAndGet() != 1) {
              overlaps.incrementAndGet();
            }
            ran[0]++;
            inside.decrementAndGet();
          };
      strands(
              6,
              () -> {
                for (int i = 0; i < 3000; i++) {
                  if (i % 3 == 0) {
                    lane.post(task);
                  } else {
                    Signal done = scheduler.signal();
                    lane.postLazily(() -> {
                      task.run();
                      done.raise();
                    });
                    done.await(Scheduler.FOREVER);
                  }
                }
              })
          .forEach(Strand::join);
      scheduler.close();
      assertEquals(18_000, ran[0]);
      assertEquals(0, overlaps.get());
    }

    @Test
    void keepEachPostersOrder() {
      Lane lane = scheduler.lane("l");
      List<int[]> ran = new ArrayList<>();
      List<Strand> strands = new ArrayList<>();
      for (int poster = 0; poster < 4; poster++) {
        int name = poster;
        strands.add(
            scheduler.spawn(
                "p",
                () -> {
                  for (int i = 0; i < 5000; i++) {
                    int number = i;
                    Runnable task = () -> ran.add(new int[] {name, number});
                    if (i % 2 == 0) {
                      lane.post(task);
                    } else {
                      lane.postLazily(task);
                      scheduler.sleepUntil(0);
                    }
                  }
                }));
      }
      strands.forEach(Strand::join);
      scheduler.close();
      assertEquals(20_000, ran.size());
      int[] next = new int[4];
      for (int[] entry : ran) {
        assertEquals(next[entry[0]]++, entry[1]);
      }
    }

    @Test
    void runALazyTaskOnThePostersThread() {
      Lane lane = scheduler.lane("l");
      AtomicReference<Thread> thread = new AtomicReference<>();
      Signal done = scheduler.signal();
      lane.postLazily(() -> {
        thread.set(Thread.currentThread());
        done.raise();
      });
      assertTrue(done.await(Scheduler.FOREVER));
      assertSame(Thread.currentThread(), thread.get());
    }

    @Test
    void runAPostedTaskOnAnotherThread() {
      Lane lane = scheduler.lane("l");
      AtomicReference<Thread> thread = new AtomicReference<>();
      Signal done = scheduler.signal();
      lane.post(() -> {
        thread.set(Thread.currentThread());
        done.raise();
      });
      assertTrue(done.await(Scheduler.FOREVER));
      assertNotSame(Thread.currentThread(), thread.get());
    }

    @Test
    void waitForATaskOfAnotherThread() {
      Lane lane = scheduler.lane("l");
      List<String> order = new ArrayList<>();
      Signal running = scheduler.signal();
      Signal goOn = scheduler.signal();
      lane.post(() -> {
        order.add("slow");
        running.raise();
        goOn.await(Scheduler.FOREVER);
        order.add("slow!");
      });
      assertTrue(running.await(Scheduler.FOREVER));
      Signal done = scheduler.signal();
      Strand poster =
          scheduler.spawn(
              "poster",
              () -> {
                lane.postLazily(() -> {
                  order.add("lazy");
                  done.raise();
                });
                done.await(Scheduler.FOREVER);
              });
      goOn.raise();
      assertTrue(poster.join());
      assertEquals(List.of("slow", "slow!", "lazy"), order);
    }
  }

  @Nested
  class Strands {
    @Test
    void thatFailSaySoInJoin() {
      Strand strand =
          scheduler.spawn(
              "a",
              () -> {
                throw new IllegalArgumentException("broken");
              });
      IllegalStateException thrown = assertThrows(IllegalStateException.class, strand::join);
      assertEquals("broken", thrown.getCause().getMessage());
    }

    /// "We did wrong" is never silent: a task has no strand that anybody joins.
    @Test
    void hearOfATaskThatFailed() {
      Lane lane = scheduler.lane("l");
      List<String> log = new ArrayList<>();
      lane.post(() -> {
        throw new IllegalArgumentException("broken task, on purpose");
      });
      Signal next = scheduler.signal();
      lane.post(() -> {
        log.add("next");
        next.raise();
      });
      assertTrue(next.await(Scheduler.FOREVER));
      scheduler.close();
      Strand strand = scheduler.spawn("a", () -> {});
      IllegalStateException thrown = assertThrows(IllegalStateException.class, strand::join);
      assertEquals("broken task, on purpose", thrown.getCause().getMessage());
      assertEquals(List.of("next"), log);
      assertTrue(scheduler.spawn("b", () -> {}).join());
    }

    @Test
    void afterClosingWhoPostedATaskRunsItWhenItWaits() {
      LiveScheduler other = new LiveScheduler();
      Lane lane = other.lane("l");
      other.close();
      Signal done = other.signal();
      lane.post(done::raise);
      assertFalse(done.isRaised());
      assertTrue(done.await(other.now()));
    }

    @Test
    void closingWaitsForTasks() {
      LiveScheduler other = new LiveScheduler();
      Lane lane = other.lane("l");
      int[] ran = new int[1];
      for (int i = 0; i < 1000; i++) {
        lane.post(() -> ran[0]++);
      }
      other.close();
      assertEquals(1000, ran[0]);
    }
  }
}
