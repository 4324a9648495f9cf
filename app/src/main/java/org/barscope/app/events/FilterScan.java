package org.barscope.app.events;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.barscope.tracer.capture.Row;

/// Looks through the rows of a session for those that a filter wants, in the background: from the
/// first one on, and then on and on as rows come. A row that has not ended is looked at again.
final class FilterScan {
  private final StoredRows rows;
  private final FilterWords words;
  private final Executor background;
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicLong next = new AtomicLong();
  private final Map<Long, Boolean> open = new TreeMap<>(); // of the thread that runs
  private final List<Change> changes = new ArrayList<>();
  private volatile boolean hasOpen;
  private volatile boolean cancelled;

  private record Change(long row, boolean matches) {}

  FilterScan(StoredRows rows, FilterWords words, Executor background) {
    this.rows = rows;
    this.words = words;
    this.background = background;
  }

  /// Goes on, if there is anything to look at and it is not at it.
  void resume() {
    if ((next.get() < rows.end() || hasOpen) && running.compareAndSet(false, true)) {
      background.execute(this::run);
    }
  }

  void cancel() {
    cancelled = true;
  }

  /// The first row that it has not looked at.
  long next() {
    return next.get();
  }

  /// Moves what was found since the last call.
  ///
  /// @return whether matches that were there before have moved
  boolean drain(Matches matches) {
    boolean moved = false;
    synchronized (changes) {
      for (Change change : changes) {
        moved |= change.matches ? matches.add(change.row) : matches.remove(change.row);
      }
      changes.clear();
    }
    return moved;
  }

  private void run() {
    try {
      lookAgain();
      long end = rows.end();
      while (!cancelled && next.get() < end) {
        long row = Math.max(next.get(), rows.first());
        rows.find(row).ifPresent(this::look);
        next.set(row + 1);
      }
      hasOpen = !open.isEmpty();
    } finally {
      running.set(false);
    }
  }

  private void look(Row row) {
    boolean matches = words.match(row, rows.text(row));
    if (row.open()) {
      open.put(row.index(), matches);
    }
    if (matches) {
      tell(row.index(), true);
    }
  }

  private void lookAgain() {
    for (Iterator<Map.Entry<Long, Boolean>> all = open.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Long, Boolean> entry = all.next();
      Row row = rows.find(entry.getKey()).orElse(null);
      boolean matches = row != null && words.match(row, rows.text(row));
      if (row != null && matches != entry.getValue()) {
        tell(row.index(), matches);
        entry.setValue(matches);
      }
      if (row == null || !row.open()) {
        all.remove();
      }
    }
  }

  private void tell(long row, boolean matches) {
    synchronized (changes) {
      changes.add(new Change(row, matches));
    }
  }
}
