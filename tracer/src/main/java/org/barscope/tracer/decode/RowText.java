package org.barscope.tracer.decode;

import java.util.List;

/// A row of an event table in words, cut into the columns of such a table.
///
/// @param mark what kind of thing happened
/// @param tag its sign: `W32`, `♦`
/// @param place what it touched or is called: `QueuePfn`, `Notify`, `probe`
/// @param offset where that is, `@8`; empty where there is no offset
/// @param value what was read, written or said; may be empty
/// @param outcome how it ended
/// @param result how it ended in words, such as the name of an errno; empty when nothing is to say
/// @param roundTrip how long its admin commands took together, in nanoseconds, or [#NONE]
/// @param inferred whether the imported trace has no line for it
/// @param children what it caused, in order
public record RowText(
    Mark mark,
    String tag,
    String place,
    String offset,
    String value,
    Outcome outcome,
    String result,
    long roundTrip,
    boolean inferred,
    List<Line> children) {
  /// No round trip.
  public static final long NONE = -1;

  /// What kind of thing a row or a line is about.
  public enum Mark {
    READ,
    WRITE,
    NOTIFY,
    INTERRUPT,
    COMMAND,
    LIFECYCLE,
    GUEST_FAULT,
    LOST,
    UNKNOWN
  }

  /// How something ended.
  public enum Outcome {
    /// It is a fact that can neither fail nor succeed.
    NONE,
    OK,
    FAILED,
    /// It has not ended.
    OPEN,
    /// Events were lost since it began, and its end probably with them.
    END_LOST
  }

  /// The same row, when events were lost since it began: nothing that waits for its end waits any
  /// more.
  public RowText withLostEnd() {
    return outcome != Outcome.OPEN
        ? this
        : new RowText(
            mark,
            tag,
            place,
            offset,
            value,
            Outcome.END_LOST,
            result,
            roundTrip,
            inferred,
            children.stream().map(Line::withLostEnd).toList());
  }

  /// One line under a row.
  ///
  /// @param time when it began, in nanoseconds since the start of the recording
  /// @param text a command with its answer, a doorbell, a condition
  /// @param roundTrip as in a row
  public record Line(
      Mark mark, long time, String text, Outcome outcome, long roundTrip, boolean inferred) {
    private Line withLostEnd() {
      return outcome == Outcome.OPEN
          ? new Line(mark, time, text, Outcome.END_LOST, roundTrip, inferred)
          : this;
    }
  }
}
