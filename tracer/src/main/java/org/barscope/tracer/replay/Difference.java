package org.barscope.tracer.replay;

import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Region;

/// A read that the emulated device answered differently, for no reason on the closed list.
///
/// @param time of the step in the trace, in nanoseconds since its start
/// @param recorded what the real device answered
/// @param seen what the guest saw here
public record Difference(
    long time, Region region, int offset, int width, Bytes recorded, Bytes seen) {}
