package org.barscope.tracer.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.barscope.engine.event.Event;
import org.barscope.tracer.capture.Row;
import org.barscope.tracer.capture.RowStore;
import org.barscope.tracer.decode.LearntMembers;
import org.barscope.tracer.decode.MemberTypes;

/// The state of every member at any row of a store: checkpoints now and then, and the rows between
/// them.
///
/// The state at a row is that of the moment when the row ended: what other rows did before counts,
/// and what they did later does not, whichever began first.
///
/// One thread adds, the one that adds to the store, after it has added there; any thread asks.
public final class StateHistory {
  private static final long CHECKPOINT_ROWS = 4096;
  private static final int FEW_MEMBERS = 16;

  private final RowStore store;
  private final Map<Member, StateTracker> trackers = new HashMap<>();
  private final Map<Integer, OwnerTracker> owners = new TreeMap<>();
  private final Deque<Checkpoint> checkpoints = new ArrayDeque<>();
  private long nextCheckpoint = CHECKPOINT_ROWS;
  private long firstRow;
  private long latest;

  private final LearntMembers members = new LearntMembers();

  /// A member of a recording.
  ///
  /// @param pf the owner, counted from 0
  /// @param vf from 1
  public record Member(int pf, int vf) implements Comparable<Member> {
    @Override
    public int compareTo(Member that) {
      return pf != that.pf ? Integer.compare(pf, that.pf) : Integer.compare(vf, that.vf);
    }
  }

  /// The states of a member around a row.
  ///
  /// @param before just before the row began
  /// @param after when the row had ended
  public record Change(MemberState before, MemberState after) {}

  /// History of the rows of a store.
  public StateHistory(RowStore store) {
    this.store = store;
  }

  /// What each member is, as far as the recording has said so.
  public MemberTypes types() {
    return members;
  }

  /// Takes the next event, which the store has already.
  public synchronized void accept(Event event) {
    latest = event.time();
    members.accept(event);
    if (event.vf() != 0) {
      trackers
          .computeIfAbsent(new Member(event.pf(), event.vf()), _ -> new StateTracker())
          .accept(event);
    }
    owners.computeIfAbsent(event.pf(), _ -> new OwnerTracker()).accept(event);
    if (!checkpoints.isEmpty()) {
      checkpoints.getLast().accept(event);
    }
    long rows = store.rowCount();
    if (rows >= nextCheckpoint) {
      // each one holds a state per member
      nextCheckpoint = rows + CHECKPOINT_ROWS * (trackers.size() > FEW_MEMBERS ? 4 : 1);
      checkpoint(event.seq(), rows);
    }
    if (store.firstRow() > firstRow) {
      forget();
    }
  }

  /// The members seen so far.
  public synchronized Set<Member> members() {
    return new TreeSet<>(trackers.keySet());
  }

  /// When the newest event happened, in nanoseconds since the start of the recording.
  public synchronized long latest() {
    return latest;
  }

  /// The owners seen so far, counted from 0.
  public synchronized Set<Integer> owners() {
    return new TreeSet<>(owners.keySet());
  }

  /// What is known about an owner's admin queue now.
  public synchronized OwnerState owner(int pf) {
    OwnerTracker tracker = owners.get(pf);
    return tracker == null ? OwnerState.UNKNOWN : tracker.state();
  }

  /// What is known about a member now.
  public synchronized MemberState now(Member member) {
    StateTracker tracker = trackers.get(member);
    return (tracker == null ? new StateTracker() : tracker).state(store.rowCount() - 1);
  }

  /// What was known about a member when a row had ended, or as far as it has come.
  ///
  /// Nothing is known at a row that the store has not got.
  public MemberState at(Member member, long row) {
    return around(member, row).after();
  }

  /// What was known about a member before a row and after it.
  public Change around(Member member, long row) {
    Optional<Row> found = store.find(row);
    if (found.isEmpty()) {
      MemberState unknown = new StateTracker().state(row);
      return new Change(unknown, unknown);
    }
    long first = found.get().first().seq();
    long last = found.get().events().getLast().seq();
    Start start = start(member, last);
    StateTracker tracker = start.tracker();
    List<Event> events = events(member, start, last);
    int next = 0;
    while (next < events.size() && events.get(next).seq() < first) {
      tracker.accept(events.get(next++));
    }
    MemberState before = tracker.state(row);
    events.subList(next, events.size()).forEach(tracker::accept);
    return new Change(before, tracker.state(row));
  }

  /// Where to replay a member from.
  ///
  /// @param tracker in its state then
  /// @param seq the last event that it has seen
  /// @param rows the row to go on with
  /// @param late events of earlier rows that it has not seen
  private record Start(StateTracker tracker, long seq, long rows, List<Event> late) {}

  private synchronized Start start(Member member, long last) {
    long kept = store.firstRow();
    for (Iterator<Checkpoint> all = checkpoints.descendingIterator(); all.hasNext(); ) {
      Checkpoint each = all.next();
      if (each.seq() <= last && each.rows() >= kept) {
        return new Start(each.tracker(member), each.seq(), each.rows(), each.late());
      }
    }
    return new Start(new StateTracker(), Event.NONE, kept, List.of());
  }

  /// The events of a member after a start and up to `last`, in order.
  private List<Event> events(Member member, Start start, long last) {
    SortedMap<Long, Event> events = new TreeMap<>();
    collect(start.late(), member, start.seq(), last, events);
    for (long index = start.rows(); index < store.rowCount(); index++) {
      Optional<Row> row = store.find(index);
      if (row.isPresent()) {
        if (row.get().first().seq() > last) {
          break;
        }
        collect(row.get().events(), member, start.seq(), last, events);
      }
    }
    return List.copyOf(events.values());
  }

  private static void collect(
      List<Event> from, Member member, long after, long last, SortedMap<Long, Event> into) {
    for (Event event : from) {
      if (event.vf() == member.vf()
          && event.pf() == member.pf()
          && event.seq() > after
          && event.seq() <= last) {
        into.put(event.seq(), event);
      }
    }
  }

  private void checkpoint(long seq, long rows) {
    Map<Member, MemberState> states = new HashMap<>();
    trackers.forEach((member, tracker) -> states.put(member, tracker.state(rows - 1)));
    checkpoints.add(new Checkpoint(seq, rows, states));
  }

  /// Lets go of checkpoints that are not needed any more, and of the rows before the first one that
  /// is: nobody knows what was before them.
  private void forget() {
    while (!checkpoints.isEmpty() && checkpoints.getFirst().rows() < store.firstRow()) {
      checkpoints.removeFirst();
    }
    if (checkpoints.isEmpty()) {
      nextCheckpoint = 0;
    } else {
      store.forgetBefore(checkpoints.getFirst().rows());
    }
    firstRow = store.firstRow();
  }
}
