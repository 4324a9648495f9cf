package org.barscope.app.shell;

import java.util.function.LongSupplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.LiveSession;
import org.barscope.app.session.LiveSession.Phase;
import org.barscope.tracer.decode.Grouped;

/// What tool bar and status bar say about a session, and what they do with it.
final class ShellViewModel {
  private static final long RATE_NANOS = 500_000_000;
  private static final double NANOS = 1e9;

  private final LiveSession session;
  private final Selection selection;
  private final LongSupplier clock;
  private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.LOADING);
  private final ReadOnlyStringWrapper state = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper rate = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper events = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper lost = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper losing = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper memory = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper verdict = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper place = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final BooleanProperty problemShown = new SimpleBooleanProperty();
  private String answer = "";
  private long answeredRow = Selection.NONE;
  private long countedAt;
  private long countedEvents;
  private long perSecond;

  /// @param clock nanoseconds from anywhere, such as [System#nanoTime]
  ShellViewModel(LiveSession session, Selection selection, LongSupplier clock) {
    this.session = session;
    this.selection = selection;
    this.clock = clock;
    this.countedAt = clock.getAsLong();
    problem.subscribe(text -> problemShown.set(!text.isEmpty()));
    refresh();
  }

  /// What is shown, such as a file's name.
  String title() {
    return session.title();
  }

  /// Whether there are guests that can be held and stopped.
  boolean isLive() {
    return session.isLive();
  }

  /// What the session is doing.
  ReadOnlyObjectProperty<Phase> phase() {
    return phase.getReadOnlyProperty();
  }

  /// What the session is doing, as mark and word.
  ReadOnlyStringProperty state() {
    return state.getReadOnlyProperty();
  }

  /// How many events come each second; empty when none can come.
  ReadOnlyStringProperty rate() {
    return rate.getReadOnlyProperty();
  }

  /// How many events there were.
  ReadOnlyStringProperty events() {
    return events.getReadOnlyProperty();
  }

  /// How many events were lost.
  ReadOnlyStringProperty lost() {
    return lost.getReadOnlyProperty();
  }

  /// Whether any event was lost.
  ReadOnlyBooleanProperty losing() {
    return losing.getReadOnlyProperty();
  }

  /// How full the event ring is and which rows were forgotten, as far as there is any.
  ReadOnlyStringProperty memory() {
    return memory.getReadOnlyProperty();
  }

  /// What the end says about the whole; empty before it.
  ReadOnlyStringProperty verdict() {
    return verdict.getReadOnlyProperty();
  }

  /// The selected member, the selected row if there is one, and what was answered about it.
  ReadOnlyStringProperty place() {
    return place.getReadOnlyProperty();
  }

  /// What went wrong, as one line; empty if nothing did.
  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// Whether the problem stands in a bar of its own; until the user dismisses it.
  BooleanProperty problemShown() {
    return problemShown;
  }

  /// Whether the newest rows are followed.
  BooleanProperty following() {
    return selection.following();
  }

  /// Answers what was asked from the selected row, as long as that is selected.
  void answer(String text) {
    answer = text;
    answeredRow = selection.row().get();
    refresh();
  }

  /// Holds the guests, or lets them go on.
  void pauseOrResume() {
    switch (session.phase()) {
      case RUNNING -> session.pause();
      case PAUSED -> session.resume();
      case LOADING, ENDED -> {}
    }
    refresh();
  }

  /// Ends the guests; the rows stay.
  void stop() {
    session.stop();
    refresh();
  }

  /// Reads the session anew. On the UI thread, some times a second.
  void refresh() {
    Phase now = session.phase();
    long count = session.rows().eventCount();
    measure(count);
    phase.set(now);
    state.set(state(now));
    boolean moving = now == Phase.RUNNING || now == Phase.LOADING;
    rate.set(moving ? Grouped.of(perSecond) + " /s" : "");
    events.set(Grouped.of(count) + (count == 1 ? " event" : " events"));
    losing.set(session.lost() > 0);
    lost.set(Grouped.of(session.lost()) + " lost");
    memory.set(memoryText());
    verdict.set(session.verdict());
    long row = selection.row().get();
    if (row != answeredRow) {
      answer = "";
    }
    place.set(
        "VF "
            + selection.member().get().vf()
            + (row == Selection.NONE ? "" : "  ·  row " + Grouped.of(row))
            + (answer.isEmpty() ? "" : "  ·  " + answer));
    problem.set(session.problem());
  }

  private void measure(long count) {
    long now = clock.getAsLong();
    long elapsed = now - countedAt;
    if (elapsed >= RATE_NANOS) {
      perSecond = Math.round((count - countedEvents) * NANOS / elapsed);
      countedAt = now;
      countedEvents = count;
    }
  }

  private String state(Phase now) {
    return switch (now) {
      case LOADING -> "◔ reading";
      case RUNNING -> "● live";
      case PAUSED -> "❚❚ paused";
      case ENDED -> session.isLive() ? "■ ended" : "■ capture";
    };
  }

  private String memoryText() {
    long forgotten = session.rows().firstRow();
    String text = session.isLive() ? "ring " + Math.round(session.fill() * 100) + " %" : "";
    if (forgotten == 0) {
      return text;
    }
    return (text.isEmpty() ? "" : text + "  ·  ")
        + "oldest "
        + Grouped.of(forgotten)
        + " rows forgotten";
  }
}
