package org.barscope.engine.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Many publishers, one reader; the time limit of each test only ends one that hangs.
@Timeout(60)
class EventRingTest {
  private static final Fact FACT = new Fact.Setup("{}");

  private static long publish(EventRing ring, long time) {
    return ring.publish(time, 0, 1, Event.NONE, Event.NONE, false, FACT);
  }

  private static List<Event> drain(EventRing ring) {
    List<Event> events = new ArrayList<>();
    ring.drain(events::add, Integer.MAX_VALUE);
    return events;
  }

  @Nested
  class Alone {
    @Test
    void keepsEveryFieldOfAnEvent() {
      EventRing ring = new EventRing(4, false);
      Fact fact = new Fact.Notify(4, 0x3000, 1);
      assertEquals(0, ring.publish(17, 3, 256, -1, 99, true, fact));
      assertEquals(1, ring.publish(18, 0, 0, 0, -1, false, FACT));
      List<Event> events = drain(ring);
      assertEquals(
          List.of(
              new Event(0, 17, 3, 256, -1, 99, true, fact),
              new Event(1, 18, 0, 0, 0, -1, false, FACT)),
          events);
      assertSame(fact, events.getFirst().fact());
    }

    @ParameterizedTest(name = "capacity {0}")
    @ValueSource(ints = {1, 2, 4, 512})
    void goesRoundManyTimes(int capacity) {
      EventRing ring = new EventRing(capacity, false);
      assertEquals(capacity, ring.capacity());
      for (int i = 0; i < 3000; i++) {
        assertEquals(i, publish(ring, i));
        assertEquals(1, ring.waiting());
        List<Event> events = drain(ring);
        assertEquals(1, events.size());
        assertEquals(i, events.getFirst().seq());
        assertEquals(0, ring.waiting());
      }
      assertEquals(3000, ring.published());
      assertEquals(0, ring.lost());
    }

    @Test
    void handsOutNoMoreThanTheLimit() {
      EventRing ring = new EventRing(16, false);
      for (int i = 0; i < 10; i++) {
        publish(ring, i);
      }
      List<Event> events = new ArrayList<>();
      assertEquals(0, ring.drain(events::add, 0));
      assertEquals(4, ring.drain(events::add, 4));
      assertEquals(6, ring.waiting());
      assertEquals(6, ring.drain(events::add, 100));
      assertEquals(0, ring.drain(events::add, 100));
      for (int i = 0; i < 10; i++) {
        assertEquals(i, events.get(i).seq());
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1, 6, 1000})
    void hasACapacityThatIsAPowerOfTwo(int capacity) {
      assertThrows(IllegalArgumentException.class, () -> new EventRing(capacity, false));
    }

    @Test
    void goesOnAfterASinkThatFailed() {
      EventRing ring = new EventRing(4, false);
      for (int i = 0; i < 4; i++) {
        publish(ring, i);
      }
      assertThrows(
          IllegalStateException.class,
          () ->
              ring.drain(
                  event -> {
                    throw new IllegalStateException("disk full");
                  },
                  4));
      List<Event> rest = drain(ring);
      assertEquals(List.of(1L, 2L, 3L), rest.stream().map(Event::seq).toList());
      assertEquals(4, publish(ring, 4));
    }
  }

  @Nested
  class Dropping {
    @Test
    void saysHowManyAsSoonAsThereIsRoom() {
      EventRing ring = new EventRing(4, true);
      for (int i = 0; i < 4; i++) {
        assertEquals(i, publish(ring, i));
      }
      for (int i = 0; i < 3; i++) {
        assertEquals(Event.NONE, publish(ring, 10 + i));
      }
      assertEquals(3, ring.lost());
      assertEquals(4, ring.published());
      assertEquals(4, drain(ring).size());
      assertEquals(4, publish(ring, 20));
      List<Event> events = drain(ring);
      assertEquals(
          List.of(
              new Event(4, 20, 0, 1, -1, -1, false, FACT),
              new Event(5, 20, 0, 0, -1, -1, false, new Fact.Lost(3, "event ring"))),
          events);
      assertEquals(3, ring.lost());
    }

