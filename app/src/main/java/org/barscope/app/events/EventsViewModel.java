package org.barscope.app.events;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.LiveSession;
import org.barscope.engine.event.Event;
import org.barscope.tracer.capture.Row;
import org.barscope.tracer.decode.Grouped;
import org.barscope.tracer.decode.TimeText;
import org.barscope.tracer.state.StateHistory.Member;

/// What the event table shows. On the UI thread only; [#refresh()] takes in what has happened.
///
/// A *line* is a row or one of the children under an expanded row. Line numbers stay when rows come
/// and when rows are forgotten.
public final class EventsViewModel {
  /// No line.
  public static final long NONE = -1;

  private final EventSource session;
  private final Selection selection;
  private final StoredRows rows;
  private final EventList list;
  private final LineReader reader;
  private final RecordingClock clock;
  private final Jumps jumps;
  private final TreeSet<Long> growing = new TreeSet<>();
  private final StringProperty filter = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper countText = new ReadOnlyStringWrapper("");
  private final ReadOnlyLongWrapper firstLine = new ReadOnlyLongWrapper(0);
  private final ReadOnlyLongWrapper endLine = new ReadOnlyLongWrapper(0);
  private final ReadOnlyLongWrapper selectedLine = new ReadOnlyLongWrapper(NONE);
  private final ReadOnlyLongWrapper newRows = new ReadOnlyLongWrapper(0);
  private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper(0);
  private final ReadOnlyObjectWrapper<Emptiness> emptiness =
      new ReadOnlyObjectWrapper<>(Emptiness.NO_EVENTS);
  private final LongProperty wanted = new SimpleLongProperty(NONE);
  private int selectedChild = LineIndex.ROW;
  private long seenRows;
  private boolean selecting;

  /// Why there is no line to show.
  public enum Emptiness {
    /// There are lines.
    NONE,
    /// Nothing has happened yet.
    NO_EVENTS,
    /// The filter has found nothing so far and is still looking.
    LOOKING,
    /// The filter has found nothing.
    NO_MATCH
  }

  /// The events of a session.
  public EventsViewModel(LiveSession session, Selection selection) {
    this(
        EventSource.of(session),
        selection,
        task -> Thread.ofVirtual().name("filter").start(task),
        System::nanoTime);
  }

  /// With another way to run the filter, and another clock.
  EventsViewModel(
      EventSource session, Selection selection, Executor background, LongSupplier nanoTime) {
    this.session = session;
    this.selection = selection;
    this.rows = new StoredRows(session);
    this.list = new EventList(rows, background);
    this.reader = new LineReader(rows, list);
    this.clock = new RecordingClock(session, rows, nanoTime);
    this.jumps = new Jumps(rows);
    if (!session.isLive()) {
      selection.following().set(false);
    }
    filter.subscribe((_, text) -> filterBy(text));
    selection.following().subscribe(this::countNew);
    selection.row().subscribe((_, row) -> selectedElsewhere(row.longValue()));
    selection.revealed().subscribe((_, row) -> reveal(row.longValue()));
    refresh();
  }

  /// Takes in what has happened since the last call. To be called some 20 times a second.
  public void refresh() {
    long known = rows.eventCount();
    clock.tick(known);
    list.refresh();
    growExpanded();
    boolean follows = selection.following().get();
    boolean more = isGrowing() || rows.end() != seenRows;
    if (follows) {
      seenRows = rows.end();
    }
    publish();
    if (follows && !more) {
      selection.following().set(false); // the last rows are in sight, and no more come
    }
  }

  private void publish() {
    firstLine.set(list.firstLine());
    endLine.set(list.endLine());
    selectedLine.set(list.line(selection.row().get(), selectedChild));
    countNew();
    emptiness.set(empty());
    countText.set(count());
    revision.set(revision.get() + 1);
  }

  /// The highest number that a row has so far.
  String highestNumber() {
    return Grouped.of(Math.max(0, rows.end() - 1));
  }

  /// The time of the newest row.
  String newestTime() {
    return TimeText.time(clock.now());
  }

