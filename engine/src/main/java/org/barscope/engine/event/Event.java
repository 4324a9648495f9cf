package org.barscope.engine.event;

/// One observed fact, with time, member and the event that caused it.
///
/// Events of one recording are numbered without gaps from 0; `cause < seq` always.
///
/// @param seq the number of the event in its recording
/// @param time nanoseconds since the start of the recording
/// @param pf the owner, counted from 0
/// @param vf the member the event is about; 0 when it is about the owner itself
/// @param cause the `seq` of the event that caused it, or [#NONE]
/// @param recorded when the imitated access happened in an imported trace, in nanoseconds since
///   that trace's start, or [#NONE]
/// @param inferred whether the step is not in the imported trace but follows from it
/// @param fact what was observed
public record Event(
    long seq, long time, int pf, int vf, long cause, long recorded, boolean inferred, Fact fact) {
  /// No cause, or no recorded time.
  public static final long NONE = -1;
}
