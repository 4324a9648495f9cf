package org.barscope.tracer.format;

import org.barscope.tracer.recording.RecordedStep;

/// Something a line told, before it is known which device it belongs to.
///
/// @param line its number, counted from 1
/// @param time nanoseconds since the first time of the trace
record Timed(long line, long time, What what) {
  /// What the line told.
  sealed interface What {
    /// It is a step as it stands.
    record Step(RecordedStep.Action action) implements What {}

    /// QEMU began to work on a queue: the echo of a doorbell, or the doorbell itself.
    record Kick(int queue) implements What {}

    /// QEMU signaled used buffers of the queue at `vq`.
    record Signal(long vq) implements What {}

    /// MSI-X was enabled or disabled.
    record Msix(boolean enabled) implements What {}
  }
}
