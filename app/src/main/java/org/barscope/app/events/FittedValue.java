package org.barscope.app.events;

import org.barscope.app.events.TableLine.Span;

/// A value cut to the room that there is. Of a list of words the oldest go first, and what is new
/// stays; of anything else the last words go.
///
/// @param before what stands before the new part; all of it when nothing is new
record FittedValue(String before, String fresh, String after) {
  private static final String CUT = "…";

  /// As much of a value as fits.
  ///
  /// @param fresh the part that is new
  /// @param columns how many characters there is room for
  static FittedValue of(String value, Span fresh, int columns) {
    int from = fresh.isEmpty() ? value.length() : fresh.from();
    int to = fresh.isEmpty() ? value.length() : fresh.to();
    int words = value.indexOf(' ') + 1;
    String head = value.substring(0, words);
    int start = words;
    while (head.length() + (start == words ? 0 : CUT.length()) + value.length() - start > columns) {
      int next = value.indexOf('|', start) + 1;
      if (next == 0 || next > from) {
        break;
      }
      start = next;
    }
    boolean cut = start > words;
    if (!cut && fresh.isEmpty() && value.length() > columns) {
      int last = value.lastIndexOf(' ', columns - CUT.length() - 1);
      return new FittedValue(last > 0 ? value.substring(0, last + 1) + CUT : value, "", "");
    }
    return new FittedValue(
        cut ? head + CUT + value.substring(start, from) : value.substring(0, from),
        value.substring(from, to),
        value.substring(to));
  }
}
