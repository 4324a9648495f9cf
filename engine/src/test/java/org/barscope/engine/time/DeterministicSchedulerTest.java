package org.barscope.engine.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
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

/// One thread at a time on a virtual clock.
class DeterministicSchedulerTest {
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
  class Clock {
    @Test
    void startsAtZeroAndStandsStillWhileAStrandRuns() {
      List<Long> times = new ArrayList<>();
      scheduler
          .spawn(
              "a",
              () -> {
                for (int i = 0; i < 1000; i++) {
                  times.add(scheduler.now());
                }
              })
          .join();
      assertEquals(Set.of(0L), new HashSet<>(times));
      assertEquals(0, scheduler.now());
    }

    @Test
    void jumpsToTheNextDeadlineWhenNobodyCanRun() {
      Strand late = strand("late", sleep(3_600_000_000_000L));
      strand("early", sleep(5));
      assertTrue(late.join());
      assertEquals(List.of("late", "early", "early!", "late!"), log);
      assertEquals(3_600_000_000_000L, scheduler.now());
    }

    @Test
    void neverGoesBack() {
      Random random = new Random(3);
      List<Long> times = new ArrayList<>();
      Strand last = null;
      for (int i = 0; i < 20; i++) {
        last =
            scheduler.spawn(
                "s",
                () -> {
                  for (int j = 0; j < 20; j++) {
                    scheduler.sleepUntil(random.nextInt(500));
                    times.add(scheduler.now());
                  }
                });
      }
      assertTrue(last != null && last.join());
      for (int i = 1; i < times.size(); i++) {
        assertTrue(times.get(i) >= times.get(i - 1));
      }
      assertEquals(400, times.size());
    }

    @Test
    void doesNotMoveForADeadlineThatHasPassed() {
      assertTrue(
          strand(
                  "a",
                  () -> {
                    scheduler.sleepUntil(10);
                    scheduler.sleepUntil(10);
                    scheduler.sleepUntil(3);
                    scheduler.sleepUntil(-1);
                  })
              .join());
      assertEquals(10, scheduler.now());
    }
  }

  @Nested
  class Order {
    @Test
    void isFirstComeFirstServedWithSeedZero() {
      Strand last = null;
      for (int i = 0; i < 5; i++) {
        last = strand("s" + i, sleep(1));
      }
      assertTrue(last != null && last.join());
      assertEquals(List.of("s0", "s1", "s2", "s3", "s4", "s0!", "s1!", "s2!", "s3!", "s4!"), log);
    }

    @Test
    void isByTimeThenByArrival() {
      strand("a", sleep(2));
      strand("b", sleep(1));
      strand("c", sleep(2));
      assertTrue(strand("d", sleep(1)).join());
      assertEquals(List.of("a", "b", "c", "d", "b!", "d!", "a!", "c!"), log);
    }

    @Test
    void isAnotherOneForOtherSeedsAndTheSameForTheSame() {
      Set<List<String>> orders = new HashSet<>();
      for (long seed = 1; seed <= 200; seed++) {
        List<String> first = lots(seed);
        assertEquals(first, lots(seed));
        orders.add(first);
      }
      // 4 strands with 3 locked steps each: 12! / 3!^4 orders
      assertTrue(orders.size() > 150, "orders: " + orders.size());
    }

    private static List<String> lots(long seed) {
      DeterministicScheduler other = new DeterministicScheduler(seed);
      List<String> order = new ArrayList<>();
      Mutex mutex = other.mutex("m");
      Strand last = null;
      for (int i = 0; i < 4; i++) {
        String name = "s" + i;
        last =
            other.spawn(
                name,
                () -> {
                  for (int step = 0; step < 3; step++) {
                    mutex.acquire();
                    order.add(name);
                    mutex.release();
                  }
                });
      }
      assertTrue(last != null && last.join());
      return order;
    }

