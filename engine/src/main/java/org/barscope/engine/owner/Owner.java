package org.barscope.engine.owner;

import java.util.List;
import java.util.Optional;
import org.barscope.engine.member.Member;
import org.barscope.engine.port.AdminExecutor;
import org.barscope.engine.port.DmaFaultException;
import org.barscope.engine.port.GuestMemory;
import org.barscope.engine.port.InterruptSink;
import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.Scheduler.Lane;
import org.barscope.engine.port.Scheduler.Signal;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.ModernFeature;
import org.barscope.engine.protocol.legacy.DeviceStatus;
import org.barscope.engine.protocol.pci.CommonRegister;
import org.barscope.engine.protocol.ring.RingLayout;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.queue.DeviceRing;
import org.jspecify.annotations.Nullable;

/// The PF as hardware: modern common configuration with one admin virtqueue, SR-IOV, and BARs that
/// take doorbells of its VFs.
///
/// Commands are taken in queue order, in the owner's lane.
public final class Owner implements OwnerFunction {
  private static final long FEATURES =
      ModernFeature.VERSION_1.mask() | ModernFeature.SR_IOV.mask() | ModernFeature.ADMIN_VQ.mask();

  private static final int NO_VECTOR = 0xffff; // VIRTIO_MSI_NO_VECTOR

  private final OwnerSpec spec;
  private final GuestMemory memory;
  private final AdminExecutor executor;
  private final InterruptSink interrupts;
  private final Scheduler scheduler;
  private final Lane lane;
  private final Witness witness;
  private final VfGroup group;
  private final OwnerBars bars;
  private final OwnerConfigSpace config;
  private final AdminQueueState queue = new AdminQueueState();
  private int deviceFeatureSelect;
  private int driverFeatureSelect;
  private long driverFeatures;
  private int status;
  private int queueSelect;
  private volatile int configVector = NO_VECTOR;
  private volatile @Nullable DeviceRing ring;
  private volatile @Nullable Signal service;
  private volatile boolean held;

  /// @param executor the firmware
  /// @param interrupts where the admin queue's completions are signaled
  /// @param name of the lane, the order in which the firmware works
  /// @param witness is told when the function gives up
  public Owner(
      OwnerSpec spec,
      GuestMemory memory,
      AdminExecutor executor,
      InterruptSink interrupts,
      Scheduler scheduler,
      String name,
      Witness witness,
      VfGroup group) {
    this.spec = spec;
    this.memory = memory;
    this.executor = executor;
    this.interrupts = interrupts;
    this.scheduler = scheduler;
    this.lane = scheduler.lane(name);
    this.witness = witness;
    this.group = group;
    this.bars = new OwnerBars(group.members());
    this.config = new OwnerConfigSpace(bars, group.members());
  }

  /// What a PF is made with.
  ///
  /// @param numQueues ordinary queues; the admin queue's index is the next one
  /// @param adminQueueSize descriptors of the admin queue, a power of two; 0 for no admin queue
  /// @param serviceTime how long the firmware takes
  /// @param parked whether the firmware works on a thread of its own, because it may take long
  public record OwnerSpec(
      int numQueues, int adminQueueSize, ServiceTime serviceTime, boolean parked) {
    /// A firmware that answers at once.
    public OwnerSpec(int numQueues, int adminQueueSize) {
      this(numQueues, adminQueueSize, ServiceTime.NONE, false);
    }
  }

  private static final class AdminQueueState {
    int size;
    int vector;
    long descriptors;
    long available;
    long used;
  }

  @Override
  public int commonLength() {
    return CommonRegister.LENGTH;
  }

