package org.barscope.tracer.replay;

import java.util.List;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.pci.PciCommand;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;

/// Infers the Command register write that a BAR0 access needs, or that a read shows, and the trace
/// lacks.
final class IoEnabling {
  private static final int COMMAND = 0x04; // PCI_COMMAND
  private static final int NEEDED = PciCommand.IO | PciCommand.MEMORY | PciCommand.MASTER;

  private static final int ALL_ONES = 0xffff;

  private IoEnabling() {}

  static List<RecordedStep> complete(List<RecordedStep> steps) {
    Insertions insertions = new Insertions();
    int command = 0;
    for (int i = 0; i < steps.size(); i++) {
      if (!(steps.get(i).action() instanceof Action.Access access)) {
        continue;
      }
      int needed = needed(access, command);
      if ((needed & PciCommand.IO) != 0 && (command & PciCommand.IO) == 0) {
        command = needed;
        insertions.add(i, write(command));
      }
      if (access.region() == Region.CONFIG && access.direction() == Direction.WRITE) {
        command = after(access, command);
      }
    }
    return insertions.into(steps);
  }

  /// The register as an access shows or needs it: what a read returned, or I/O decoding for BAR0.
  private static int needed(Action.Access access, int command) {
    if (access.region() == Region.BAR0) {
      return command | NEEDED;
    }
    boolean shows =
        access.direction() == Direction.READ && access.offset() == COMMAND && access.width() >= 2;
    int shown = shows ? (int) access.data().little(0, 2) : 0;
    return shown == ALL_ONES ? 0 : shown;
  }

  private static Action write(int command) {
    return new Action.Access(
        Region.CONFIG, Direction.WRITE, COMMAND, 2, Bytes.ofLittle((long) command, 2));
  }

  /// The register after a write that may touch it.
  private static int after(Action.Access access, int command) {
    int result = command;
    for (int i = 0; i < access.width(); i++) {
      int shift = 8 * (access.offset() + i - COMMAND);
      if (shift == 0 || shift == 8) {
        result = (result & ~(0xff << shift)) | access.data().u8(i) << shift;
      }
    }
    return result;
  }
}
