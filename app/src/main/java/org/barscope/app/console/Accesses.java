package org.barscope.app.console;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.barscope.engine.Engine;
import org.barscope.engine.event.Event;
import org.barscope.engine.port.Scheduler;
import org.jspecify.annotations.Nullable;

/// What requests do in the engine, each in a strand of its own, so that one that does not end holds
/// nobody up but whom it would in the engine.
///
/// Called by one thread.
final class Accesses {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /// How often a strand is looked at until it has recorded its first event.
  private static final int LOOKS = 1000;

  private final Scheduler scheduler;
  private final boolean deterministic;
  private final Map<Long, Access> pending = new HashMap<>();
  private long unnumbered = Event.NONE;

  Accesses(Scheduler scheduler, boolean deterministic) {
    this.scheduler = scheduler;
    this.deterministic = deterministic;
  }

  private static final class Access implements Runnable {
    private final Supplier<Answer> body;
    private volatile long number = Event.NONE;
    private volatile @Nullable Answer answer;
    private Scheduler.@Nullable Strand strand;

    Access(Supplier<Answer> body) {
      this.body = body;
    }

    @Override
    public void run() {
      Engine.announce(seq -> number = seq);
      answer = body.get();
    }

    Answer ended() {
      Answer given = answer;
      if (given == null) {
        throw new IllegalStateException("a strand that ended without an answer");
      }
      return given;
    }
  }

  /// Does something, and waits until it has ended or nobody can run any more.
  ///
  /// @param name of its strand
  /// @param timeoutMillis how long to wait at most
  Answer run(String name, OptionalLong timeoutMillis, Supplier<Answer> body) {
    if (!deterministic && timeoutMillis.isEmpty()) {
      return body.get(); // to wait here is as good as anywhere
    }
    long deadline = deadline(timeoutMillis);
    Access access = new Access(body);
    Scheduler.Strand strand = scheduler.spawn(name, access);
    access.strand = strand;
    if (strand.join(deadline)) {
      return access.ended();
    }
    long number = number(access, strand);
    pending.put(number, access);
    return new Answer.Pending(number);
  }

  /// Lets time pass.
  ///
  /// @param target until then, in the nanoseconds of the clock
  void step(long target) {
    scheduler.spawn("clock", () -> scheduler.sleepUntil(target)).join(Scheduler.FOREVER);
  }

  /// Goes on waiting for what is pending. Its answer is given once.
  Answer await(long number, OptionalLong timeoutMillis) {
    Access access = pending.get(number);
    if (access == null || access.strand == null) {
      return Answer.invalid(
          "access %d, expected the number of one that is pending".formatted(number));
    }
    if (!access.strand.join(deadline(timeoutMillis))) {
      return new Answer.Pending(number);
    }
    pending.remove(number);
    return access.ended();
  }

  /// Whether something has not ended yet.
  boolean anyPending() {
    return pending.values().stream().anyMatch(access -> access.answer == null);
  }

  private long deadline(OptionalLong timeoutMillis) {
    return timeoutMillis.isEmpty() ? Scheduler.FOREVER : after(timeoutMillis.getAsLong());
  }

  private long after(long millis) {
    return scheduler.now() + millis * NANOS_PER_MILLI;
  }

  /// The number of the first event; a negative one for something that waits before it has any.
  private long number(Access access, Scheduler.Strand strand) {
    for (int look = 0; !deterministic && look < LOOKS && access.number == Event.NONE; look++) {
      if (strand.join(after(1))) {
        break;
      }
    }
    long number = access.number;
    return number == Event.NONE ? --unnumbered : number;
  }
}
