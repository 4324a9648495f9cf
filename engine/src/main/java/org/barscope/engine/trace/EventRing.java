package org.barscope.engine.trace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.EventSink;
import org.barscope.engine.event.Fact;
import org.jspecify.annotations.Nullable;

/// A bounded ring of events: many threads publish, one drains.
///
/// The place in the ring is the event's number, so events can neither get lost between two others
/// nor change their order. When the ring is full a publisher either waits or drops; what was
/// dropped is counted, and a [Fact.Lost] event says so as soon as there is room.
public final class EventRing {
  private static final VarHandle EVENTS = MethodHandles.arrayElementVarHandle(Event[].class);
  private static final long PAUSE_NANOS = 20_000;

  /// How many events are taken before publishers are told, so that the two sides seldom touch the
  /// same memory.
  private static final int TAKEN_STEP = 256;

  private final int mask;
  private final boolean dropWhenFull;
  private final AtomicLong claimed = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong lostInAll = new AtomicLong();
  private final @Nullable Event[] events;
  private volatile long taken;
  private long next;

  /// @param capacity in events, a power of two
  /// @param dropWhenFull whether a publisher drops its event instead of waiting
  public EventRing(int capacity, boolean dropWhenFull) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity " + capacity + ", expected a power of two");
    }
    this.mask = capacity - 1;
    this.dropWhenFull = dropWhenFull;
    this.events = new @Nullable Event[capacity];
  }

  /// Publishes one event. Any thread.
  ///
  /// @param inferred whether the imitated trace has no line for it
  /// @return the event's number, or [Event#NONE] if it was dropped
  public long publish(
      long time, int pf, int vf, long cause, long recorded, boolean inferred, Fact fact) {
    long seq = claimed.get();
    while (seq - taken > mask || !claimed.compareAndSet(seq, seq + 1)) {
      if (seq - taken > mask) {
        if (dropWhenFull) {
          lost.incrementAndGet();
          return Event.NONE;
        }
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
      seq = claimed.get();
    }
    Event event = new Event(seq, time, pf, vf, cause, recorded, inferred, fact);
    EVENTS.setRelease(events, (int) seq & mask, event);
    if (lost.get() != 0) {
      announceLoss(time);
    }
    return seq;
  }

  /// Hands up to `limit` events to the sink, in order. One thread at a time.
  ///
  /// @return how many
  public int drain(EventSink sink, int limit) {
    int count = 0;
    while (count < limit) {
      Event event = (Event) EVENTS.getAcquire(events, (int) next & mask);
      // an event of the lap before stays in its place until it is overwritten
      if (event == null || event.seq() != next) {
        break;
      }
      next++;
      count++;
      if (count % TAKEN_STEP == 0) {
        taken = next;
      }
      sink.accept(event);
    }
    taken = next;
    return count;
  }

  /// How many events were published so far.
  public long published() {
    return claimed.get();
  }

  /// How many events wait to be drained.
  public long waiting() {
    return claimed.get() - taken;
  }

  /// How many events fit.
  public int capacity() {
    return mask + 1;
  }

  /// How many events were dropped so far.
  public long lost() {
    return lostInAll.get() + lost.get();
  }

  /// Says in an event what was dropped since the last time, if anything was and there is room.
  public void announceLoss(long time) {
    long count = lost.getAndSet(0);
    if (count == 0) {
      return;
    }
    lostInAll.addAndGet(count);
    long seq =
        publish(time, 0, 0, Event.NONE, Event.NONE, false, new Fact.Lost(count, "event ring"));
    if (seq == Event.NONE) {
      // the announcement was itself counted as dropped: take that back, and keep the count
      lostInAll.addAndGet(-count);
      lost.addAndGet(count - 1);
    }
  }
}
