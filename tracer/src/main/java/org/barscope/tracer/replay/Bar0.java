package org.barscope.tracer.replay;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;

/// One access of BAR0 in a step list.
///
/// @param step its index there
record Bar0(int step, Action.Access access) {
  static List<Bar0> all(List<RecordedStep> steps) {
    List<Bar0> found = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).action() instanceof Action.Access access && access.region() == Region.BAR0) {
        found.add(new Bar0(i, access));
      }
    }
    return found;
  }

  static Action.Access write(int offset, int width, long value) {
    return new Action.Access(
        Region.BAR0, Direction.WRITE, offset, width, Bytes.ofLittle(value, width));
  }

  int offset() {
    return access.offset();
  }

  int width() {
    return access.width();
  }

  long value() {
    return access.data().little();
  }

  boolean reads(int offset, int width) {
    return access.direction() == Direction.READ && is(offset, width);
  }

  boolean writes(int offset, int width) {
    return access.direction() == Direction.WRITE && is(offset, width);
  }

  private boolean is(int offset, int width) {
    return access.offset() == offset && access.width() == width;
  }

  /// A write of 0 to the device status.
  boolean isReset() {
    return writes(0x12, 1) && value() == 0;
  }

  /// An access that no driver makes to a vector register, so what it hits is configuration: MSI-X
  /// is off.
  boolean provesNoVectors() {
    return width() != 2 && offset() >= 0x14 && offset() < 0x18;
  }
}
