package org.barscope.tracer.recording;

import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;

/// One thing that happened to a recorded device.
///
/// @param time nanoseconds since the first time in the trace
/// @param inferred whether the trace has no line for it
/// @param action what happened
public record RecordedStep(long time, boolean inferred, Action action) {
  /// What happened.
  public sealed interface Action {
    /// The guest accessed BAR0 or configuration space.
    ///
    /// @param region [Region#BAR0] or [Region#CONFIG]
    /// @param offset in the region
    /// @param width in bytes
    /// @param data the bytes read or written, in memory order
    record Access(Region region, Direction direction, int offset, int width, Bytes data)
        implements Action {}

    /// The guest switched MSI-X on or off, which makes a VMM switch the interrupt mode.
    record SwitchIrqMode(IrqMode mode) implements Action {}

    /// The device signaled used buffers.
    ///
    /// @param queue the queue's index, or -1 if the trace does not tell
    record QueueInterrupt(int queue) implements Action {}

    /// The device signaled a configuration change.
    record ConfigInterrupt() implements Action {}
  }
}
