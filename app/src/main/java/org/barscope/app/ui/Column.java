package org.barscope.app.ui;

/// A column of a [WindowedTable].
///
/// @param title in the header
/// @param width at first, in pixels
/// @param minWidth below which it cannot be dragged
/// @param number whether its header stands on the right, as its numbers do
/// @param grows whether it takes what the other columns leave
public record Column(String title, double width, double minWidth, boolean number, boolean grows) {
  private static final double NARROWEST = 32;

  /// A column of words.
  public static Column text(String title, double width) {
    return new Column(title, width, NARROWEST, false, false);
  }

  /// A column of numbers, right-aligned.
  public static Column number(String title, double width) {
    return new Column(title, width, NARROWEST, true, false);
  }

  /// A column without a title that cannot be dragged, for a glyph.
  public static Column glyph(double width) {
    return new Column("", width, width, false, false);
  }

  /// The same column, taking what the other columns leave; its width is then its smallest one.
  public Column growing() {
    return new Column(title, width, width, number, true);
  }

  /// Whether its right edge can be dragged.
  boolean isResizable() {
    return !grows && !title.isEmpty();
  }
}
