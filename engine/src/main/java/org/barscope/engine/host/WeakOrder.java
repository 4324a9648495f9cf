package org.barscope.engine.host;

import org.barscope.engine.port.ForwardingMemberFunction;
import org.barscope.engine.port.MemberFunction;
import org.barscope.engine.port.Scheduler;

/// A VF behind a weakly ordered host: its doorbells arrive some time after they were written.
public final class WeakOrder extends ForwardingMemberFunction {
  private final StoreBuffer stores;

  /// @param seed same seed, same delays
  public WeakOrder(MemberFunction inner, Scheduler scheduler, long seed) {
    super(inner);
    this.stores = new StoreBuffer(scheduler, "VF " + inner.number(), seed);
  }

  @Override
  public void write16(int bar, long offset, int value) {
    stores.later(() -> super.write16(bar, offset, value));
  }
}
