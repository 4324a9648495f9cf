package org.barscope.engine.host;

import java.util.SplittableRandom;
import org.barscope.engine.port.MemberFunction;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.Scheduler.Lane;

/// A VF behind a weakly ordered host: a doorbell leaves the processor some time later, and what was
/// written after it may arrive first (F-17, F-35).
public final class WeakOrder implements MemberFunction {
  private static final long MOST_NANOS = 20_000;

  private final MemberFunction inner;
  private final Scheduler scheduler;
  private final Lane stores;
  private final SplittableRandom lots;

  /// @param seed same seed, same delays
  public WeakOrder(MemberFunction inner, Scheduler scheduler, long seed) {
    this.inner = inner;
    this.scheduler = scheduler;
    this.stores = scheduler.lane("store buffer of VF " + inner.number());
    this.lots = new SplittableRandom(seed);
  }

  @Override
  public void write16(int bar, long offset, int value) {
    stores.post(() -> {
      scheduler.sleepUntil(scheduler.now() + lots.nextLong(MOST_NANOS));
      inner.write16(bar, offset, value);
    });
  }

  @Override
  public int number() {
    return inner.number();
  }

  @Override
  public void configRead(int offset, byte[] into, int at, int width) {
    inner.configRead(offset, into, at, width);
  }

  @Override
  public void configWrite(int offset, byte[] from, int at, int width) {
    inner.configWrite(offset, from, at, width);
  }

  @Override
  public long barLength(int bar) {
    return inner.barLength(bar);
  }

  @Override
  public int read16(int bar, long offset) {
    return inner.read16(bar, offset);
  }

  @Override
  public boolean resume() {
    return inner.resume();
  }

  @Override
  public boolean asleep() {
    return inner.asleep();
  }

  @Override
  public void functionLevelReset() {
    inner.functionLevelReset();
  }
}
