package org.barscope.engine.variant;

import org.barscope.engine.port.Scheduler;

/// How often the kernel logs a line that can come without end: ten times in five seconds.
final class RateLimit {
  private static final long INTERVAL_NANOS = 5_000_000_000L; // DEFAULT_RATELIMIT_INTERVAL
  private static final int BURST = 10; // DEFAULT_RATELIMIT_BURST

  private final Scheduler scheduler;
  private long begin = Long.MIN_VALUE;
  private int logged;

  RateLimit(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /// Whether the line is logged this time.
  synchronized boolean allows() {
    long now = scheduler.now();
    if (begin == Long.MIN_VALUE || now > begin + INTERVAL_NANOS) {
      begin = now;
      logged = 0;
    }
    return logged++ < BURST;
  }
}
