package org.barscope.tracer.replay;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;

/// Follows, from the middle of a driver's life on, which registers a log has shown to be set.
final class UnknownAnswers {
  private final Set<LegacyRegister> known = new HashSet<>();
  private final Set<Long> knownPfns = new HashSet<>();
  private final Set<Long> knownVectors = new HashSet<>();
  private long select = -1;
  private boolean msix;

  private UnknownAnswers() {}

  /// The steps whose answers depend on what was set before the log begins.
  static Set<Integer> of(List<RecordedStep> steps) {
    UnknownAnswers state = new UnknownAnswers();
    Set<Integer> unknown = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      Action action = steps.get(i).action();
      if (action instanceof Action.SwitchIrqMode(IrqMode mode)) {
        state.msix = mode == IrqMode.MSIX;
      } else if (action instanceof Action.Access access && access.region() == Region.BAR0) {
        if (new Bar0(i, access).isReset()) {
          break;
        }
        if (state.isUnknown(access)) {
          unknown.add(i);
        }
        state.take(access);
      }
    }
    return Set.copyOf(unknown);
  }

  private boolean isUnknown(Action.Access access) {
    if (access.direction() == Direction.WRITE) {
      return false;
    }
    for (int i = 0; i < access.width(); i++) {
      Optional<LegacyRegister> register = LegacyRegister.at(access.offset() + i, msix);
      if (register.isPresent() && !isKnown(register.get())) {
        return true;
      }
    }
    return false;
  }

  private boolean isKnown(LegacyRegister register) {
    return switch (register) {
      case HOST_FEATURES, QUEUE_NOTIFY, DEVICE_STATUS -> true;
      case GUEST_FEATURES, QUEUE_SELECT, ISR_STATUS, CONFIG_MSIX_VECTOR -> known.contains(register);
      case QUEUE_SIZE -> select >= 0;
      case QUEUE_PFN -> knownPfns.contains(select);
      case QUEUE_MSIX_VECTOR -> knownVectors.contains(select);
    };
  }

  private void take(Action.Access access) {
    Optional<LegacyRegister> at = LegacyRegister.at(access.offset(), msix);
    if (at.isEmpty()) {
      return;
    }
    LegacyRegister register = at.get();
    if (access.direction() == Direction.READ) {
      if (register == LegacyRegister.ISR_STATUS) {
        known.add(register);
      }
      return;
    }
    known.add(register);
    switch (register) {
      case QUEUE_SELECT -> select = access.data().little();
      case QUEUE_PFN -> knownPfns.add(select);
      case QUEUE_MSIX_VECTOR -> knownVectors.add(select);
      case HOST_FEATURES,
          GUEST_FEATURES,
          QUEUE_SIZE,
          QUEUE_NOTIFY,
          DEVICE_STATUS,
          ISR_STATUS,
          CONFIG_MSIX_VECTOR -> {}
    }
  }
}
