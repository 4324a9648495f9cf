package org.barscope.engine.trace;

import java.util.function.IntFunction;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.ForwardingOwnerFunction;
import org.barscope.engine.port.OwnerFunction;

/// Records each write to a BAR: a doorbell of the VF whose place it is, or of nobody.
final class TracedOwnerFunction extends ForwardingOwnerFunction {
  private final IntFunction<Recorder> about;

  /// @param about the recorder of a VF, or with 0 that of the owner
  TracedOwnerFunction(OwnerFunction inner, IntFunction<Recorder> about) {
    super(inner);
    this.about = about;
  }

  @Override
  public void write16(int bar, long offset, int value) {
    about.apply(doorbellOf(bar, offset)).record(new Fact.Notify(true, bar, offset, value));
    super.write16(bar, offset, value);
  }
}
