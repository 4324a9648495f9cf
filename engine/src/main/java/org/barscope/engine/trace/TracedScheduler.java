package org.barscope.engine.trace;

import org.barscope.engine.event.Event;
import org.barscope.engine.port.Scheduler;

/// Carries causes across threads: a posted task inherits the cause of its poster.
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
    return inner.mutex(name);
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
