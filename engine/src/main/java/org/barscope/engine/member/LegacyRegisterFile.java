package org.barscope.engine.member;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.device.VirtioDevice;
import org.barscope.engine.port.InterruptSink;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.device.FeatureBit;
import org.barscope.engine.protocol.legacy.DeviceStatus;
import org.barscope.engine.protocol.legacy.IsrStatus;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.legacy.StatusRule;

/// The legacy registers of one member and what they do (virtio 1.4, 4.1.4.10).
///
/// Accesses lie inside one register; a part of a register may be accessed. Any thread.
public final class LegacyRegisterFile {
  private final VirtioDevice device;
  private final Interrupts interrupts;
  private final Witness witness;
  private final int vectors;
  private final byte[] scratch = new byte[4];
  private final int[] pfns;
  private final int[] queueVectors;
  private boolean msix;
  private boolean msi;
  private boolean resetOnce;
  private int guestFeatures;
  private int select;
  private int status;
  private int isr;
  private int configVector = LegacyRegister.NO_VECTOR;

  /// @param vectors the size of the MSI-X table
  /// @param interruptPin whether the function can interrupt by pin
  LegacyRegisterFile(
      VirtioDevice device,
      InterruptSink interrupts,
      Witness witness,
      int vectors,
      boolean interruptPin) {
    this.device = device;
    this.interrupts = new Interrupts(interrupts, interruptPin, new Targets());
    this.witness = witness;
    this.vectors = vectors;
    this.pfns = new int[device.queueCount()];
    this.queueVectors = new int[device.queueCount()];
    Arrays.fill(queueVectors, LegacyRegister.NO_VECTOR);
  }

  /// The register that an access lies inside; empty if it crosses a register or leaves the header.
  public synchronized Optional<LegacyRegister> holding(int offset, int width) {
    return width < 1 ? Optional.empty() : LegacyRegister.holding(offset, width, msix);
  }

  /// Reads `width` bytes at `offset` of the header.
  public synchronized void read(
      LegacyRegister register, int offset, byte[] into, int at, int width) {
    long value =
        switch (register) {
          case HOST_FEATURES -> device.offeredFeatures();
          case GUEST_FEATURES -> guestFeatures;
          case QUEUE_PFN -> select < pfns.length ? pfns[select] : 0;
          case QUEUE_SIZE -> select < pfns.length ? device.queueSize(select) : 0;
          case QUEUE_SELECT -> select;
          case QUEUE_NOTIFY -> 0;
          case DEVICE_STATUS -> status;
          case ISR_STATUS -> takeIsr();
          case CONFIG_MSIX_VECTOR -> configVector;
          case QUEUE_MSIX_VECTOR ->
              select < pfns.length ? queueVectors[select] : LegacyRegister.NO_VECTOR;
        };
    LittleEndian.put(scratch, 0, register.width(), value);
    System.arraycopy(scratch, offset - register.offset(), into, at, width);
  }

  /// Writes `width` bytes at `offset` of the header; a part of a register keeps its other bytes.
  ///
  /// @return the queue whose doorbell was rung, or -1
  public synchronized int write(
      LegacyRegister register, int offset, byte[] from, int at, int width) {
    long value = merged(register, offset, from, at, width);
    switch (register) {
      case HOST_FEATURES, QUEUE_SIZE, ISR_STATUS ->
          witness.guestFault("L-061", "write to the read-only register " + register.text());
      case GUEST_FEATURES -> acceptFeatures((int) value);
      case QUEUE_PFN -> activate((int) value);
      case QUEUE_SELECT -> select = (int) value;
      case QUEUE_NOTIFY -> {
        return (int) value;
      }
      case DEVICE_STATUS -> writeStatus((int) value);
      case CONFIG_MSIX_VECTOR -> configVector = mapped((int) value);
      case QUEUE_MSIX_VECTOR -> {
        if (select < queueVectors.length) {
          queueVectors[select] = mapped((int) value);
        }
      }
    }
    return -1;
  }

  /// Whether an access lies inside one field of the device configuration.
  public boolean holdsConfig(int offset, int width) {
    return width > 0
        && offset + width <= device.configLength()
        && device.table().config().holding(offset, width).isPresent();
  }

