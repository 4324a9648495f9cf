package org.barscope.app.events;

import org.barscope.tracer.decode.RowText;

/// What one line of the event table says.
sealed interface TableLine {
  /// A row of the recording.
  ///
  /// @param number of the row, grouped
  /// @param delta how long after the row above; empty for the first one
  /// @param member the VF, `PF` for the owner
  /// @param fresh the part of the value that is new
  /// @param age how long it has been open; empty when it has ended
  /// @param lateness whether it has been open for so long that something is wrong
  /// @param expanded whether its children are shown
  record Own(
      long row,
      String number,
      String time,
      String delta,
      String member,
      RowText text,
      Span fresh,
      String age,
      Lateness lateness,
      boolean expanded)
      implements TableLine {
    boolean isOpen() {
      return switch (text.outcome()) {
        case OPEN, END_LOST -> true; // the end may still come
        case NONE, OK, FAILED -> false;
      };
    }
  }

  /// How long something may wait.
  enum Lateness {
    /// As long as it usually does.
    NONE,
    /// Longer than that.
    LATE,
    /// So long that it will not end any more.
    STUCK
  }

  /// Something that a row caused.
  ///
  /// @param delta how long after the row began
  /// @param last whether it is the last one of its row
  record Child(RowText.Line line, String delta, boolean last) implements TableLine {}

  /// A row that was forgotten a moment ago.
  record Gone() implements TableLine {}

  /// Part of a text; nothing when it is empty.
  record Span(int from, int to) {
    static final Span NONE = new Span(0, 0);

    boolean isEmpty() {
      return from >= to;
    }
  }
}
