package org.barscope.app.ui;

/// Which rows of a long list are in sight. Rows have numbers that never change: they are added at
/// the end and disappear at the front.
///
/// At the end the topmost row is whole: what is left of the height stays empty below the last row.
final class RowWindow {
  private long first;
  private long end;
  private double height;
  private long top;
  private double part;

  /// The rows that there are: `first` to `end - 1`.
  void range(long first, long end) {
    this.first = first;
    this.end = Math.max(first, end);
    clamp();
  }

  /// How much is in sight, in rows.
  void height(double rows) {
    height = Math.max(0, rows);
    clamp();
  }

  long first() {
    return first;
  }

  long end() {
    return end;
  }

  long count() {
    return end - first;
  }

  double height() {
    return height;
  }

  /// The topmost row in sight.
  long top() {
    return top;
  }

  /// How much of the topmost row is above the upper edge, 0 to 1.
  double part() {
    return part;
  }

  /// How far it is scrolled, in rows from the first one.
  double position() {
    return top - first + part;
  }

  /// How far it can be scrolled.
  double limit() {
    return Math.max(0, count() - wholeRows());
  }

  /// The last row that is wholly in sight, or the top one.
  long bottom() {
    return Math.max(top, Math.min(end - 1, top + (long) Math.floor(height + part + 1e-6) - 1));
  }

  void moveTo(double position) {
    double whole = Math.floor(position);
    top = first + (long) whole;
    part = position - whole;
    clamp();
  }

  void moveBy(double rows) {
    double sum = part + rows;
    double whole = Math.floor(sum);
    top += (long) whole;
    part = sum - whole;
    clamp();
  }

  void moveToEnd() {
    top = end;
    part = 0;
    clamp();
  }

  /// Scrolls as little as needed to bring a row wholly into sight.
  void reveal(long row) {
    if (row < top || (row == top && part > 0)) {
      top = row;
      part = 0;
    } else if (row - top + 1 > height + part) {
      top = row + 1 - wholeRows();
      part = 0;
    }
    clamp();
  }

  /// Scrolls so that a row stands in the middle, unless it is in sight already.
  void center(long row) {
    if (row < top || row > bottom()) {
      top = row - (long) (height / 2);
      part = 0;
      clamp();
    }
  }

  /// How many rows can be wholly in sight, at least one.
  private long wholeRows() {
    return Math.max(1, (long) Math.floor(height + 1e-6));
  }

  private void clamp() {
    long lastTop = end - wholeRows();
    if (top >= lastTop) {
      top = lastTop;
      part = 0;
    }
    if (top < first) {
      top = first;
      part = 0;
    }
  }
}
