package org.barscope.app.ui;

/// What fills one [TableRow]: its cells, bound to one row after the other.
@FunctionalInterface
public interface RowView {
  /// Shows a row. Called again for the same row when its content may have changed.
  void bind(long row);

  /// What a screen reader says about the row that is shown.
  default String accessibleText() {
    return "";
  }

  /// Makes the cells of a slot.
  @FunctionalInterface
  interface Factory {
    /// Adds the cells to a new slot.
    RowView fill(TableRow slot);
  }
}
