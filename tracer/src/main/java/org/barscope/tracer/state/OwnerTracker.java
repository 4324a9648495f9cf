package org.barscope.tracer.state;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;

/// Follows the admin queue of one owner. Not thread-safe.
final class OwnerTracker {
  /// Round trips are sampled: the newest ones of the last second, no more than these.
  private static final int SAMPLES = 512;

  private static final long WINDOW_NANOS = 1_000_000_000;

  /// Answers get lost, so there may be many without one.
  private static final int MOST_IN_FLIGHT = 4096;

  private final Map<Long, Long> submitted = new LinkedHashMap<>();
  private final long[] ends = new long[SAMPLES];
  private final long[] roundTrips = new long[SAMPLES];
  private int samples;
  private long commands;
  private long failed;
  private long now;

  /// Takes the next event of the owner or of one of its members.
  void accept(Event event) {
    now = event.time();
    if (event.fact() instanceof Fact.AdminSubmit) {
      submitted.put(event.seq(), event.time());
      if (submitted.size() > MOST_IN_FLIGHT) {
        submitted.remove(submitted.keySet().iterator().next());
      }
    } else if (event.fact() instanceof Fact.AdminComplete complete) {
      commands++;
      failed += complete.status() == 0 ? 0 : 1;
      Long begin = submitted.remove(event.cause());
      if (begin != null) {
        ends[samples % SAMPLES] = event.time();
        roundTrips[samples % SAMPLES] = event.time() - begin;
        samples = samples + 1 == 2 * SAMPLES ? SAMPLES : samples + 1;
      }
    }
  }

  /// What is known now.
  OwnerState state() {
    OptionalLong oldest = submitted.values().stream().mapToLong(Long::longValue).min();
    return new OwnerState(commands, failed, submitted.size(), oldest, median());
  }

  private OptionalLong median() {
    long[] recent = new long[SAMPLES];
    int count = 0;
    for (int i = 0; i < Math.min(samples, SAMPLES); i++) {
      if (now - ends[i] <= WINDOW_NANOS) {
        recent[count++] = roundTrips[i];
      }
    }
    if (count == 0) {
      return OptionalLong.empty();
    }
    Arrays.sort(recent, 0, count);
    return OptionalLong.of(recent[(count - 1) / 2]);
  }
}
