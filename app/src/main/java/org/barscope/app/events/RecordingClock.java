package org.barscope.app.events;

import java.util.function.LongSupplier;
import org.barscope.tracer.capture.Row;

/// What time it is in a recording: that of its newest row and, while guests play, what has passed
/// since.
final class RecordingClock {
  private final EventSource session;
  private final StoredRows rows;
  private final LongSupplier nanoTime;
  private long knownEvents = -1;
  private long newest;
  private long taken;
  private long now;

  RecordingClock(EventSource session, StoredRows rows, LongSupplier nanoTime) {
    this.session = session;
    this.rows = rows;
    this.nanoTime = nanoTime;
    this.taken = nanoTime.getAsLong();
  }

  /// Looks at the newest row.
  ///
  /// @param events how many there are
  void tick(long events) {
    if (events != knownEvents) {
      knownEvents = events;
      rows.find(rows.end() - 1).map(Row::endTime).ifPresent(this::sync);
    }
    boolean runs =
        switch (session.phase()) {
          case RUNNING, PAUSED -> true;
          case LOADING, ENDED -> false;
        };
    now = Math.max(now, runs ? newest + nanoTime.getAsLong() - taken : newest);
  }

  private void sync(long time) {
    if (time > newest) {
      newest = time;
      taken = nanoTime.getAsLong();
    }
  }

  /// Nanoseconds since the start of the recording.
  long now() {
    return now;
  }
}
