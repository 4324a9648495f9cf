package org.barscope.app.events;

import java.util.Optional;
import org.barscope.engine.event.Event;
import org.barscope.tracer.capture.Row;
import org.barscope.tracer.decode.Glyphs;
import org.barscope.tracer.decode.Grouped;
import org.barscope.tracer.decode.RowText;
import org.barscope.tracer.decode.TimeText;
import org.jspecify.annotations.Nullable;

/// Makes lines of rows, and remembers the rows read last.
final class LineReader {
  private static final int REMEMBERED = 256;
  private static final long SECOND = 1_000_000_000;
  private static final long LATE = SECOND;
  private static final long STUCK = 10 * SECOND;

  private final StoredRows rows;
  private final EventList list;
  private final @Nullable Row[] remembered = new @Nullable Row[REMEMBERED];

  LineReader(StoredRows rows, EventList list) {
    this.rows = rows;
    this.list = list;
  }

  /// A line.
  ///
  /// @param now in nanoseconds since the start of the recording
  TableLine read(EventList.Place place, long now) {
    Row row = find(place.row()).orElse(null);
    if (row == null) {
      return new TableLine.Gone();
    }
    RowText text = rows.text(row);
    if (place.child() == LineIndex.ROW) {
      return own(row, text, now);
    }
    if (place.child() >= text.children().size()) {
      return new TableLine.Gone();
    }
    RowText.Line line = text.children().get(place.child());
    return new TableLine.Child(
        line,
        "+" + TimeText.duration(line.time() - row.first().time(), Glyphs.UTF_8),
        place.child() == text.children().size() - 1);
  }

  /// A row; empty if it is forgotten.
  Optional<Row> find(long index) {
    int slot = (int) Math.floorMod(index, (long) REMEMBERED);
    Row known = remembered[slot];
    if (known != null && known.index() == index && index >= rows.first()) {
      return Optional.of(known);
    }
    Optional<Row> found = rows.find(index);
    if (found.isPresent() && !found.get().open()) {
      remembered[slot] = found.get();
    }
    return found;
  }

  private TableLine own(Row row, RowText text, long now) {
    Event first = row.first();
    long age = now - first.time();
    return new TableLine.Own(
        row.index(),
        Grouped.of(row.index()),
        TimeText.time(first.time()),
        delta(row),
        member(first),
        text,
        NewStatusBits.in(row, text.value(), this::find),
        row.open() ? age(age) : "",
        !row.open() || age < LATE
            ? TableLine.Lateness.NONE
            : age < STUCK ? TableLine.Lateness.LATE : TableLine.Lateness.STUCK,
        list.isExpanded(row.index()));
  }

  private String delta(Row row) {
    long previous = list.previous(row.index());
    return previous == EventList.NONE
        ? ""
        : find(previous)
            .map(above -> row.first().time() - above.first().time())
            .map(nanos -> TimeText.duration(nanos, Glyphs.UTF_8))
            .orElse("");
  }

  static String member(Event event) {
    String owner = event.pf() == 0 ? "" : event.pf() + ".";
    return event.vf() == 0 ? "PF" + (event.pf() == 0 ? "" : " " + event.pf()) : owner + event.vf();
  }

  /// How long something takes, in whole units that change calmly.
  static String age(long nanos) {
    if (nanos < SECOND) {
      return Math.max(0, nanos / 1_000_000) + " ms";
    } else if (nanos < 120 * SECOND) {
      return nanos / SECOND + " s";
    } else if (nanos < 7200 * SECOND) {
      return nanos / (60 * SECOND) + " min";
    }
    return nanos / (3600 * SECOND) + " h";
  }
}
