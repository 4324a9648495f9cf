package org.barscope.engine.port;

/// An [OwnerFunction] around another: what a decorator does not change goes through.
public abstract class ForwardingOwnerFunction implements OwnerFunction {
  private final OwnerFunction inner;

  /// @param inner the function that everything goes to
  protected ForwardingOwnerFunction(OwnerFunction inner) {
    this.inner = inner;
  }

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
    inner.write16(bar, offset, value);
  }
}
