package org.barscope.tracer.replay;

import java.util.Set;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.tracer.recording.RecordedDevice;

/// A recorded device whose steps were completed by [Inference].
///
/// @param device with the inferred steps among the recorded ones
/// @param midLife whether the log begins in a driver's life, without the reset it starts with
/// @param unknownAtStart the registers that a driver had set before the log begins; empty unless
///   `midLife`
/// @param unknownAnswers the indexes of the steps that read such a register before the log shows a
///   write of it or a reset: what they return is no difference
public record CompletedDevice(
    RecordedDevice device,
    boolean midLife,
    Set<LegacyRegister> unknownAtStart,
    Set<Integer> unknownAnswers) {}
