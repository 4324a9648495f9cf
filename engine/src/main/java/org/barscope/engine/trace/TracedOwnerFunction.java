package org.barscope.engine.trace;

import java.util.function.IntFunction;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.OwnerFunction;

/// Records each write to a BAR: a doorbell of the VF whose place it is, or of nobody.
///
/// @param about the recorder of a VF, or with 0 that of the owner
record TracedOwnerFunction(OwnerFunction inner, IntFunction<Recorder> about)
    implements OwnerFunction {
  @Override
  public int commonLength() {
    return inner.commonLength();
  }

  @Override
  public long commonRead(int offset, int width) {
    return inner.commonRead(offset, width);
  }

  @Override
  public void commonWrite(int offset, int width, long value) {
    inner.commonWrite(offset, width, value);
  }

  @Override
  public boolean notifyQueue(int queue) {
    return inner.notifyQueue(queue);
  }

  @Override
  public long configRead(int offset, int width) {
    return inner.configRead(offset, width);
  }

  @Override
  public void configWrite(int offset, int width, long value) {
    inner.configWrite(offset, width, value);
  }

  @Override
  public long barLength(int bar) {
    return inner.barLength(bar);
  }

  @Override
  public int doorbellOf(int bar, long offset) {
    return inner.doorbellOf(bar, offset);
  }

  @Override
  public int read16(int bar, long offset) {
    return inner.read16(bar, offset);
  }

  @Override
  public void write16(int bar, long offset, int value) {
    about.apply(inner.doorbellOf(bar, offset)).record(new Fact.Notify(true, bar, offset, value));
    inner.write16(bar, offset, value);
  }
}
