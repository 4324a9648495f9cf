package org.barscope.engine.host;

import java.util.SplittableRandom;
import org.barscope.engine.port.ForwardingMemberFunction;
import org.barscope.engine.port.MemberFunction;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.Scheduler.Lane;

/// A VF behind a weakly ordered host: a doorbell leaves the processor some time later, and what was
/// written after it may arrive first (F-17, F-35).
public final class WeakOrder extends ForwardingMemberFunction {
  private static final long MOST_NANOS = 20_000;

  private final Scheduler scheduler;
  private final Lane stores;
  private final SplittableRandom lots;

  /// @param seed same seed, same delays
  public WeakOrder(MemberFunction inner, Scheduler scheduler, long seed) {
    super(inner);
    this.scheduler = scheduler;
    this.stores = scheduler.lane("store buffer of VF " + inner.number());
    this.lots = new SplittableRandom(seed);
  }

  @Override
  public void write16(int bar, long offset, int value) {
    stores.post(() -> {
      scheduler.sleepUntil(scheduler.now() + lots.nextLong(MOST_NANOS));
      super.write16(bar, offset, value);
    });
  }
}
