package org.barscope.engine.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.Scheduler.Lane;
import org.barscope.engine.port.Scheduler.Mutex;
import org.barscope.engine.port.Scheduler.Signal;
import org.barscope.engine.port.Scheduler.Strand;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Strands and lanes on the virtual clock: how they run, fail and end.
class DeterministicStrandsTest {
  private final DeterministicScheduler scheduler = new DeterministicScheduler(0);
  private final List<String> log = new ArrayList<>();

  private Strand strand(String name, Runnable body) {
    return scheduler.spawn(
        name,
        () -> {
          log.add(name);
          body.run();
          log.add(name + "!");
        });
  }

  private Runnable sleep(long until) {
    return () -> scheduler.sleepUntil(until);
  }

  @Nested
  class Lanes {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void runTasksInTheOrderOfPosting(long seed) {
      DeterministicScheduler other = new DeterministicScheduler(seed);
      Lane lane = other.lane("l");
      Mutex mutex = other.mutex("m");
      List<Integer> posted = new ArrayList<>();
      List<Integer> ran = new ArrayList<>();
      AtomicInteger next = new AtomicInteger();
      Strand last = null;
      for (int i = 0; i < 4; i++) {
        last =
            other.spawn(
                "s",
                () -> {
                  for (int j = 0; j < 25; j++) {
                    mutex.acquire();
                    int number = next.getAndIncrement();
                    posted.add(number);
                    if (j % 2 == 0) {
                      lane.post(() -> ran.add(number));
                    } else {
                      lane.postLazily(() -> ran.add(number));
                      other.sleepUntil(other.now());
                    }
                    mutex.release();
                  }
                });
      }
      assertTrue(last != null && last.join());
      assertEquals(posted, ran);
      assertEquals(100, ran.size());
    }

    @Test
    void neverRunAPostedTaskOnTheCallersStack() {
      Lane lane = scheduler.lane("l");
      List<Thread> threads = new ArrayList<>();
      strand(
              "poster",
              () -> {
                threads.add(Thread.currentThread());
                lane.post(() -> {
                  log.add("task");
                  threads.add(Thread.currentThread());
                });
              })
          .join();
      assertEquals(List.of("poster", "poster!", "task"), log);
      assertFalse(threads.get(0).equals(threads.get(1)));
    }

    @Test
    void runALazyTaskWhenItsPosterWaits() {
      Lane lane = scheduler.lane("l");
      List<Thread> threads = new ArrayList<>();
      Signal done = scheduler.signal();
      assertTrue(
          strand(
                  "poster",
                  () -> {
                    threads.add(Thread.currentThread());
                    lane.postLazily(() -> {
                      log.add("task");
                      threads.add(Thread.currentThread());
                      done.raise();
                    });
                    log.add("before");
                    assertTrue(done.await(Scheduler.FOREVER));
                  })
              .join());
      assertEquals(List.of("poster", "before", "task", "poster!"), log);
      assertSame(threads.get(0), threads.get(1));
    }

    @Test
    void runOthersTasksBeforeOnesOwn() {
      Lane lane = scheduler.lane("l");
      Strand waiting =
          strand(
              "a",
              () -> {
                lane.postLazily(() -> log.add("task of a"));
                Mutex mutex = scheduler.mutex("m");
                mutex.acquire();
                mutex.release();
              });
      strand(
          "b",
          () -> {
            lane.postLazily(() -> log.add("task of b"));
            scheduler.sleepUntil(1);
          });
      assertTrue(waiting.join());
      assertEquals(List.of("a", "a!", "b", "task of a", "task of b", "b!"), log);
    }

    @Test
    void runBothLanesOfAStrandThatOwesTwo() {
      Lane one = scheduler.lane("one");
      Lane two = scheduler.lane("two");
      assertTrue(
          strand(
                  "a",
                  () -> {
                    one.postLazily(() -> log.add("one"));
                    two.postLazily(() -> log.add("two"));
                    one.postLazily(() -> log.add("one again"));
                    scheduler.sleepUntil(1);
                  })
              .join());
      assertEquals(List.of("a", "one", "two", "one again", "a!"), log);
    }

    @Test
    void waitForATaskThatWaits() {
      Lane lane = scheduler.lane("l");
      strand(
              "a",
              () -> {
                lane.post(() -> {
                  log.add("slow");
                  scheduler.sleepUntil(10);
                  log.add("slow!");
                });
                lane.post(() -> log.add("next"));
              })
          .join();
      assertEquals(List.of("a", "a!", "slow", "slow!", "next"), log);
    }

    @Test
    void takeTasksFromTheirOwnTasks() {
      Lane lane = scheduler.lane("l");
      strand(
              "a",
              () ->
                  lane.post(() -> {
                    log.add("outer");
                    lane.post(() -> log.add("inner"));
                    log.add("outer!");
                  }))
          .join();
      assertEquals(List.of("a", "a!", "outer", "outer!", "inner"), log);
    }

    @Test
    void canBePostedToFromOutside() {
      Lane lane = scheduler.lane("l");
      lane.post(() -> log.add("task"));
      assertTrue(strand("a", () -> {}).join());
      assertEquals(List.of("task", "a", "a!"), log);
    }
  }

  @Nested
  class Strands {
    @Test
    void endWithTrue() {
      assertTrue(strand("a", () -> {}).join());
      assertEquals(List.of("a", "a!"), log);
    }

    @Test
    void canBeJoinedAgain() {
      Strand strand = strand("a", () -> {});
      assertTrue(strand.join());
      assertTrue(strand.join());
    }

    @Test
    void thatWaitForeverEndJoinWithFalse() {
      Signal never = scheduler.signal();
      Strand strand = strand("a", () -> never.await(Scheduler.FOREVER));
      assertFalse(strand.join());
      assertFalse(strand.join());
      never.raise();
      assertTrue(strand.join());
    }

