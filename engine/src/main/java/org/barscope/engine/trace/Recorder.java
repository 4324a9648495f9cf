package org.barscope.engine.trace;

import java.util.function.Function;
import java.util.function.Supplier;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.Scheduler;

/// Puts facts about one member, or about one owner, on the event ring.
///
/// @param ring where to
/// @param clock whose time counts
/// @param pf the owner
/// @param vf the member, or 0
public record Recorder(EventRing ring, Scheduler clock, int pf, int vf) {
  /// The same for another member of the same owner.
  Recorder about(int member) {
    return member == vf ? this : new Recorder(ring, clock, pf, member);
  }

  /// A fact caused by whatever the calling thread is doing.
  ///
  /// @return its number, or [Event#NONE] if it was dropped
  long record(Fact fact) {
    return record(clock.now(), fact);
  }

  /// The same, for a clock that was just read.
  long record(long time, Fact fact) {
    Trail trail = Trail.current();
    boolean outermost = trail.cause == Event.NONE;
    long seq =
        ring.publish(
            time,
            pf,
            vf,
            trail.cause,
            outermost ? trail.recorded : Event.NONE,
            outermost && trail.inferred,
            fact);
    trail.recorded(seq);
    return seq;
  }

  /// Records that a call begins, calls, and records how it ended; whatever happens meanwhile is
  /// caused by its beginning.
  ///
  /// @param end made of what the call returned
  <T> T around(Fact start, Supplier<T> call, Function<T, Fact> end) {
    Trail trail = Trail.current();
    long seq = record(start);
    long outer = trail.cause;
    if (seq != Event.NONE) {
      trail.cause = seq;
    }
    trail.waited = Fact.Wait.NONE;
    T result = call.get();
    trail.cause = outer;
    recordEnd(clock.now(), seq, trail, end.apply(result));
    return result;
  }

  /// The end of what `start` began.
  void recordEnd(long time, long start, Trail trail, Fact fact) {
    boolean outermost = trail.cause == Event.NONE;
    ring.publish(
        time,
        pf,
        vf,
        start,
        outermost ? trail.recorded : Event.NONE,
        outermost && trail.inferred,
        fact);
  }
}
