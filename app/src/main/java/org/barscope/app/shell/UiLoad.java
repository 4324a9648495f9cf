package org.barscope.app.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.ImportReport;
import org.barscope.tracer.recording.RecordedDevice;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action.Access;
import org.barscope.tracer.recording.Recording;
import org.barscope.tracer.replay.Cast;

/// Guests that were never recorded: each starts its device, then works its registers and rings its
/// doorbell without end and evenly.
final class UiLoad {
  private static final double NANOS = 1e9;

  /// What a driver does first.
  private static final List<Access> START =
      List.of(
          write(18, 1, 0),
          write(18, 1, 1),
          write(18, 1, 3),
          read(0, 4),
          write(4, 4, 0),
          write(14, 2, 0),
          read(12, 2),
          write(18, 1, 7));

  /// What it does then, again and again.
  private static final List<Access> CYCLE =
      List.of(write(14, 2, 1), read(12, 2), read(18, 1), write(16, 2, 1));

  /// Three accesses with a command make four events each, a doorbell three.
  private static final int EVENTS_IN_CYCLE = 15;

  private UiLoad() {}

  /// Guests that together make `perSecond` events for `seconds`.
  static Cast live(int guests, int perSecond, int seconds) {
    long cycles = (long) perSecond * seconds / guests / EVENTS_IN_CYCLE;
    return cast(guests, cycles, NANOS * EVENTS_IN_CYCLE * guests / perSecond);
  }

  /// One guest that makes so many rows, a microsecond from each to the next.
  static Cast rows(long rows) {
    return cast(1, rows / CYCLE.size(), 1000.0 * CYCLE.size());
  }

  private static Cast cast(int guests, long cycles, double cycleNanos) {
    List<RecordedStep> steps = new ArrayList<>();
    for (Access access : START) {
      steps.add(new RecordedStep(0, false, access));
    }
    for (long cycle = 0; cycle < cycles; cycle++) {
      for (int i = 0; i < CYCLE.size(); i++) {
        long time = (long) ((cycle + (double) i / CYCLE.size()) * cycleNanos);
        steps.add(new RecordedStep(time, false, CYCLE.get(i)));
      }
    }
    List<RecordedDevice> devices = new ArrayList<>();
    for (int guest = 0; guest < guests; guest++) {
      devices.add(
          new RecordedDevice(
              "load " + (guest + 1),
              Optional.of(DeviceType.NET),
              false,
              false,
              0,
              new RecordedDevice.Sources(false, false, false, true),
              steps));
    }
    ImportReport report = new ImportReport(0, 0, 0, 0, List.of(), "");
    return Cast.of(List.of(new Recording("load", devices, report, true)));
  }

  private static Access read(int offset, int width) {
    return new Access(Region.BAR0, Direction.READ, offset, width, Bytes.ofLittle(0, width));
  }

  private static Access write(int offset, int width, long value) {
    return new Access(Region.BAR0, Direction.WRITE, offset, width, Bytes.ofLittle(value, width));
  }
}