    @Test
    void inADeadlockEndJoinWithFalse() {
      Mutex one = scheduler.mutex("one");
      Mutex two = scheduler.mutex("two");
      Strand a =
          strand(
              "a",
              () -> {
                one.acquire();
                scheduler.sleepUntil(1);
                two.acquire();
              });
      Strand b =
          strand(
              "b",
              () -> {
                two.acquire();
                scheduler.sleepUntil(1);
                one.acquire();
              });
      assertFalse(a.join());
      assertFalse(b.join());
      scheduler.close();
    }

    @Test
    void canSpawnOthers() {
      strand("a", () -> strand("b", () -> strand("c", () -> {}))).join();
      assertEquals(List.of("a", "a!", "b", "b!", "c", "c!"), log);
    }

    @Test
    void cannotJoinEachOther() {
      Strand b = strand("b", () -> {});
      Strand a = strand("a", b::join);
      IllegalStateException thrown = assertThrows(IllegalStateException.class, a::join);
      assertTrue(thrown.getCause().getMessage().contains("cannot join"));
      assertTrue(b.join());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thatFailSaySoInJoin(boolean error) {
      RuntimeException exception = new IllegalArgumentException("broken");
      Strand strand =
          strand(
              "a",
              () -> {
                scheduler.sleepUntil(1);
                if (error) {
                  throw new AssertionError("broken");
                }
                throw exception;
              });
      IllegalStateException thrown = assertThrows(IllegalStateException.class, strand::join);
      assertEquals("broken", thrown.getCause().getMessage());
    }

    @Test
    void thatFailDoNotStopTheOthers() {
      Strand broken =
          strand(
              "a",
              () -> {
                throw new IllegalArgumentException("broken");
              });
      Strand fine = strand("b", sleep(5));
      assertTrue(fine.join());
      assertThrows(IllegalStateException.class, broken::join);
    }

    /// "We did wrong" is never silent: a task has no strand that anybody joins.
    @Test
    void hearOfATaskThatFails() {
      Lane lane = scheduler.lane("l");
      Strand strand =
          strand(
              "a",
              () ->
                  lane.post(() -> {
                    throw new IllegalArgumentException("broken task");
                  }));
      IllegalStateException thrown = assertThrows(IllegalStateException.class, strand::join);
      assertEquals("broken task", thrown.getCause().getMessage());
    }

    @Test
    void runOnInALaneWhoseTaskFailed() {
      Lane lane = scheduler.lane("l");
      Strand strand =
          strand(
              "a",
              () -> {
                lane.post(() -> {
                  throw new IllegalArgumentException("broken task");
                });
                lane.post(() -> log.add("next"));
              });
      assertThrows(IllegalStateException.class, strand::join);
      lane.post(() -> log.add("later"));
      assertTrue(strand("b", () -> {}).join());
      assertTrue(log.containsAll(List.of("next", "later")), log.toString());
    }

    @Test
    void aloneMayWait() {
      Signal signal = scheduler.signal();
      IllegalStateException thrown =
          assertThrows(IllegalStateException.class, () -> signal.await(Scheduler.FOREVER));
      assertEquals("only a strand may wait on the virtual clock", thrown.getMessage());
      assertThrows(IllegalStateException.class, () -> scheduler.sleepUntil(1));
    }
  }

  @Nested
  class Closing {
    @Test
    void endsStrandsThatWait() throws InterruptedException {
      List<Thread> threads = new ArrayList<>();
      List<String> ends = new ArrayList<>();
      Mutex mutex = scheduler.mutex("m");
      Signal never = scheduler.signal();
      Strand holder =
          scheduler.spawn(
              "holder",
              () -> {
                threads.add(Thread.currentThread());
                mutex.acquire();
                try {
                  never.await(Scheduler.FOREVER);
                  ends.add("not reached");
                } finally {
                  mutex.release();
                }
              });
      for (int i = 0; i < 3; i++) {
        scheduler.spawn(
            "waiter",
            () -> {
              threads.add(Thread.currentThread());
              mutex.acquire();
              ends.add("not reached");
            });
      }
      assertFalse(holder.join());
      scheduler.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(List.of(), ends);
      assertEquals(4, threads.size());
      assertFalse(holder.join());
    }

    @Test
    void takesNoNewWork() {
      assertTrue(strand("a", () -> {}).join());
      scheduler.close();
      assertFalse(strand("b", () -> {}).join());
      assertEquals(List.of("a", "a!"), log);
    }

    @Test
    void ofAnIdleSchedulerDoesNothing() {
      scheduler.close();
      scheduler.close();
      assertEquals(0, scheduler.now());
    }

    /// From another thread, while strands run and end.
    @Test
    void whileStrandsComeAndGoIsSafe() throws InterruptedException {
      for (int round = 0; round < 50; round++) {
        DeterministicScheduler busy = new DeterministicScheduler(round);
        Lane lane = busy.lane("l");
        List<Throwable> failures = new ArrayList<>();
        Signal started = new LiveScheduler().signal();
        Strand strand =
            busy.spawn(
                "s",
                () -> {
                  for (int i = 0; i < 2000; i++) {
                    lane.post(() -> {});
                    busy.sleepUntil(busy.now() + 1);
                    if (i == 20) {
                      started.raise();
                    }
                  }
                });
        Thread closer =
            Thread.ofPlatform()
                .start(() -> {
                  started.await(Scheduler.FOREVER);
                  busy.close();
                });
        closer.setUncaughtExceptionHandler((thread, thrown) -> failures.add(thrown));
        strand.join();
        closer.join();
        assertEquals(List.of(), failures);
      }
    }
  }
}
