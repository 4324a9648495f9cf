package org.barscope.engine.host;

import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.protocol.device.ModernFeature;
import org.barscope.engine.protocol.legacy.DeviceStatus;
import org.barscope.engine.protocol.pci.CommonRegister;
import org.barscope.engine.protocol.ring.RingLayout;

/// The steps of a modern initialization up to DRIVER_OK, on a PF's common configuration.
final class PfStartUp {
  private static final long WANTED_FEATURES =
      ModernFeature.VERSION_1.mask() | ModernFeature.SR_IOV.mask() | ModernFeature.ADMIN_VQ.mask();
  private static final int READY =
      DeviceStatus.ACKNOWLEDGE.bit() | DeviceStatus.DRIVER.bit() | DeviceStatus.FEATURES_OK.bit();

  private static final int SLOW_PATH = 0;

  private final OwnerFunction pf;

  PfStartUp(OwnerFunction pf) {
    this.pf = pf;
  }

  /// Resets the function and announces a driver.
  void begin() {
    status(0);
    status(DeviceStatus.ACKNOWLEDGE.bit());
    status(DeviceStatus.ACKNOWLEDGE.bit() | DeviceStatus.DRIVER.bit());
  }

  /// The features that both sides know.
  long offered() {
    long offered = 0;
    for (int half = 0; half < 2; half++) {
      write(CommonRegister.DEVICE_FEATURE_SELECT, half);
      offered |= read(CommonRegister.DEVICE_FEATURE) << (32 * half);
    }
    return offered & WANTED_FEATURES;
  }

  /// Whether the common configuration has the fields of the admin queue (vp_check_common_size).
  boolean hasAdminFields() {
    return pf.commonLength() >= CommonRegister.LENGTH;
  }

  void accept(long features) {
    for (int half = 0; half < 2; half++) {
      write(CommonRegister.DRIVER_FEATURE_SELECT, half);
      write(CommonRegister.DRIVER_FEATURE, features >>> (32 * half) & 0xffff_ffffL);
    }
    status(READY);
  }

  /// How many admin queues there are; only the first is used.
  int adminQueues() {
    return (int) read(CommonRegister.ADMIN_QUEUE_NUM);
  }

  /// The index of the admin queue.
  int adminQueue() {
    return (int) read(CommonRegister.ADMIN_QUEUE_INDEX);
  }

  /// The size of a queue, which is selected by that.
  int queueSize(int index) {
    write(CommonRegister.QUEUE_SELECT, index);
    return (int) read(CommonRegister.QUEUE_SIZE);
  }

  /// Configuration changes and the admin queue share the vector of the slow path.
  void useVectors() {
    write(CommonRegister.CONFIG_MSIX_VECTOR, SLOW_PATH);
  }

  /// Enables the selected queue.
  void enableQueue(RingLayout layout) {
    write(CommonRegister.QUEUE_DESC, layout.descriptors());
    write(CommonRegister.QUEUE_DRIVER, layout.available());
    write(CommonRegister.QUEUE_DEVICE, layout.used());
    write(CommonRegister.QUEUE_MSIX_VECTOR, SLOW_PATH);
    write(CommonRegister.QUEUE_ENABLE, 1);
  }

  void driverOk() {
    status(READY | DeviceStatus.DRIVER_OK.bit());
  }

  /// Gives up: FAILED is added to the status.
  void fail() {
    status((int) read(CommonRegister.DEVICE_STATUS) | DeviceStatus.FAILED.bit());
  }

  boolean isDriverOk() {
    return DeviceStatus.DRIVER_OK.in((int) read(CommonRegister.DEVICE_STATUS));
  }

  void reset() {
    status(0);
  }

  private void status(int status) {
    write(CommonRegister.DEVICE_STATUS, status);
  }

  private long read(CommonRegister register) {
    return pf.commonRead(register.offset(), register.width());
  }

  private void write(CommonRegister register, long value) {
    pf.commonWrite(register.offset(), register.width(), value);
  }
}
