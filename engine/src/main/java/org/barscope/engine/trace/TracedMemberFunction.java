package org.barscope.engine.trace;

import org.barscope.engine.event.Fact;
import org.barscope.engine.port.MemberFunction;

/// Records each doorbell before it reaches the member.
record TracedMemberFunction(MemberFunction inner, Recorder recorder) implements MemberFunction {
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
  public void write16(int bar, long offset, int value) {
    recorder.record(new Fact.Notify(bar, offset, value));
    inner.write16(bar, offset, value);
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
