package org.barscope.engine.port;

/// A [MemberFunction] around another: what a decorator does not change goes through.
public abstract class ForwardingMemberFunction implements MemberFunction {
  private final MemberFunction inner;

  /// @param inner the function that everything goes to
  protected ForwardingMemberFunction(MemberFunction inner) {
    this.inner = inner;
  }

  /// The function that everything goes to.
  protected final MemberFunction inner() {
    return inner;
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
  public void write16(int bar, long offset, int value) {
    inner.write16(bar, offset, value);
  }

  @Override
  public boolean resume() {
    return inner.resume();
  }

  @Override
  public void idle() {
    inner.idle();
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
