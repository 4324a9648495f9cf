package org.barscope.tracer.replay;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.tracer.recording.RecordedDevice;
import org.barscope.tracer.recording.RecordedStep;

/// Adds to a recorded device the steps that its trace lacks: the Command register write that
/// enables I/O, MSI-X switching, and the status a driver had reached when the log begins.
///
/// Every added step is marked inferred and carries the time of the step it stands in front of.
public final class Inference {
  private static final Set<LegacyRegister> SET_BY_DRIVER =
      EnumSet.of(
          LegacyRegister.GUEST_FEATURES,
          LegacyRegister.QUEUE_PFN,
          LegacyRegister.QUEUE_SELECT,
          LegacyRegister.ISR_STATUS,
          LegacyRegister.CONFIG_MSIX_VECTOR,
          LegacyRegister.QUEUE_MSIX_VECTOR);

  private Inference() {}

  /// The device with its inferred steps.
  public static CompletedDevice complete(RecordedDevice device) {
    List<RecordedStep> steps = device.steps();
    boolean midLife = StatusInference.before(Bar0.all(steps)) != 0;
    steps = MsixInference.complete(device, midLife);
    steps = StatusInference.complete(steps);
    steps = IoEnabling.complete(steps);
    return new CompletedDevice(
        device.withSteps(steps),
        midLife,
        midLife ? Set.copyOf(SET_BY_DRIVER) : Set.of(),
        midLife ? UnknownAnswers.of(steps) : Set.of());
  }
}