    @Test
    void saysTheRestAtTheEnd() {
      EventRing ring = new EventRing(2, true);
      for (int i = 0; i < 7; i++) {
        publish(ring, i);
      }
      ring.announceLoss(50);
      assertEquals(5, ring.lost());
      assertEquals(2, drain(ring).size());
      ring.announceLoss(50);
      ring.announceLoss(51);
      assertEquals(
          List.of(new Event(2, 50, 0, 0, -1, -1, false, new Fact.Lost(5, "event ring"))),
          drain(ring));
      assertEquals(5, ring.lost());
    }

    /// The event that finds room for itself may leave none for the announcement.
    @Test
    void keepsTheCountWhenThereIsNoRoomToSayIt() {
      EventRing ring = new EventRing(2, true);
      publish(ring, 0);
      publish(ring, 1);
      publish(ring, 2);
      List<Event> events = new ArrayList<>();
      ring.drain(events::add, 1);
      assertEquals(2, publish(ring, 3));
      assertEquals(1, ring.lost());
      ring.drain(events::add, 2);
      assertEquals(3, publish(ring, 4));
      ring.drain(events::add, 2);
      assertEquals(List.of(0L, 1L, 2L, 3L, 4L), events.stream().map(Event::seq).toList());
      assertEquals(new Fact.Lost(1, "event ring"), events.getLast().fact());
      assertEquals(1, ring.lost());
    }
  }

  @ParameterizedTest(name = "capacity {0}, {1} publishers")
  @CsvSource({"1, 4", "2, 4", "8, 2", "64, 4", "1024, 4"})
  void waitingLosesNothing(int capacity, int publishers) throws InterruptedException {
    int each = 4000;
    EventRing ring = new EventRing(capacity, false);
    List<Event> events = run(ring, publishers, each);
    assertEquals(publishers * each, events.size());
    long[] next = new long[publishers];
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      assertEquals(i, event.seq());
      assertEquals(next[event.vf()]++, event.time());
      assertEquals(event.time(), event.recorded());
      assertEquals(event.vf(), event.pf());
      assertEquals(event.time() % 2 == 0, event.inferred());
      assertTrue(event.cause() < event.seq());
      assertEquals(new Fact.Notify(event.vf(), event.time(), 0), event.fact());
    }
    assertEquals(0, ring.lost());
    assertEquals(events.size(), ring.published());
    assertEquals(0, ring.waiting());
  }

  @ParameterizedTest(name = "capacity {0}, {1} publishers")
  @CsvSource({"1, 4", "2, 4", "8, 2", "64, 4", "1024, 4"})
  void droppingAccountsForEveryEvent(int capacity, int publishers) throws InterruptedException {
    int each = 20_000;
    EventRing ring = new EventRing(capacity, true);
    List<Event> events = run(ring, publishers, each);
    ring.announceLoss(0);
    events.addAll(drain(ring));
    long received = 0;
    long announced = 0;
    long[] last = new long[publishers];
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      assertEquals(i, event.seq());
      if (event.fact() instanceof Fact.Lost lost) {
        assertTrue(lost.count() > 0);
        announced += lost.count();
      } else {
        received++;
        assertTrue(event.time() + 1 > last[event.vf()]);
        last[event.vf()] = event.time() + 1;
        assertEquals(new Fact.Notify(event.vf(), event.time(), 0), event.fact());
      }
    }
    assertEquals((long) publishers * each, received + announced);
    assertEquals(announced, ring.lost());
    assertEquals(events.size(), ring.published());
  }

  /// Publishers on threads, the reader here; each publisher numbers its events by their time.
  private static List<Event> run(EventRing ring, int publishers, int each)
      throws InterruptedException {
    AtomicInteger left = new AtomicInteger(publishers);
    List<Thread> threads = new ArrayList<>();
    for (int publisher = 0; publisher < publishers; publisher++) {
      int name = publisher;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                long previous = Event.NONE;
                for (int i = 0; i < each; i++) {
                  Fact fact = new Fact.Notify(name, i, 0);
                  long seq = ring.publish(i, name, name, previous, i, i % 2 == 0, fact);
                  previous = seq == Event.NONE ? previous : seq;
                }
                left.decrementAndGet();
              }));
    }
    List<Event> events = new ArrayList<>();
    Random random = new Random(1);
    while (left.get() > 0) {
      if (ring.drain(events::add, 1 + random.nextInt(2 * ring.capacity())) == 0) {
        Thread.onSpinWait();
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    ring.drain(events::add, Integer.MAX_VALUE);
    return events;
  }
}
