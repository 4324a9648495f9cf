package org.barscope.engine.host;

import org.barscope.engine.port.ForwardingOwnerFunction;
import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.port.Scheduler;

/// A PF behind a weakly ordered host: doorbells in its BARs arrive some time after they were
/// written.
public final class WeakOwnerOrder extends ForwardingOwnerFunction {
  private final StoreBuffer stores;

  /// @param name of the PF
  /// @param seed same seed, same delays
  public WeakOwnerOrder(OwnerFunction inner, Scheduler scheduler, String name, long seed) {
    super(inner);
    this.stores = new StoreBuffer(scheduler, name, seed);
  }

  @Override
  public void write16(int bar, long offset, int value) {
    stores.later(() -> super.write16(bar, offset, value));
  }
}
