package org.barscope.app.events;

import java.util.Arrays;

/// Where the lines of a table are whose rows are expanded here and there: from line to row and
/// child and back, in the logarithm of the number of expanded rows.
final class LineIndex {
  /// The child number of the row itself.
  static final int ROW = -1;

  private int count;
  private long before;
  private long[] rows = new long[8];

  /// How many lines the expanded rows up to this one add.
  private long[] added = new long[8];

  /// What a line shows.
  ///
  /// @param ordinal of the row among all listed ones
  /// @param child of the row, or [#ROW]
  record Place(long ordinal, int child) {}

  /// Collapses everything.
  ///
  /// @param before how many lines there are before the first row, besides one for each row
  void clear(long before) {
    count = 0;
    this.before = before;
  }

  /// Expands a row behind all that are expanded so far.
  void append(long ordinal, int children) {
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
      added = Arrays.copyOf(added, 2 * count);
    }
    rows[count] = ordinal;
    added[count] = addedBefore(count) + children;
    count++;
  }

  /// The line of a row.
  long line(long ordinal) {
    int at = Arrays.binarySearch(rows, 0, count, ordinal);
    return ordinal + addedBefore(at < 0 ? -at - 1 : at);
  }

  /// What a line shows.
  Place place(long line) {
    int low = 0;
    int high = count;
    while (low < high) { // the first expanded row that starts behind the line
      int middle = (low + high) >>> 1;
      if (rows[middle] + addedBefore(middle) > line) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    if (low > 0) {
      int at = low - 1;
      long under = line - rows[at] - addedBefore(at);
      if (under <= added[at] - addedBefore(at)) {
        return new Place(rows[at], (int) under - 1);
      }
    }
    return new Place(line - addedBefore(low), ROW);
  }

  private long addedBefore(int at) {
    return at == 0 ? before : added[at - 1];
  }
}