  /// The words that rows must have, or after `-` must not have; empty for all rows.
  public StringProperty filter() {
    return filter;
  }

  /// How many rows there are, and how many of them the filter has found: `12 of 88,120`.
  public ReadOnlyStringProperty countText() {
    return countText.getReadOnlyProperty();
  }

  /// The first line that is still there.
  public ReadOnlyLongProperty firstLine() {
    return firstLine.getReadOnlyProperty();
  }

  /// One behind the last line.
  public ReadOnlyLongProperty endLine() {
    return endLine.getReadOnlyProperty();
  }

  /// The line that is selected, or [#NONE]; may be one that was forgotten.
  public ReadOnlyLongProperty selectedLine() {
    return selectedLine.getReadOnlyProperty();
  }

  /// How many listed rows have come since the table stopped to follow, and were not in sight.
  public ReadOnlyLongProperty newRows() {
    return newRows.getReadOnlyProperty();
  }

  /// Changes whenever lines may read otherwise than before.
  public ReadOnlyLongProperty revision() {
    return revision.getReadOnlyProperty();
  }

  /// Why there is nothing to show, if there is nothing.
  public ReadOnlyObjectProperty<Emptiness> emptiness() {
    return emptiness.getReadOnlyProperty();
  }

  /// A line that should be brought into sight; whoever has done so sets it to [#NONE].
  public LongProperty wantedLine() {
    return wanted;
  }

  /// Whether the newest rows are in sight.
  public BooleanProperty following() {
    return selection.following();
  }

  /// Whether rows may still come: only then there is an end to follow.
  public boolean isGrowing() {
    return session.isLive() && session.phase() != LiveSession.Phase.ENDED;
  }

  /// Why there are no events, in a sentence.
  public String emptyText() {
    if (!session.problem().isEmpty()) {
      return session.problem();
    }
    return switch (session.phase()) {
      case LOADING -> "No events yet: the capture is being read.";
      case RUNNING -> "No events yet: each access of a guest appears here as it begins.";
      case PAUSED -> "No events yet: the guests are paused.";
      case ENDED -> "No events: nothing happened in this recording.";
    };
  }

  /// What a line says.
  TableLine line(long line) {
    return reader.read(list.place(line), clock.now());
  }

  /// Changes whenever lines show other rows than before.
  long layout() {
    return list.layout();
  }

  /// Selects a line; the table then no longer follows.
  public void select(long line) {
    EventList.Place place = list.place(line);
    reader
        .find(place.row())
        .ifPresent(row -> {
          selectedChild = place.child();
          selecting = true;
          selection.select(row.index(), member(row));
          selecting = false;
          selectedLine.set(line);
        });
  }

  /// Selects nothing: other views then show the newest state.
  public void selectNothing() {
    selection.clear();
  }

  /// Shows or hides the children of the row that a line belongs to.
  public void toggle(long line) {
    EventList.Place place = list.place(line);
    setExpanded(line, !list.isExpanded(place.row()));
  }

  /// Shows or hides the children of the row that a line belongs to, if it has any.
  public void setExpanded(long line, boolean expanded) {
    EventList.Place place = list.place(line);
    Row row = reader.find(place.row()).orElse(null);
    if (row == null) {
      return;
    }
    int children = rows.text(row).children().size();
    if (children > 0) {
      selection.following().set(false);
      if (expanded && row.open()) {
        growing.add(row.index());
      }
      if (!expanded && selection.row().get() == row.index()) {
        selectedChild = LineIndex.ROW;
      }
      list.expand(row.index(), expanded ? children : 0);
      publish();
    }
  }

  /// Selects the row, or the first one at a time, that a text names; with a filter, the nearest
  /// listed one.
  ///
  /// @return what is wrong with the text; empty if nothing is
  public String goTo(String text) {
    Optional<GoTo> place = GoTo.of(text);
    if (place.isEmpty()) {
      return "expected " + GoTo.EXPECTED;
    }
    long wanted =
        switch (place.get()) {
          case GoTo.RowNumber(long number) -> number;
          case GoTo.Time(long nanos) -> jumps.at(nanos);
        };
    if (wanted < rows.first() || wanted >= rows.end()) {
      return rows.end() == rows.first()
          ? "there are no rows yet"
          : "there are rows " + Grouped.of(rows.first()) + " to " + Grouped.of(rows.end() - 1);
    }
    long row = list.nearest(wanted);
    if (row == NONE) {
      return "the filter lists no row";
    }
    choose(row);
    return "";
  }