  /// The device behind the registers.
  VirtioDevice device() {
    return device;
  }

  /// Reads device configuration.
  public synchronized void configRead(int offset, byte[] into, int at, int width) {
    device.configRead(offset, into, at, width);
  }

  /// Writes device configuration.
  public synchronized void configWrite(int offset, byte[] from, int at, int width) {
    String rule = device.configWrite(offset, from, at, width);
    if (!rule.isEmpty()) {
      witness.guestFault(rule, "write to read-only device configuration at " + offset);
    }
  }

  /// The function's enable bits of MSI-X and of MSI.
  synchronized void setInterrupts(boolean msixEnabled, boolean msiEnabled) {
    msix = msixEnabled;
    msi = msiEnabled;
  }

  /// Which rule a doorbell breaks that arrives now; empty for none.
  synchronized Optional<String> brokenByKick(int queue) {
    if (queue >= pfns.length || device.queueSize(queue) == 0) {
      return Optional.of("L-111");
    }
    return pfns[queue] == 0 ? Optional.of("L-113") : Optional.empty();
  }

  /// A doorbell that broke a rule when it arrived reached the queue's lane.
  void wronglyKicked(int queue, String rule) {
    String state = rule.equals("L-111") ? "does not exist" : "is not active";
    witness.guestFault(rule, "notification for queue " + queue + ", which " + state);
  }

  /// The device used buffers of a queue, or, with -1, of one that is not known.
  void queueUsed(int queue) {
    setIsr(IsrStatus.QUEUE);
    interrupts.queueUsed(queue, queue >= 0 && queue < queueVectors.length);
  }

  /// The device configuration changed.
  void configChanged() {
    setIsr(IsrStatus.CONFIG);
    interrupts.configChanged();
  }

  private final class Targets implements Interrupts.Targets {
    @Override
    public Interrupts.Target queue(int queue) {
      synchronized (LegacyRegisterFile.this) {
        boolean exists = queue >= 0 && queue < queueVectors.length;
        return target(exists ? queueVectors[queue] : LegacyRegister.NO_VECTOR);
      }
    }

    @Override
    public Interrupts.Target config() {
      synchronized (LegacyRegisterFile.this) {
        return target(configVector);
      }
    }

    /// With MSI the first message stands for the pin.
    private Interrupts.Target target(int mapped) {
      return new Interrupts.Target(msix || msi, msix ? (mapped < vectors ? mapped : -1) : 0);
    }
  }

  /// Stops the device: it raises no interrupt and touches no ring until it may go on. Accesses are
  /// answered as ever.
  void setStopped(boolean is) {
    interrupts.setStopped(is);
  }

  boolean stopped() {
    return interrupts.stopped();
  }

  /// What no driver can change about the registers.
  public RegisterShape shape() {
    List<Integer> sizes = new ArrayList<>();
    for (int queue = 0; queue < pfns.length; queue++) {
      sizes.add(device.queueSize(queue));
    }
    return new RegisterShape(device.offeredFeatures(), List.copyOf(sizes), vectors);
  }

  /// What a driver has set so far.
  public synchronized RegisterState state() {
    List<RegisterState.Queue> queues = new ArrayList<>();
    for (int queue = 0; queue < pfns.length; queue++) {
      queues.add(new RegisterState.Queue(pfns[queue], queueVectors[queue]));
    }
    return new RegisterState(guestFeatures, status, select, configVector, List.copyOf(queues));
  }

  /// Takes over what a driver has set, here or elsewhere. A driver that got beyond status 0 there
  /// began with a reset.
  ///
  /// @param state that fits the [#shape()]
  synchronized void restore(RegisterState state) {
    guestFeatures = state.features();
    status = state.status();
    select = state.select();
    configVector = state.configVector();
    resetOnce |= status != 0;
    for (int queue = 0; queue < pfns.length; queue++) {
      pfns[queue] = state.queues().get(queue).pfn();
      queueVectors[queue] = state.queues().get(queue).vector();
    }
  }

