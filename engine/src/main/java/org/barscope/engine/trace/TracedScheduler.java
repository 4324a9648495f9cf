package org.barscope.engine.trace;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.Scheduler;

/// Carries causes across threads: a posted task inherits the cause of its poster. Notes for which
/// lock an access had to wait, and who held it.
public record TracedScheduler(Scheduler inner) implements Scheduler {
  @Override
  public long now() {
    return inner.now();
  }

  @Override
  public Signal signal() {
    return inner.signal();
  }

  @Override
  public Mutex mutex(String name) {
    return new TracedMutex(inner.mutex(name), name, inner);
  }

  @Override
  public Mutex spinlock(String name) {
    return inner.spinlock(name);
  }

  @Override
  public Lane lane(String name) {
    Lane lane = inner.lane(name);
    return new Lane() {
      @Override
      public void post(Runnable task) {
        lane.post(inheriting(task));
      }

      @Override
      public void postLazily(Runnable task) {
        lane.postLazily(inheriting(task));
      }
    };
  }

  @Override
  public Strand spawn(String name, Runnable body) {
    return inner.spawn(name, body);
  }

  private static final class TracedMutex implements Mutex {
    private static final long FREE = Long.MIN_VALUE;

    private final Mutex inner;
    private final String name;
    private final Scheduler clock;

    /// The causes of those who wait, first come first.
    private final Queue<Long> waiters = new ConcurrentLinkedQueue<>();

    /// The cause of whoever holds it, or [#FREE]. Written by the holder; whoever else looks at it
    /// may be a moment late, which costs nothing but a name.
    private final AtomicLong holder = new AtomicLong(FREE);

    TracedMutex(Mutex inner, String name, Scheduler clock) {
      this.inner = inner;
      this.name = name;
      this.clock = clock;
    }

    @Override
    public void acquire() {
      Trail trail = Trail.current();
      long other = holder.getOpaque();
      if (other == FREE) {
        // between a release and the turn of the first in the queue it is that one's already
        Long next = waiters.peek();
        other = next == null ? FREE : next;
      }
      if (other == FREE) {
        inner.acquire();
      } else {
        Long self = trail.cause;
        waiters.add(self);
        long start = clock.now();
        inner.acquire();
        waiters.remove(self);
        long duration = clock.now() - start;
        if (trail.waited.equals(Fact.Wait.NONE) || duration > trail.waited.duration()) {
          trail.waited = new Fact.Wait(name, other, duration);
        }
      }
      holder.setOpaque(trail.cause);
    }

    @Override
    public boolean tryAcquire() {
      boolean taken = inner.tryAcquire();
      if (taken) {
        holder.setOpaque(Trail.current().cause);
      }
      return taken;
    }

    @Override
    public void release() {
      holder.setOpaque(FREE);
      inner.release();
    }
  }

  private static Runnable inheriting(Runnable task) {
    Trail poster = Trail.current();
    long cause = poster.cause;
    Trail.Flight flight = poster.flight;
    return () -> {
      Trail own = Trail.current();
      long ownCause = own.cause;
      Trail.Flight ownFlight = own.flight;
      own.cause = cause;
      own.flight = flight;
      try {
        task.run();
      } finally {
        own.cause = ownCause;
        own.flight = ownFlight;
      }
    };
  }

  /// Tells the number of the next event that the calling thread records, when it does.
  public static void announce(LongConsumer listener) {
    Trail.current().listener = listener;
  }

  /// What the calling thread does next imitates a recorded step.
  ///
  /// @param recorded when that happened, or [Event#NONE]
  /// @param inferred whether the recording has no line for it
  public static void imitate(long recorded, boolean inferred) {
    Trail trail = Trail.current();
    trail.recorded = recorded;
    trail.inferred = inferred;
  }
}