  /// Selects the next access of the same member to the same register, among all rows that are
  /// listed.
  ///
  /// @param step 1 forward, -1 back
  /// @return whether there is one
  public boolean selectSame(int step) {
    long row = jumps.same(selection.row().get(), step, list::isListed);
    if (row != NONE) {
      choose(row);
    }
    return row != NONE;
  }

  private void choose(long row) {
    reader.find(row).ifPresent(found -> selection.select(row, member(found)));
  }

  /// The selected line as text, with a tab between columns; a row that is open with the lines under
  /// it. Empty when nothing is selected.
  public String copyText() {
    long line = selectedLine.get();
    if (line < firstLine.get() || line >= endLine.get()) {
      return "";
    }
    StringBuilder text = new StringBuilder(LineText.columns(line(line)));
    boolean whole = list.place(line).child() == LineIndex.ROW;
    for (long next = line + 1; whole && next < endLine.get(); next++) {
      if (list.place(next).child() == LineIndex.ROW) {
        break;
      }
      text.append('\n').append(LineText.columns(line(next)));
    }
    return text.toString();
  }

  /// Goes to the end: follows while rows come, else selects the last row.
  public void toEnd() {
    if (isGrowing()) {
      selection.clear();
      selection.following().set(true);
    } else if (endLine.get() > firstLine.get()) {
      select(endLine.get() - 1);
      wanted.set(endLine.get() - 1);
    }
    seenRows = rows.end();
    refresh();
  }

  /// Says that a line was in sight, and so the rows up to it are not new.
  public void seen(long line) {
    if (line >= firstLine.get() && line < endLine.get()) {
      seenRows = Math.max(seenRows, list.place(line).row() + 1);
      countNew();
    }
  }

  private void filterBy(String text) {
    list.filter(FilterWords.of(text));
    publish();
    if (selectedLine.get() != NONE) {
      wanted.set(selectedLine.get());
    }
  }

  private void countNew() {
    boolean hidden = selection.following().get() || !session.isLive();
    newRows.set(hidden ? 0 : list.countFrom(seenRows));
  }

  private void selectedElsewhere(long row) {
    if (!selecting) {
      selectedChild = LineIndex.ROW;
      selectedLine.set(list.line(row, LineIndex.ROW));
      wanted.set(selectedLine.get());
    }
  }

  private void reveal(long row) {
    if (row != Selection.NONE) {
      selection.following().set(false);
      wanted.set(list.line(row, LineIndex.ROW));
      selection.revealed().set(Selection.NONE);
    }
  }

  /// Gives expanded rows that are open the children that they have by now.
  private void growExpanded() {
    for (long index : List.copyOf(growing)) {
      Row row = reader.find(index).orElse(null);
      if (row != null && list.isExpanded(index)) {
        list.expand(index, rows.text(row).children().size());
      }
      if (row == null || !row.open() || !list.isExpanded(index)) {
        growing.remove(index);
      }
    }
  }

  private Emptiness empty() {
    if (endLine.get() > firstLine.get()) {
      return Emptiness.NONE;
    } else if (list.rowCount() == 0) {
      return Emptiness.NO_EVENTS;
    }
    return list.progress() < 1 ? Emptiness.LOOKING : Emptiness.NO_MATCH;
  }

  private String count() {
    String all = Grouped.of(list.rowCount());
    if (!list.isFiltered()) {
      return all + (list.rowCount() == 1 ? " row" : " rows");
    }
    String found = Grouped.of(list.listedCount()) + " of " + all;
    double progress = list.progress();
    return progress == 1 ? found : found + " · " + (int) (100 * progress) + " %";
  }

  private static Member member(Row row) {
    Event first = row.first();
    return new Member(first.pf(), first.vf());
  }
}
