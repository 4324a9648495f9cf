package org.barscope.app.events;

import java.util.Arrays;

/// Row numbers in order, as a filter finds them. Each has an ordinal that does not change when rows
/// disappear at the front.
final class Matches {
  private long[] rows = new long[64];
  private int from;
  private int to;
  private long dropped;

  /// The ordinal of the first one.
  long first() {
    return dropped + from;
  }

  /// One behind the last ordinal.
  long end() {
    return dropped + to;
  }

  long count() {
    return (long) to - from;
  }

  long row(long ordinal) {
    return rows[(int) (ordinal - dropped)];
  }

  /// The ordinal of a row, or of the first one behind it.
  long ordinalFrom(long row) {
    int at = Arrays.binarySearch(rows, from, to, row);
    return dropped + (at < 0 ? -at - 1 : at);
  }

  boolean contains(long row) {
    return Arrays.binarySearch(rows, from, to, row) >= 0;
  }

  /// Adds a row.
  ///
  /// @return whether others had to make room
  boolean add(long row) {
    if (to == rows.length) {
      rows = Arrays.copyOf(rows, 2 * to);
    }
    if (from == to || rows[to - 1] < row) {
      rows[to++] = row;
      return false;
    }
    int at = Arrays.binarySearch(rows, from, to, row);
    if (at < 0) {
      int place = -at - 1;
      System.arraycopy(rows, place, rows, place + 1, to - place);
      rows[place] = row;
      to++;
    }
    return at < 0;
  }

  /// Removes a row.
  ///
  /// @return whether it was there
  boolean remove(long row) {
    int at = Arrays.binarySearch(rows, from, to, row);
    if (at >= 0) {
      System.arraycopy(rows, at + 1, rows, at, to - at - 1);
      to--;
    }
    return at >= 0;
  }

  /// Drops all before a row.
  void dropBefore(long row) {
    while (from < to && rows[from] < row) {
      from++;
    }
    if (from > rows.length / 2) {
      System.arraycopy(rows, from, rows, 0, to - from);
      dropped += from;
      to -= from;
      from = 0;
    }
  }
}
