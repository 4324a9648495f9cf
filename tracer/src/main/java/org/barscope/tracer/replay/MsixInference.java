package org.barscope.tracer.replay;

import java.util.List;
import java.util.OptionalInt;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedDevice;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;

/// Infers where MSI-X was switched on and off, from configuration writes or else from the accesses
/// themselves.
///
/// A driver that has MSI-X writes a vector register and reads the vector back. Without MSI-X
/// configuration lies there, which is read byte by byte or as a double word.
final class MsixInference {
  private static final int CONFIG_VECTOR = LegacyRegister.CONFIG_MSIX_VECTOR.offset();
  private static final int QUEUE_VECTOR = LegacyRegister.QUEUE_MSIX_VECTOR.offset();
  private static final int NO_VECTOR = LegacyRegister.NO_VECTOR;

  private final List<RecordedStep> steps;
  private final List<Bar0> accesses;
  private final KnownBytes config = new KnownBytes();
  private final Insertions insertions = new Insertions();
  private boolean msix;
  private int tornDown = -1;
  private int lifeStart;

  private MsixInference(List<RecordedStep> steps) {
    this.steps = steps;
    this.accesses = Bar0.all(steps);
  }

  /// The steps with the inferred switches.
  ///
  /// @param midLife whether the log begins in a driver's life
  static List<RecordedStep> complete(RecordedDevice device, boolean midLife) {
    List<RecordedStep> steps = device.steps();
    MsixInference inference = new MsixInference(steps);
    if (inference.accesses.isEmpty()) {
      return steps;
    }
    boolean net = device.type().filter(type -> type == DeviceType.NET).isPresent();
    if (InitialMode.isMsix(steps, inference.accesses, net, midLife)) {
      inference.switchTo(true, inference.accesses.getFirst().step());
    }
    if (!device.sources().msix() && !inference.followConfigWrites()) {
      inference.followAccesses();
    }
    return inference.insertions.into(steps);
  }

  private void switchTo(boolean enabled, int step) {
    msix = enabled;
    insertions.add(step, new Action.SwitchIrqMode(enabled ? IrqMode.MSIX : IrqMode.NONE));
  }

  /// Follows the Enable bit in the MSI-X capability.
  ///
  /// @return false if the trace does not show the capability or no write to it
  private boolean followConfigWrites() {
    OptionalInt control = new ConfigKnowledge(steps).msixControl();
    boolean written = false;
    for (int i = 0; i < steps.size() && control.isPresent(); i++) {
      int high = control.getAsInt() + 1;
      if (steps.get(i).action() instanceof Action.Access access
          && access.region() == Region.CONFIG
          && access.direction() == Direction.WRITE
          && access.offset() <= high
          && access.offset() + access.width() > high) {
        written = true;
        boolean enabled =
            (access.data().u8(high - access.offset()) << 8 & ConfigKnowledge.MSIX_ENABLE) != 0;
        if (enabled != msix) {
          switchTo(enabled, i + 1);
        }
      }
    }
    return written;
  }

  private void followAccesses() {
    for (int i = 0; i < accesses.size(); i++) {
      Bar0 access = accesses.get(i);
      if (access.isReset()) {
        lifeStart = access.step();
      }
      if (msix) {
        whileOn(i, access);
      } else {
        whileOff(i, access);
      }
    }
  }

  private void whileOff(int index, Bar0 access) {
    if (sets(index, CONFIG_VECTOR) || sets(index, QUEUE_VECTOR)) {
      boolean looksLikeConfig =
          config.little(access.offset() - CONFIG_VECTOR, 2).orElse(-1) == access.value();
      if (!looksLikeConfig && !configFollows(index)) {
        switchTo(true, access.step());
        tornDown = -1;
        return;
      }
    }
    if (access.access().direction() == Direction.READ && access.offset() >= CONFIG_VECTOR) {
      config.reveal(access.offset() - CONFIG_VECTOR, access.access().data());
    }
  }

  private void whileOn(int index, Bar0 access) {
    boolean vector = access.width() == 2 && access.offset() < LegacyRegister.HEADER_LENGTH_MSIX;
    if (isPair(index, CONFIG_VECTOR)) {
      tornDown = access.value() == NO_VECTOR ? accesses.get(index + 1).step() + 1 : -1;
    } else if (index == 0 && access.reads(CONFIG_VECTOR, 2) && access.value() == NO_VECTOR) {
      tornDown = access.step() + 1;
    } else if (tornDown >= 0 && access.offset() >= CONFIG_VECTOR && !vector) {
      switchTo(false, tornDown);
    } else if (access.provesNoVectors()) {
      switchTo(false, lifeStart);
    }
  }

  /// Whether a vector other than "none" is written to the register and read back.
  private boolean sets(int index, int register) {
    return isPair(index, register)
        && accesses.get(index).value() != NO_VECTOR
        && accesses.get(index).value() == accesses.get(index + 1).value();
  }

  private boolean isPair(int index, int register) {
    return index + 1 < accesses.size()
        && accesses.get(index).writes(register, 2)
        && accesses.get(index + 1).reads(register, 2);
  }

  /// Whether an access before the next reset or tear-down shows that there are no vector registers:
  /// DPDK writes them without MSI-X, too.
  private boolean configFollows(int index) {
    for (int i = index + 2; i < accesses.size(); i++) {
      Bar0 access = accesses.get(i);
      if (access.provesNoVectors()) {
        return true;
      }
      if (access.isReset() || (access.writes(CONFIG_VECTOR, 2) && access.value() == NO_VECTOR)) {
        return false;
      }
    }
    return false;
  }
}
