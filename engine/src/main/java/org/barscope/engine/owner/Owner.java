package org.barscope.engine.owner;

import org.barscope.engine.port.AdminExecutor;
import org.barscope.engine.port.GuestMemory;
import org.barscope.engine.port.InterruptSink;
import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.port.Scheduler.Lane;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.ModernFeature;
import org.barscope.engine.protocol.pci.CommonRegister;
import org.barscope.engine.protocol.ring.RingLayout;
import org.barscope.engine.queue.DeviceRing;
import org.jspecify.annotations.Nullable;

/// The PF as hardware: modern common configuration with one admin virtqueue, and SR-IOV.
///
/// Commands are taken in queue order, in the owner's lane.
public final class Owner implements OwnerFunction {
  private static final long FEATURES =
      ModernFeature.VERSION_1.mask() | ModernFeature.SR_IOV.mask() | ModernFeature.ADMIN_VQ.mask();

  private final OwnerSpec spec;
  private final GuestMemory memory;
  private final AdminExecutor executor;
  private final InterruptSink interrupts;
  private final Lane lane;
  private final VfGroup group;
  private final AdminQueueState queue = new AdminQueueState();
  private int deviceFeatureSelect;
  private int driverFeatureSelect;
  private long driverFeatures;
  private int status;
  private int queueSelect;
  private volatile @Nullable DeviceRing ring;

  /// @param executor the firmware
  /// @param interrupts where the admin queue's completions are signaled
  /// @param lane the order in which the firmware works
  public Owner(
      OwnerSpec spec,
      GuestMemory memory,
      AdminExecutor executor,
      InterruptSink interrupts,
      Lane lane,
      VfGroup group) {
    this.spec = spec;
    this.memory = memory;
    this.executor = executor;
    this.interrupts = interrupts;
    this.lane = lane;
    this.group = group;
  }

  /// What a PF is made with.
  ///
  /// @param numQueues ordinary queues; the admin queue's index is the next one
  /// @param adminQueueSize descriptors of the admin queue, a power of two
  public record OwnerSpec(int numQueues, int adminQueueSize) {}

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
    boolean admin = queueSelect == spec.numQueues();
    return switch (register) {
      case DEVICE_FEATURE_SELECT -> deviceFeatureSelect;
      case DEVICE_FEATURE -> half(FEATURES, deviceFeatureSelect);
      case DRIVER_FEATURE_SELECT -> driverFeatureSelect;
      case DRIVER_FEATURE -> half(driverFeatures, driverFeatureSelect);
      case NUM_QUEUES -> spec.numQueues();
      case DEVICE_STATUS -> status;
      case QUEUE_SELECT -> queueSelect;
      case QUEUE_SIZE -> admin ? queue.size : 0;
      case QUEUE_MSIX_VECTOR -> admin ? queue.vector : 0xffff;
      case QUEUE_ENABLE -> admin && ring != null ? 1 : 0;
      case QUEUE_NOTIFY_OFF -> queueSelect;
      case QUEUE_DESC -> queue.descriptors;
      case QUEUE_DRIVER -> queue.available;
      case QUEUE_DEVICE -> queue.used;
      case ADMIN_QUEUE_INDEX -> spec.numQueues();
      case ADMIN_QUEUE_NUM -> 1;
      case CONFIG_MSIX_VECTOR -> 0xffff;
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
      case QUEUE_SIZE, QUEUE_MSIX_VECTOR, QUEUE_ENABLE, QUEUE_DESC, QUEUE_DRIVER, QUEUE_DEVICE ->
          writeQueue(register, value);
      case DEVICE_FEATURE,
          CONFIG_MSIX_VECTOR,
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
  public void notifyQueue(int index) {
    if (index == spec.numQueues()) {
      lane.postLazily(this::serveOne);
    }
  }

  @Override
  public void enableVfs(int count) {
    group.enable(count);
  }

  private void serveOne() {
    DeviceRing active = ring;
    int head = active == null ? -1 : active.pop();
    if (active == null || head < 0) {
      return;
    }
    int writable = active.writableLength();
    Bytes written = executor.execute(active.gather(), writable);
    active.scatter(written);
    active.push(head, Math.min(written.length(), writable));
    interrupts.queueUsed(queue.vector, spec.numQueues());
  }

  private void acceptFeatures(long value) {
    long mask = 0xffff_ffffL << (32 * (driverFeatureSelect & 1));
    long bits = value << (32 * (driverFeatureSelect & 1));
    driverFeatures = (driverFeatures & ~mask) | (bits & mask & FEATURES);
  }

  private void writeStatus(int value) {
    if (value == 0) {
      driverFeatures = 0;
      queueSelect = 0;
      queue.size = spec.adminQueueSize();
      ring = null;
      group.reset();
    }
    status = value;
  }

  private void writeQueue(CommonRegister register, long value) {
    if (queueSelect != spec.numQueues()) {
      return;
    }
    switch (register) {
      case QUEUE_SIZE -> queue.size = (int) value;
      case QUEUE_MSIX_VECTOR -> queue.vector = (int) value;
      case QUEUE_DESC -> queue.descriptors = value;
      case QUEUE_DRIVER -> queue.available = value;
      case QUEUE_DEVICE -> queue.used = value;
      case QUEUE_ENABLE ->
          ring =
              new DeviceRing(
                  memory,
                  new RingLayout(queue.size, queue.descriptors, queue.available, queue.used));
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

  private static long half(long features, int select) {
    return select > 1 || select < 0 ? 0 : features >>> (32 * select) & 0xffff_ffffL;
  }
}
