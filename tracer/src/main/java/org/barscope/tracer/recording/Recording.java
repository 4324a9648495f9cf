package org.barscope.tracer.recording;

import java.util.List;

/// One imported trace: the legacy virtio devices found in it, and what became of its lines.
///
/// @param source the file's name, as the user gave it
/// @param devices in order of first appearance; a device without any access is listed too
/// @param report how the lines were used
/// @param timed whether the lines carry times; without them a step's time is its line number in
///   microseconds
public record Recording(
    String source, List<RecordedDevice> devices, ImportReport report, boolean timed) {}
