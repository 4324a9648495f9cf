package org.barscope.engine.host;

import java.util.SplittableRandom;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.Scheduler.Lane;

/// The stores of a weakly ordered host: each leaves the processor some time later, and what was
/// done after it may arrive first (F-17, F-35).
final class StoreBuffer {
  private static final long MOST_NANOS = 20_000;

  private final Scheduler scheduler;
  private final Lane stores;
  private final SplittableRandom lots;

  /// @param of whose stores they are
  /// @param seed same seed, same delays
  StoreBuffer(Scheduler scheduler, String of, long seed) {
    this.scheduler = scheduler;
    this.stores = scheduler.lane("store buffer of " + of);
    this.lots = new SplittableRandom(seed);
  }

  /// Does a store, later.
  void later(Runnable store) {
    stores.post(() -> {
      scheduler.sleepUntil(scheduler.now() + lots.nextLong(MOST_NANOS));
      store.run();
    });
  }
}
