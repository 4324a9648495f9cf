package org.barscope.tracer.recording;

import java.util.List;

/// How the lines of a trace were used.
///
/// @param lines in all
/// @param used lines that became a step or told something about a device
/// @param skipped lines that are well-formed but not about a legacy virtio device
/// @param unreadable lines that are no trace lines at all, or a known trace event with fields that
///   cannot be read
/// @param firstUnreadable the first few of them, as `line 17: …`
/// @param damage why reading stopped early, such as a truncated gzip stream; empty if it did not
public record ImportReport(
    long lines,
    long used,
    long skipped,
    long unreadable,
    List<String> firstUnreadable,
    String damage) {}
