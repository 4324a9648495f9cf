package org.barscope.engine;

import java.util.List;
import org.barscope.engine.member.Stimulus;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.protocol.vfio.Condition;

/// One member of a running engine: its device, and what happens outside the guest's sight.
///
/// Accesses and stimuli come from strands of the engine's scheduler.
public final class EmulatedMember {
  private final int pf;
  private final int vf;
  private final Topology.Vf spec;
  private final VfioDevice device;
  private final Stimulus stimulus;
  private final boolean transitional;
  private final List<Condition> reasons;

  EmulatedMember(
      int pf,
      int vf,
      Topology.Vf spec,
      VfioDevice device,
      Stimulus stimulus,
      boolean transitional,
      List<Condition> reasons) {
    this.pf = pf;
    this.vf = vf;
    this.spec = spec;
    this.device = device;
    this.stimulus = stimulus;
    this.transitional = transitional;
    this.reasons = List.copyOf(reasons);
  }

  /// Its owner, counted from 0.
  public int pf() {
    return pf;
  }

  /// Its number, from 1.
  public int vf() {
    return vf;
  }

  /// What it was made with.
  public Topology.Vf spec() {
    return spec;
  }

  /// The device that a VMM opens.
  public VfioDevice device() {
    return device;
  }

  /// Whether the variant driver shows a transitional device.
  public boolean transitional() {
    return transitional;
  }

  /// Why it does, or does not.
  public List<Condition> reasons() {
    return reasons;
  }

  /// The device used buffers of a queue: sets the ISR bit and raises the queue's interrupt.
  ///
  /// @param queue the queue's index, or -1 if it is not known
  public void queueUsed(int queue) {
    stimulus.queueUsed(queue);
  }

  /// The device configuration changed: sets the ISR bit and raises the interrupt.
  public void configChanged() {
    stimulus.configChanged();
  }

  /// The link went up or down; a change is signaled like [#configChanged()].
  public void setLink(boolean up) {
    stimulus.setLink(up);
  }

  /// Configuration bytes changed from the device's side; a change is signaled.
  public void setConfig(int offset, byte[] bytes) {
    stimulus.setConfig(offset, bytes);
  }

  /// Whether the function comes back to D0 when an access needs it; if not, accesses fail with EIO.
  public void setResumable(boolean can) {
    stimulus.setResumable(can);
  }

  /// The device cannot go on: sets DEVICE_NEEDS_RESET and, once the driver is ready, signals it.
  public void needReset() {
    stimulus.needReset();
  }

  /// Sets ISR bits without an interrupt.
  public void setIsr(int bits) {
    stimulus.setIsr(bits);
  }
}
