package org.barscope.app.ui;

/// A column of a [WindowedTable].
///
/// @param title in the header
/// @param width at first, in pixels
/// @param minWidth below which it cannot be dragged
/// @param leastWidth to which it yields when not all columns fit
/// @param number whether its header stands on the right, as its numbers do
/// @param grows whether it takes what the other columns leave
public record Column(
    String title, double width, double minWidth, double leastWidth, boolean number, boolean grows) {
  private static final double NARROWEST = 32;

  /// A column of words.
  public static Column text(String title, double width) {
    return new Column(title, width, NARROWEST, width, false, false);
  }

  /// A column of numbers, right-aligned.
  public static Column number(String title, double width) {
    return new Column(title, width, NARROWEST, width, true, false);
  }

  /// A column without a title that cannot be dragged, for a glyph.
  public static Column glyph(double width) {
    return new Column("", width, width, width, false, false);
  }

  /// The same column, taking what the other columns leave.
  public Column growing() {
    return new Column(title, width, width, leastWidth, number, true);
  }

  /// The same column, yielding down to a width when not all columns fit.
  public Column yielding(double least) {
    return new Column(title, width, minWidth, least, number, grows);
  }

  /// Whether its right edge can be dragged.
  boolean isResizable() {
    return !grows && !title.isEmpty();
  }
}