  @Override
  public long commonRead(int offset, int width) {
    CommonRegister register = CommonRegister.at(offset, width).orElse(null);
    if (register == null) {
      return 0;
    }
    boolean admin = spec.adminQueueSize() > 0 && queueSelect == spec.numQueues();
    return switch (register) {
      case DEVICE_FEATURE_SELECT -> deviceFeatureSelect;
      case DEVICE_FEATURE -> half(offered(), deviceFeatureSelect);
      case DRIVER_FEATURE_SELECT -> driverFeatureSelect;
      case DRIVER_FEATURE -> half(driverFeatures, driverFeatureSelect);
      case NUM_QUEUES -> spec.numQueues();
      case DEVICE_STATUS -> status;
      case QUEUE_SELECT -> queueSelect;
      case QUEUE_SIZE -> admin ? queue.size : 0;
      case QUEUE_MSIX_VECTOR -> admin ? queue.vector : NO_VECTOR;
      case QUEUE_ENABLE -> admin && ring != null ? 1 : 0;
      case QUEUE_NOTIFY_OFF -> queueSelect;
      case QUEUE_DESC -> queue.descriptors;
      case QUEUE_DRIVER -> queue.available;
      case QUEUE_DEVICE -> queue.used;
      case ADMIN_QUEUE_INDEX -> spec.numQueues();
      case ADMIN_QUEUE_NUM -> spec.adminQueueSize() > 0 ? 1 : 0;
      case CONFIG_MSIX_VECTOR -> configVector;
      case CONFIG_GENERATION, QUEUE_NOTIF_CONFIG_DATA, QUEUE_RESET -> 0;
    };
  }

  @Override
  public void commonWrite(int offset, int width, long value) {
    CommonRegister register = CommonRegister.at(offset, width).orElse(null);
    if (register == null) {
      return;
    }
    switch (register) {
      case DEVICE_FEATURE_SELECT -> deviceFeatureSelect = (int) value;
      case DRIVER_FEATURE_SELECT -> driverFeatureSelect = (int) value;
      case DRIVER_FEATURE -> acceptFeatures(value);
      case DEVICE_STATUS -> writeStatus((int) value);
      case QUEUE_SELECT -> queueSelect = (int) value;
      case CONFIG_MSIX_VECTOR -> configVector = (int) value;
      case QUEUE_SIZE, QUEUE_MSIX_VECTOR, QUEUE_ENABLE, QUEUE_DESC, QUEUE_DRIVER, QUEUE_DEVICE ->
          writeQueue(register, value);
      case DEVICE_FEATURE,
          NUM_QUEUES,
          CONFIG_GENERATION,
          QUEUE_NOTIFY_OFF,
          QUEUE_NOTIF_CONFIG_DATA,
          QUEUE_RESET,
          ADMIN_QUEUE_INDEX,
          ADMIN_QUEUE_NUM -> {}
    }
  }

  @Override
  public boolean notifyQueue(int index) {
    if (index != spec.numQueues()) {
      return true;
    }
    if (spec.parked() || !spec.serviceTime().isNone()) {
      lane.post(this::serveOne);
    } else {
      lane.postLazily(this::serveOne);
    }
    return true;
  }

  @Override
  public synchronized long configRead(int offset, int width) {
    return config.read(offset, width);
  }

  @Override
  public synchronized void configWrite(int offset, int width, long value) {
    config.write(offset, width, value);
    group.enable(config.vfEnable(), config.numVfs());
  }

  @Override
  public long barLength(int bar) {
    return bars.length(bar);
  }

  @Override
  public int doorbellOf(int bar, long offset) {
    return doorbell(bar, offset).map(Member::number).orElse(0);
  }

  @Override
  public int read16(int bar, long offset) {
    return doorbell(bar, offset).map(Member::doorbellValue).orElse(0);
  }

  /// > Any notification there must act exactly like a write of offset 16 (virtio 1.4, 2.12.1.1.6,
  /// > L-119)
  @Override
  public void write16(int bar, long offset, int value) {
    doorbell(bar, offset).ifPresent(member -> member.doorbell(value));
  }

  private Optional<Member> doorbell(int bar, long offset) {
    return bars.doorbell(bar, offset).filter(group::isEnabled);
  }

  /// > … the device … an error that it cannot recover … SHOULD set DEVICE_NEEDS_RESET (virtio 1.4,
  /// > 2.1.2 "Device Requirements: Device Status Field")
  ///
  /// A driver that is ready is told by a configuration change, if that has a vector.
  private void serveOne() {
    DeviceRing active = ring;
    if (active == null) {
      return;
    }
    try {
      serve(active);
    } catch (DmaFaultException e) {
      ring = null;
      boolean ready = DeviceStatus.DRIVER_OK.in(status);
      status |= DeviceStatus.DEVICE_NEEDS_RESET.bit();
      witness.lifecycle(
          "pf-needs-reset", List.of(new Condition("DMA", false, String.valueOf(e.getMessage()))));
      if (ready && configVector != NO_VECTOR) {
        interrupts.configChanged(configVector);
      }
    }
  }

