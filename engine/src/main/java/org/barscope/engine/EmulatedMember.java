package org.barscope.engine;

import java.util.List;
import java.util.function.Supplier;
import org.barscope.engine.member.Stimulus;
import org.barscope.engine.memory.SparseMemory;
import org.barscope.engine.port.GuestMemory;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Errno;
import org.barscope.engine.variant.VariantDriver.Bound;

/// One member of a running engine: its device, and what happens outside the guest's sight.
///
/// Accesses and stimuli come from strands of the engine's scheduler.
public final class EmulatedMember {
  private static final int MEMORY_PAGES = 0x4000;

  private final int pf;
  private final int vf;
  private final Topology.Vf spec;
  private final Stimulus stimulus;
  private final SparseMemory memory;
  private final Supplier<Attached> probe;
  private volatile Attached attached;

  EmulatedMember(int pf, int vf, Topology.Vf spec, Stimulus stimulus, Supplier<Attached> probe) {
    this.pf = pf;
    this.vf = vf;
    this.spec = spec;
    this.stimulus = stimulus;
    this.memory = new SparseMemory(MEMORY_PAGES);
    this.probe = probe;
    this.attached = probe.get();
  }

  /// What a probe of the variant driver gave.
  ///
  /// @param bound what the host's PCI core calls of the driver
  record Attached(VfioDevice device, Bound bound, boolean transitional, List<Condition> reasons) {}

  /// The function goes away, once the VMM has closed it.
  void detach() {
    Attached was = attached;
    was.bound().remove();
    Condition gone = new Condition("VF is enabled", false, "VF Enable is clear");
    attached = new Attached(was.device(), was.bound(), false, List.of(gone));
  }

  /// The function is there again, and probed.
  void attach() {
    attached = probe.get();
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

  /// The device that a VMM opens: another one after the VFs were disabled and enabled again.
  public VfioDevice device() {
    return attached.device();
  }

  /// The memory of its guest, which the member reaches by DMA: zeros until written, at most 64 MiB
  /// of it in use at once. A reset does not touch it.
  public GuestMemory memory() {
    return memory;
  }

  /// Reads the guest's memory.
  ///
  /// @return 0, or -EFAULT if the bytes go beyond the last address
  public int readMemory(long address, byte[] into) {
    if (!SparseMemory.holds(address, into.length)) {
      return Errno.EFAULT.negative();
    }
    memory.read(address, into, 0, into.length);
    return 0;
  }

  /// Writes the guest's memory: all bytes or none.
  ///
  /// @return 0; -EFAULT if the bytes go beyond the last address; -ENOMEM if too much of it would be
  ///   in use
  public int writeMemory(long address, byte[] from) {
    if (!SparseMemory.holds(address, from.length)) {
      return Errno.EFAULT.negative();
    }
    if (!memory.reserve(address, from.length)) {
      return Errno.ENOMEM.negative();
    }
    memory.write(address, from, 0, from.length);
    return 0;
  }

  /// Whether the variant driver shows a transitional device.
  public boolean transitional() {
    return attached.transitional();
  }

  /// Why it does, or does not.
  public List<Condition> reasons() {
    return List.copyOf(attached.reasons());
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

  /// Whether an access keeps the function in D0 right now.
  public boolean inUse() {
    return stimulus.inUse();
  }

  /// The PCI core reports an uncorrectable error of the function (AER): an event, nothing is reset.
  public void errorDetected() {
    attached.bound().errorDetected();
  }

  /// The bus is reset to recover from an error: the function loses its state, while the guest's I/O
  /// decoding stays on.
  public void busReset() {
    attached.bound().busReset();
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