    @Test
    void oneStrandRunsAtATime() {
      for (long seed = 0; seed < 20; seed++) {
        DeterministicScheduler other = new DeterministicScheduler(seed);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Mutex mutex = other.mutex("m");
        Lane lane = other.lane("l");
        Runnable work =
            () -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              running.decrementAndGet();
            };
        Strand last = null;
        for (int i = 0; i < 5; i++) {
          last =
              other.spawn(
                  "s",
                  () -> {
                    for (int j = 0; j < 20; j++) {
                      mutex.acquire();
                      work.run();
                      lane.post(work);
                      mutex.release();
                      work.run();
                      other.sleepUntil(other.now() + j % 3);
                    }
                  });
        }
        assertTrue(last != null && last.join());
        assertEquals(1, most.get());
      }
    }
  }

  @Nested
  class Signals {
    @Test
    void wakeTheirWaiter() {
      Signal signal = scheduler.signal();
      List<Boolean> results = new ArrayList<>();
      Strand waiter = strand("waiter", () -> results.add(signal.await(Scheduler.FOREVER)));
      strand("raiser", signal::raise);
      assertTrue(waiter.join());
      assertEquals(List.of("waiter", "raiser", "raiser!", "waiter!"), log);
      assertEquals(List.of(true), results);
      assertTrue(signal.isRaised());
    }

    @Test
    void raisedBeforeDoNotWait() {
      Signal signal = scheduler.signal();
      signal.raise();
      signal.raise();
      assertTrue(strand("a", () -> assertTrue(signal.await(Scheduler.FOREVER))).join());
      assertEquals(0, scheduler.now());
    }

    @Test
    void giveUpAtTheDeadline() {
      Signal signal = scheduler.signal();
      assertTrue(
          strand(
                  "a",
                  () -> {
                    assertFalse(signal.await(7));
                    assertEquals(7, scheduler.now());
                    assertFalse(signal.isRaised());
                  })
              .join());
    }

    @Test
    void raisedAfterADeadlineCanBeWaitedForAgain() {
      Signal signal = scheduler.signal();
      Strand waiter =
          strand(
              "waiter",
              () -> {
                assertFalse(signal.await(5));
                assertTrue(signal.await(Scheduler.FOREVER));
                assertEquals(8, scheduler.now());
              });
      strand(
          "raiser",
          () -> {
            scheduler.sleepUntil(8);
            signal.raise();
          });
      assertTrue(waiter.join());
    }

    @Test
    void raisedBeforeTheDeadlineWakeAtOnceAndOnlyOnce() {
      Signal signal = scheduler.signal();
      Strand waiter =
          strand(
              "waiter",
              () -> {
                assertTrue(signal.await(100));
                assertEquals(3, scheduler.now());
                scheduler.sleepUntil(50);
                assertEquals(50, scheduler.now());
                scheduler.sleepUntil(200);
                assertEquals(200, scheduler.now(), "the old deadline woke it");
              });
      strand(
          "raiser",
          () -> {
            scheduler.sleepUntil(3);
            signal.raise();
            signal.raise();
          });
      assertTrue(waiter.join());
    }

    @Test
    void raisedAtTheVeryDeadlineCount() {
      for (long seed = 0; seed < 20; seed++) {
        DeterministicScheduler other = new DeterministicScheduler(seed);
        Signal signal = other.signal();
        List<Boolean> results = new ArrayList<>();
        Strand waiter =
            other.spawn(
                "w",
                () -> {
                  results.add(signal.await(5));
                  results.add(signal.isRaised());
                  results.add(signal.await(Scheduler.FOREVER));
                });
        other.spawn(
            "r",
            () -> {
              other.sleepUntil(5);
              signal.raise();
            });
        assertTrue(waiter.join());
        assertEquals(results.get(0), results.get(1));
        assertTrue(results.get(2));
      }
    }
  }

  @Nested
  class Mutexes {
    @Test
    void areHandedOverInOrder() {
      Mutex mutex = scheduler.mutex("m");
      Runnable hold =
          () -> {
            mutex.acquire();
            log.add("held");
            scheduler.sleepUntil(scheduler.now() + 10);
            mutex.release();
          };
      strand("a", hold);
      strand("b", hold);
      assertTrue(strand("c", hold).join());
      assertEquals(List.of("a", "held", "b", "c", "a!", "held", "b!", "held", "c!"), log);
      assertEquals(30, scheduler.now());
    }

    @Test
    void canBeTriedWithoutWaiting() {
      Mutex mutex = scheduler.mutex("m");
      List<Boolean> taken = new ArrayList<>();
      scheduler.spawn(
          "a",
          () -> {
            taken.add(mutex.tryAcquire());
            taken.add(mutex.tryAcquire());
            scheduler.sleepUntil(10);
            mutex.release();
            taken.add(mutex.tryAcquire());
          });
      assertTrue(scheduler.spawn("b", () -> taken.add(mutex.tryAcquire())).join());
      assertTrue(scheduler.spawn("c", () -> scheduler.sleepUntil(20)).join());
      assertEquals(List.of(true, false, false, true), taken);
    }

    @Test
    void cannotBeStolenBetweenReleaseAndWakeUp() {
      Mutex mutex = scheduler.mutex("m");
      List<String> owners = new ArrayList<>();
      Strand first =
          scheduler.spawn(
              "a",
              () -> {
                mutex.acquire();
                scheduler.sleepUntil(1);
                mutex.release();
                mutex.acquire();
                owners.add("a again");
                mutex.release();
              });
      scheduler.spawn(
          "b",
          () -> {
            mutex.acquire();
            owners.add("b");
            mutex.release();
          });
      assertTrue(first.join());
      assertEquals(List.of("b", "a again"), owners);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 99})
    void excludeEverybodyElse(long seed) {
      DeterministicScheduler other = new DeterministicScheduler(seed);
      Mutex mutex = other.mutex("m");
      AtomicInteger inside = new AtomicInteger();
      int[] counter = new int[1];
      Strand last = null;
      for (int i = 0; i < 6; i++) {
        last =
            other.spawn(
                "s",
                () -> {
                  for (int j = 0; j < 50; j++) {
                    mutex.acquire();
                    assertEquals(1, inside.incrementAndGet());
                    int read = counter[0];
                    other.sleepUntil(other.now() + 1);
                    counter[0] = read + 1;
                    inside.decrementAndGet();
                    mutex.release();
                  }
                });
      }
      assertTrue(last != null && last.join());
      assertEquals(300, counter[0]);
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

  /// The same program with the same seed gives the same interleaving, whatever the machine does.
  @Test
  void aRandomProgramIsReproducible() {
    for (long seed = 0; seed < 100; seed++) {
      assertEquals(program(seed), program(seed));
    }
  }

  private static List<String> program(long seed) {
    DeterministicScheduler other = new DeterministicScheduler(seed);
    List<String> trace = new ArrayList<>();
    Mutex[] mutexes = {other.mutex("0"), other.mutex("1")};
    Lane[] lanes = {other.lane("0"), other.lane("1")};
    Strand last = null;
    for (int i = 0; i < 5; i++) {
      String name = "s" + i;
      Random random = new Random(seed * 31 + i);
      last =
          other.spawn(
              name,
              () -> {
                for (int step = 0; step < 12; step++) {
                  String here = name + "." + step;
                  switch (random.nextInt(4)) {
                    case 0 -> {
                      Mutex mutex = mutexes[random.nextInt(2)];
                      mutex.acquire();
                      trace.add(here + " in");
                      other.sleepUntil(other.now() + random.nextInt(2));
                      trace.add(here + " out");
                      mutex.release();
                    }
                    case 1 -> lanes[random.nextInt(2)].post(() -> trace.add(here + " task"));
                    case 2 -> {
                      Signal done = other.signal();
                      lanes[random.nextInt(2)].postLazily(() -> {
                        trace.add(here + " lazy");
                        done.raise();
                      });
                      assertTrue(done.await(Scheduler.FOREVER));
                    }
                    default -> other.sleepUntil(other.now() + random.nextInt(5));
                  }
                  trace.add(here + " at " + other.now());
                }
              });
    }
    assertTrue(last != null && last.join());
    return trace;
  }
}
