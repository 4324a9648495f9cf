package org.barscope.app.registers;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.LiveSession;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.capture.Row;
import org.barscope.tracer.decode.Grouped;
import org.barscope.tracer.decode.MemberKind;
import org.barscope.tracer.state.MemberState;
import org.barscope.tracer.state.StateHistory;
import org.barscope.tracer.state.StateHistory.Member;
import org.jspecify.annotations.Nullable;

/// The registers of the selected member: as of the selected row, or now if none is selected.
///
/// The state at a row takes some milliseconds, so it is worked out on a thread of its own; while
/// one is, newer wishes wait, and only the newest is fulfilled.
public final class RegistersViewModel {
  /// Numbers that change more often cannot be read.
  private static final long REST_NANOS = 200_000_000;

  private final RegisterSource session;
  private final Selection selection;
  private final LongSupplier clock;
  private final ReadOnlyObjectWrapper<RegistersPage> page;
  private @Nullable Wish shown;
  private @Nullable Work work;
  private long latest;
  private long latestSeen;
  private long nowShownAt;
  private @Nullable Member nowShown;

  /// What is to be shown.
  ///
  /// @param events how many the row had
  private record Wish(Member member, long row, int events) {}

  private record Work(Wish wish, CompletableFuture<RegistersPage> result) {}

  /// Registers of a session's members.
  public RegistersViewModel(LiveSession session, Selection selection) {
    this(RegisterSource.of(session), selection, System::nanoTime);
  }

  /// @param clock nanoseconds from anywhere
  RegistersViewModel(RegisterSource session, Selection selection, LongSupplier clock) {
    this.session = session;
    this.selection = selection;
    this.clock = clock;
    this.latestSeen = clock.getAsLong();
    this.page =
        new ReadOnlyObjectWrapper<>(RegistersPage.saying("VF 1", "No register was accessed yet."));
    refresh();
  }

  /// What to show.
  ReadOnlyObjectProperty<RegistersPage> page() {
    return page.getReadOnlyProperty();
  }

  /// Whether the newest wish is not fulfilled yet.
  boolean busy() {
    return work != null;
  }

  /// Reads the session and the selection anew. On the UI thread, some times a second.
  public void refresh() {
    finish();
    Member member = selection.member().get();
    long row = selection.row().get();
    if (row == Selection.NONE) {
      shown = null;
      showNow(member);
      return;
    }
    nowShown = null;
    Optional<Row> found = session.rows().find(row);
    if (found.isEmpty()) {
      shown = null;
      page.set(
          RegistersPage.saying(
              title(member, row),
              "This row is not kept any more: the newest rows took its place."));
      return;
    }
    Wish wish = new Wish(member, row, found.get().events().size());
    if (work == null && !wish.equals(shown)) {
      work =
          new Work(
              wish,
              CompletableFuture.supplyAsync(
                  () -> at(member, found.get()),
                  task -> Thread.ofVirtual().name("registers").start(task)));
    }
  }

  private void showNow(Member member) {
    long time = clock.getAsLong();
    if (!member.equals(nowShown) || time - nowShownAt >= REST_NANOS) {
      nowShown = member;
      nowShownAt = time;
      page.set(now(member));
    }
  }

  /// Shows what has been worked out, if it is still wanted.
  private void finish() {
    Work done = work;
    if (done != null && done.result().isDone()) {
      work = null;
      Wish wish = done.wish();
      if (wish.row() == selection.row().get() && wish.member().equals(selection.member().get())) {
        shown = wish;
        page.set(done.result().join());
      }
    }
  }

  private RegistersPage now(Member member) {
    MemberState state = session.history().now(member);
    boolean runs = session.runs().getAsBoolean();
    String title = "VF " + member.vf() + (runs ? " now" : " at the end");
    if (isEmpty(state)) {
      return RegistersPage.saying(title, "No register was accessed yet.");
    }
    return new PageBuilder(kind(member), state, state, -1, time(), !runs).page(title);
  }

  private RegistersPage at(Member member, Row row) {
    StateHistory.Change change = session.history().around(member, row.index());
    String title = title(member, row.index());
    if (isEmpty(change.after())) {
      return RegistersPage.saying(title, "No register was accessed yet.");
    }
    boolean own = row.vf() == member.vf() && row.first().pf() == member.pf();
    MemberState before = own ? change.before() : change.after();
    int touched = own ? written(row) : -1;
    return new PageBuilder(kind(member), before, change.after(), touched, row.endTime(), true)
        .page(title);
  }

  private static String title(Member member, long row) {
    return "VF " + member.vf() + " as of row " + Grouped.of(row);
  }

  private static boolean isEmpty(MemberState state) {
    return state.counts().accesses() == 0 && state.irqMode().equals("none");
  }

  private MemberKind kind(Member member) {
    return session.history().types().kind(member.pf(), member.vf());
  }

  /// The register that a row has written, as its offset; -1 if none.
  private static int written(Row row) {
    for (Event event : row.events()) {
      if (event.fact() instanceof Fact.AccessStart start
          && start.region() == Region.BAR0
          && start.direction() == Direction.WRITE) {
        return LegacyRegister.at(start.offset(), true).map(LegacyRegister::offset).orElse(-1);
      }
    }
    return -1;
  }

  /// The time of the newest event; while guests run, time goes on without events.
  private long time() {
    long newest = session.history().latest();
    if (newest != latest) {
      latest = newest;
      latestSeen = clock.getAsLong();
    }
    return session.runs().getAsBoolean() ? latest + clock.getAsLong() - latestSeen : latest;
  }
}
