package org.barscope.app.members;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Turns a count that only grows into a rate over the last second and into bars of the last 30.
final class Gauge {
  /// How many seconds the bars reach back.
  static final int SECONDS = 30;

  private static final long SECOND = 1_000_000_000;

  private final Deque<Sample> samples = new ArrayDeque<>();
  private final int[] bars = new int[SECONDS + 1];
  private long newestBar = Long.MIN_VALUE;

  private record Sample(long time, long count) {}

  /// Takes the count at a moment, in nanoseconds from anywhere, never going back.
  void take(long time, long count) {
    long bar = Math.floorDiv(time, SECOND);
    if (newestBar == Long.MIN_VALUE) {
      newestBar = bar;
    }
    for (int i = 0; newestBar < bar; i++) {
      newestBar = i <= SECONDS ? newestBar + 1 : bar;
      bars[Math.floorMod(newestBar, SECONDS + 1)] = 0;
    }
    if (!samples.isEmpty()) {
      int added = (int) Math.min(Integer.MAX_VALUE / 2, count - samples.getLast().count());
      bars[Math.floorMod(bar, SECONDS + 1)] += added;
    }
    samples.add(new Sample(time, count));
    while (samples.size() > 2 && time - samples.getFirst().time() > SECOND) {
      samples.removeFirst();
    }
  }

  /// How much the count grew in the last second.
  long perSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long nanos = Math.max(1, last.time() - first.time());
    return Math.round((double) (last.count() - first.count()) * SECOND / nanos);
  }

  /// How much the count grew in each of the last 30 whole seconds.
  Sparkline bars() {
    List<Integer> counts = new ArrayList<>();
    for (long bar = newestBar - SECONDS; bar < newestBar; bar++) {
      counts.add(bars[Math.floorMod(bar, SECONDS + 1)]);
    }
    return new Sparkline(counts);
  }
}
