package org.barscope.engine.member;

/// What happens to a member outside its guest's sight, told by a test, a script or a trace.
public final class Stimulus {
  private final Member member;
  private final LegacyRegisterFile registers;

  Stimulus(Member member) {
    this.member = member;
    this.registers = member.registers();
  }

  /// Buffers of a queue were used: sets the ISR bit and raises the queue's interrupt.
  ///
  /// @param queue the queue's index, or -1 if it is not known; then only an interrupt by pin is
  ///   raised
  public void queueUsed(int queue) {
    registers.queueUsed(queue);
  }

  /// The device cannot go on: sets DEVICE_NEEDS_RESET and tells a driver that is ready.
  public void needReset() {
    registers.needReset();
  }

  /// Sets ISR bits without an interrupt.
  public void setIsr(int bits) {
    registers.setIsr(bits);
  }

  /// The configuration changed: sets the ISR bit and raises the configuration interrupt.
  public void configChanged() {
    registers.configChanged();
  }

  /// Whether the function comes back to D0 when an access needs it; if not, accesses fail with EIO.
  public void setResumable(boolean can) {
    member.setResumable(can);
  }

  /// Whether an access keeps the function in D0 right now.
  public boolean inUse() {
    return member.inUse();
  }

  /// The link went up or down; a change raises the configuration interrupt.
  public void setLink(boolean up) {
    boolean changed;
    synchronized (registers) {
      changed = registers.device().setLink(up);
    }
    if (changed) {
      registers.configChanged();
    }
  }

  /// The device changed bytes of its configuration; a change raises the configuration interrupt.
  public void setConfig(int offset, byte[] bytes) {
    boolean changed;
    synchronized (registers) {
      changed = registers.device().setConfig(offset, bytes);
    }
    if (changed) {
      registers.configChanged();
    }
  }
}
