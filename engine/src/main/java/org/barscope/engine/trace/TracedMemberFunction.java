package org.barscope.engine.trace;

import org.barscope.engine.event.Fact;
import org.barscope.engine.port.ForwardingMemberFunction;
import org.barscope.engine.port.MemberFunction;

/// Records each write to a BAR: a doorbell.
final class TracedMemberFunction extends ForwardingMemberFunction {
  private final Recorder recorder;

  TracedMemberFunction(MemberFunction inner, Recorder recorder) {
    super(inner);
    this.recorder = recorder;
  }

  @Override
  public void write16(int bar, long offset, int value) {
    recorder.record(new Fact.Notify(bar, offset, value));
    super.write16(bar, offset, value);
  }
}
