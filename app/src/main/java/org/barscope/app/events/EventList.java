package org.barscope.app.events;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The lines of the event table: all rows or those that a filter finds, some of them expanded.
///
/// A line's number stays when rows come and when rows are forgotten; it changes when a row before
/// it is expanded or collapsed. Used by the UI thread only; the filter itself runs in the
/// background.
final class EventList {
  /// No row.
  static final long NONE = -1;

  private final StoredRows rows;
  private final Executor background;
  private final LineIndex index = new LineIndex();
  private final NavigableMap<Long, Integer> expanded = new TreeMap<>();
  private @Nullable FilterScan scan;
  private Matches listed = new Matches();
  private long first;
  private long end;
  private long goal;
  private long layout;

  /// How many lines were under expanded rows that are forgotten.
  private long forgottenLines;

  /// What a line shows.
  ///
  /// @param row of the recording
  /// @param child of the row, or [LineIndex#ROW]
  record Place(long row, int child) {}

  EventList(StoredRows rows, Executor background) {
    this.rows = rows;
    this.background = background;
  }

  /// Lists the rows with these words, or all if there are none.
  void filter(FilterWords words) {
    FilterScan old = scan;
    if (old != null) {
      old.cancel();
    }
    expanded.headMap(rows.first()).clear();
    forgottenLines = 0;
    listed = new Matches();
    goal = rows.end();
    scan = words.isEmpty() ? null : new FilterScan(rows, words, background);
    refresh();
    reindex();
  }

  /// Takes in what has happened since the last call.
  void refresh() {
    first = rows.first();
    end = rows.end();
    FilterScan running = scan;
    if (running != null) {
      running.resume();
      boolean moved = running.drain(listed);
      moved |= forget();
      listed.dropBefore(first);
      if (moved) {
        reindex();
      }
    } else if (forget()) {
      reindex();
    }
  }

  /// Lets go of expanded rows that are forgotten; the lines behind them keep their numbers.
  ///
  /// @return whether there were any
  private boolean forget() {
    Map<Long, Integer> gone = expanded.headMap(first);
    boolean any = !gone.isEmpty();
    gone.forEach((row, children) -> {
      if (!isFiltered() || listed.contains(row)) {
        forgottenLines += children;
      }
    });
    gone.clear();
    return any;
  }

  /// The first listed row that is this one or behind it, else the last one; [#NONE] if none is
  /// listed.
  long nearest(long row) {
    if (listedCount() == 0) {
      return NONE;
    }
    long last = isFiltered() ? listed.end() - 1 : end - 1;
    return row(Math.clamp(ordinal(row), firstOrdinal(), last));
  }

  boolean isFiltered() {
    return scan != null;
  }

  /// How many of the rows that there were when the filter was set have been looked at, 0 to 1.
  double progress() {
    FilterScan running = scan;
    return running == null || goal <= first
        ? 1
        : Math.clamp((double) (running.next() - first) / (goal - first), 0, 1);
  }

  /// How many rows are listed.
  long listedCount() {
    return isFiltered() ? listed.count() : end - first;
  }

  /// How many rows there are, listed or not.
  long rowCount() {
    return end - first;
  }

  /// How many of the listed rows are this one or behind it.
  long countFrom(long row) {
    return isFiltered()
        ? listed.end() - listed.ordinalFrom(row)
        : Math.max(0, end - Math.max(first, row));
  }

  long firstLine() {
    return index.line(firstOrdinal());
  }

  /// One behind the last line.
  long endLine() {
    return index.line(isFiltered() ? listed.end() : end);
  }

  /// Changes whenever lines show something else than before.
  long layout() {
    return layout;
  }

  Place place(long line) {
    LineIndex.Place place = index.place(line);
    return new Place(row(place.ordinal()), place.child());
  }

  /// The line of a row or of one of its children; [#NONE] if the row is not listed.
  long line(long row, int child) {
    if (row < 0 || (isFiltered() && !listed.contains(row))) {
      return NONE;
    }
    int shown = Math.min(child, expanded.getOrDefault(row, 0) - 1);
    return index.line(ordinal(row)) + shown + 1;
  }

  /// The row above, or [#NONE] for the first one.
  long previous(long row) {
    long ordinal = ordinal(row) - 1;
    return ordinal < firstOrdinal() ? NONE : row(ordinal);
  }

  boolean isListed(long row) {
    return !isFiltered() || listed.contains(row);
  }

  boolean isExpanded(long row) {
    return expanded.containsKey(row);
  }

  /// Shows a row's children, or hides them when there are 0.
  void expand(long row, int children) {
    Integer before = children == 0 ? expanded.remove(row) : expanded.put(row, children);
    if (before == null ? children != 0 : before != children) {
      reindex();
    }
  }

  private long firstOrdinal() {
    return isFiltered() ? listed.first() : first;
  }

  private long row(long ordinal) {
    return isFiltered() ? listed.row(ordinal) : ordinal;
  }

  private long ordinal(long row) {
    return isFiltered() ? listed.ordinalFrom(row) : row;
  }

  private void reindex() {
    layout++;
    index.clear(forgottenLines);
    expanded.forEach((row, children) -> {
      if (!isFiltered() || listed.contains(row)) {
        index.append(ordinal(row), children);
      }
    });
  }
}
