package org.barscope.tracer.recording;

/// A trace that cannot be used: not there, not readable, not what it claims to be, or without a
/// legacy virtio device.
///
/// The message is one lower-case line that starts with the trace's name: what was found, what was
/// expected, where. The remedy is another file.
public final class TraceDataException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Says what is wrong with a trace.
  ///
  /// @param source the trace's name, as the user gave it
  /// @param found what was found, and what was expected
  public TraceDataException(String source, String found) {
    super(source + ": " + found);
  }
}