  /// The device cannot go on: sets DEVICE_NEEDS_RESET and, once the driver is ready, tells it.
  ///
  /// > If DRIVER_OK is set … the device MUST send a device configuration change notification …
  /// > (virtio 1.4, 2.1.2, L-019)
  void needReset() {
    boolean ready;
    synchronized (this) {
      status |= DeviceStatus.DEVICE_NEEDS_RESET.bit();
      ready = DeviceStatus.DRIVER_OK.in(status);
    }
    if (ready) {
      configChanged();
    }
  }

  /// The function was powered up or reset as a whole: a driver has to begin with a reset again.
  synchronized void functionReset() {
    resetOnce = false;
    reset();
  }

  /// Sets bits of the ISR status without an interrupt: what a stimulus may want to imitate.
  synchronized void setIsr(int bits) {
    isr |= bits;
  }

  /// Back to the state after power-up.
  synchronized void reset() {
    guestFeatures = 0;
    select = 0;
    status = 0;
    isr = 0;
    Arrays.fill(pfns, 0);
    Arrays.fill(queueVectors, LegacyRegister.NO_VECTOR);
    configVector = LegacyRegister.NO_VECTOR;
    interrupts.clear();
    device.reset();
  }

  private int takeIsr() {
    int was = isr;
    isr = 0;
    return was;
  }

  private long merged(LegacyRegister register, int offset, byte[] from, int at, int width) {
    long old =
        switch (register) {
          case HOST_FEATURES, QUEUE_SIZE, ISR_STATUS, QUEUE_NOTIFY -> 0;
          case GUEST_FEATURES -> guestFeatures;
          case QUEUE_PFN -> select < pfns.length ? pfns[select] : 0;
          case QUEUE_SELECT -> select;
          case DEVICE_STATUS -> status;
          case CONFIG_MSIX_VECTOR -> configVector;
          case QUEUE_MSIX_VECTOR ->
              select < pfns.length ? queueVectors[select] : LegacyRegister.NO_VECTOR;
        };
    LittleEndian.put(scratch, 0, register.width(), old);
    System.arraycopy(from, at, scratch, offset - register.offset(), width);
    return LittleEndian.get(scratch, 0, register.width());
  }

  private void acceptFeatures(int features) {
    int unknown = features & ~device.offeredFeatures();
    if (unknown != 0) {
      witness.guestFault("L-030", "accepts features not offered: 0x%08x".formatted(unknown));
    }
    int foreign = features & device.offeredFeatures() & ~device.table().known();
    if (foreign != 0) {
      witness.guestFault("L-036", "accepts bits without a meaning: 0x%08x".formatted(foreign));
    }
    for (FeatureBit bit : device.table().unsatisfied(features)) {
      witness.guestFault("L-031", "accepts " + bit.name() + " without what it needs");
    }
    guestFeatures = features & device.offeredFeatures();
  }

  private void activate(int pfn) {
    if (select >= pfns.length || device.queueSize(select) == 0) {
      if (pfn != 0) {
        witness.guestFault("L-072", "activates queue " + select + ", which does not exist");
      }
      return;
    }
    pfns[select] = pfn;
  }

  private void writeStatus(int value) {
    if (value == 0) {
      resetOnce = true;
      reset();
      return;
    }
    if (!resetOnce) {
      resetOnce = true;
      witness.guestFault("L-010", "starts with status 0x%02x, not with a reset".formatted(value));
    }
    for (StatusRule rule : StatusRule.values()) {
      if (rule.broken(status, value)) {
        witness.guestFault(rule.id(), rule.message(status, value));
      }
    }
    status = value | (status & DeviceStatus.DEVICE_NEEDS_RESET.bit());
  }

  /// > … read … returns … the vector mapped, or NO_VECTOR on failure … (virtio 1.4, 4.1.5.1.2.1)
  private int mapped(int vector) {
    if (vector >= vectors && vector != LegacyRegister.NO_VECTOR) {
      witness.guestFault(
          "L-091", "maps vector %d, expected one below %d".formatted(vector, vectors));
    }
    return vector < vectors ? vector : LegacyRegister.NO_VECTOR;
  }
}
