package org.barscope.tracer.replay;

import java.util.List;
import org.barscope.engine.protocol.legacy.DeviceStatus;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.tracer.recording.RecordedStep;

/// Infers how far a driver had come before its log begins.
final class StatusInference {
  private static final int STATUS = LegacyRegister.DEVICE_STATUS.offset();
  private static final int DRIVER_OK =
      DeviceStatus.ACKNOWLEDGE.bit() | DeviceStatus.DRIVER.bit() | DeviceStatus.DRIVER_OK.bit();

  private StatusInference() {}

  /// The device status when the log begins; 0 if the log tells that it begins with the device's
  /// life.
  ///
  /// The first status read tells it. A first status write other than a reset adds one bit to it.
  /// Without either the driver is at work.
  static int before(List<Bar0> accesses) {
    if (accesses.isEmpty() || accesses.getFirst().isReset()) {
      return 0;
    }
    for (Bar0 bar0 : accesses) {
      if (bar0.reads(STATUS, 1)) {
        return (int) bar0.value();
      }
      if (bar0.isReset()) {
        return DRIVER_OK;
      }
      if (bar0.writes(STATUS, 1)) {
        int written = (int) bar0.value();
        return written & ~Integer.highestOneBit(written);
      }
    }
    return DRIVER_OK;
  }

  /// The steps with the status write that brings a member there, if there is anything to bring.
  static List<RecordedStep> complete(List<RecordedStep> steps) {
    List<Bar0> accesses = Bar0.all(steps);
    int status = before(accesses);
    Insertions insertions = new Insertions();
    if (status != 0) {
      insertions.add(accesses.getFirst().step(), Bar0.write(STATUS, 1, status));
    }
    return insertions.into(steps);
  }
}
