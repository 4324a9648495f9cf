package org.barscope.app.members;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.LiveSession;
import org.barscope.tracer.capture.Row;
import org.barscope.tracer.decode.SetupDecoder;
import org.barscope.tracer.state.StateHistory;
import org.barscope.tracer.state.StateHistory.Member;

/// The owners and members of a session as a tree of lines, which says how each of them is doing.
public final class MembersViewModel {
  /// Numbers that change more often cannot be read.
  private static final long REST_NANOS = 200_000_000;

  private final MemberSource session;
  private final Selection selection;
  private final LongSupplier clock;
  private final ObservableList<Line> owners = FXCollections.observableArrayList();
  private final Map<Integer, OwnerLines> ownerLines = new TreeMap<>();
  private final Map<Member, MemberLines> memberLines = new TreeMap<>();
  private List<Integer> queueSizes = List.of();
  private boolean setupRead;
  private long last = Long.MIN_VALUE;
  private long latest;
  private long latestSeen;
  private LiveSession.Phase phase = LiveSession.Phase.LOADING;

  /// Members of a session.
  public MembersViewModel(LiveSession session, Selection selection) {
    this(MemberSource.of(session), selection, System::nanoTime);
  }

  /// @param clock nanoseconds from anywhere
  MembersViewModel(MemberSource session, Selection selection, LongSupplier clock) {
    this.session = session;
    this.selection = selection;
    this.clock = clock;
    refresh();
  }

  /// The topmost lines, one for each owner.
  ObservableList<Line> owners() {
    return owners;
  }

  /// The member that every view shows.
  ReadOnlyObjectProperty<Member> selected() {
    return selection.member();
  }

  /// The user chose a line.
  void choose(Line line) {
    line.member().ifPresent(selection::select);
    if (line.row() >= 0 && line.member().isPresent()) {
      selection.select(line.row(), line.member().get());
      selection.revealed().set(line.row());
    }
  }

  /// Reads the session anew. On the UI thread, some times a second.
  public void refresh() {
    long now = clock.getAsLong();
    boolean changed = phase != session.phase().get();
    if (last != Long.MIN_VALUE && now - last < REST_NANOS && !changed && !owners.isEmpty()) {
      // rates rest, but no view may contradict another one about the selected member
      Member chosen = selection.member().get();
      MemberLines lines = memberLines.get(chosen);
      if (lines != null) {
        Optional<Row> oldest = Optional.ofNullable(oldest().get(chosen));
        lines.registers(session.history().now(chosen), oldest, moment(now));
      }
      return;
    }
    last = now;
    phase = session.phase().get();
    readSetup();
    update(moment(now));
  }

  private void update(Moment now) {
    StateHistory history = session.history();
    for (int pf : history.owners()) {
      OwnerLines lines = ownerLines.computeIfAbsent(pf, this::owner);
      lines.update(history.owner(pf), pf < queueSizes.size() ? queueSizes.get(pf) : 0, now);
    }
    Map<Member, Row> oldest = oldest();
    for (Member member : history.members()) {
      memberLines
          .computeIfAbsent(member, this::member)
          .update(history.now(member), Optional.ofNullable(oldest.get(member)), now);
    }
  }

  /// The oldest row of each member that has not ended, unless its end may have been lost.
  private Map<Member, Row> oldest() {
    Map<Member, Row> oldest = new HashMap<>();
    for (Row row : session.rows().openRows()) {
      if (!session.rows().lostAfter(row.index())) {
        oldest.putIfAbsent(new Member(row.first().pf(), row.vf()), row);
      }
    }
    return oldest;
  }

  private OwnerLines owner(int pf) {
    OwnerLines lines = new OwnerLines(pf);
    int before = (int) ownerLines.keySet().stream().filter(other -> other < pf).count();
    owners.add(before, lines.head());
    return lines;
  }

  private MemberLines member(Member member) {
    MemberLines lines =
        new MemberLines(
            member,
            session.history().types().kind(member.pf(), member.vf()),
            session.device().apply(member));
    OwnerLines owner = ownerLines.computeIfAbsent(member.pf(), this::owner);
    long before =
        memberLines.keySet().stream()
            .filter(other -> other.pf() == member.pf() && other.vf() < member.vf())
            .count();
    owner.addMember((int) before, lines.head());
    return lines;
  }

  private Moment moment(long now) {
    long newest = session.history().latest();
    if (newest != latest) {
      latest = newest;
      latestSeen = now;
    }
    boolean live = session.runs();
    return new Moment(now, live ? latest + now - latestSeen : latest, live);
  }

  private void readSetup() {
    Optional<String> setup = session.setup().get();
    if (setupRead || setup.isEmpty()) {
      return;
    }
    setupRead = true;
    queueSizes = SetupDecoder.adminQueueSizes(setup.get());
  }
}