  private void serve(DeviceRing active) {
    int head = active.pop();
    if (head < 0) {
      return;
    }
    int writable = active.writableLength();
    while (held && active.equals(ring)) {
      pause(active, Scheduler.FOREVER);
    }
    if (!active.equals(ring)) {
      return;
    }
    Bytes written = executor.execute(active.gather(), writable);
    long time = spec.serviceTime().next();
    if (time > 0) {
      pause(active, scheduler.now() + time);
    }
    if (!active.equals(ring)) {
      return; // the owner was reset meanwhile
    }
    active.scatter(written);
    active.push(head, Math.min(written.length(), writable));
    if (queue.vector != NO_VECTOR) {
      interrupts.queueUsed(queue.vector, spec.numQueues());
    }
  }

  /// Waits until the deadline, until the owner is reset, or until the firmware goes on.
  private void pause(DeviceRing active, long deadline) {
    Signal end = scheduler.signal();
    service = end;
    boolean waits = deadline != Scheduler.FOREVER || held;
    if (waits && active.equals(ring)) {
      end.await(deadline);
    }
    service = null;
  }

  private void endPause() {
    Signal end = service;
    if (end != null) {
      end.raise();
    }
  }

  /// Whether the firmware lies still: what it takes then stays in flight until it goes on, or until
  /// the owner is reset (F-03).
  public void setHeld(boolean is) {
    held = is;
    witness.lifecycle(is ? "firmware-held" : "firmware-released", List.of());
    endPause();
  }

  private long offered() {
    return spec.adminQueueSize() > 0 ? FEATURES : FEATURES & ~ModernFeature.ADMIN_VQ.mask();
  }

  private void acceptFeatures(long value) {
    long mask = 0xffff_ffffL << (32 * (driverFeatureSelect & 1));
    long bits = value << (32 * (driverFeatureSelect & 1));
    driverFeatures = (driverFeatures & ~mask) | (bits & mask & offered());
  }

  private void writeStatus(int value) {
    if (value == 0) {
      driverFeatures = 0;
      queueSelect = 0;
      configVector = NO_VECTOR;
      queue.vector = NO_VECTOR;
      queue.size = spec.adminQueueSize();
      ring = null;
      group.reset();
      endPause();
    }
    status = value;
  }

  private void writeQueue(CommonRegister register, long value) {
    if (spec.adminQueueSize() == 0 || queueSelect != spec.numQueues()) {
      return;
    }
    switch (register) {
      case QUEUE_SIZE -> queue.size = (int) value;
      case QUEUE_MSIX_VECTOR -> queue.vector = (int) value;
      case QUEUE_DESC -> queue.descriptors = value;
      case QUEUE_DRIVER -> queue.available = value;
      case QUEUE_DEVICE -> queue.used = value;
      case QUEUE_ENABLE -> enableQueue();
      case DEVICE_FEATURE_SELECT,
          DEVICE_FEATURE,
          DRIVER_FEATURE_SELECT,
          DRIVER_FEATURE,
          CONFIG_MSIX_VECTOR,
          NUM_QUEUES,
          DEVICE_STATUS,
          CONFIG_GENERATION,
          QUEUE_SELECT,
          QUEUE_NOTIFY_OFF,
          QUEUE_NOTIF_CONFIG_DATA,
          QUEUE_RESET,
          ADMIN_QUEUE_INDEX,
          ADMIN_QUEUE_NUM ->
          throw new IllegalStateException("not a queue register: " + register);
    }
  }

  /// A size that is no power of two, or more than the queue has, is no queue.
  private void enableQueue() {
    if (Integer.bitCount(queue.size) == 1 && queue.size <= spec.adminQueueSize()) {
      RingLayout layout =
          new RingLayout(queue.size, queue.descriptors, queue.available, queue.used);
      ring = new DeviceRing(memory, layout);
    }
  }

  private static long half(long features, int select) {
    return select > 1 || select < 0 ? 0 : features >>> (32 * select) & 0xffff_ffffL;
  }
}
