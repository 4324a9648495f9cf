package org.barscope.tracer.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.tracer.state.StateHistory.Member;

/// The states of all members after some event, and what came later of the rows that had begun by
/// then: such rows may be forgotten before the checkpoint is.
final class Checkpoint {
  private final long seq;
  private final long rows;
  private final Map<Member, MemberState> states;
  private final List<Event> late = new ArrayList<>();
  private final Set<Long> lateNumbers = new HashSet<>();

  /// @param seq the event's number
  /// @param rows how many rows had begun by then
  /// @param states by member; none for a member that had not been seen
  Checkpoint(long seq, long rows, Map<Member, MemberState> states) {
    this.seq = seq;
    this.rows = rows;
    this.states = states;
  }

  long seq() {
    return seq;
  }

  long rows() {
    return rows;
  }

  /// A tracker in the state of a member.
  StateTracker tracker(Member member) {
    MemberState known = states.get(member);
    return known == null ? new StateTracker() : new StateTracker(known);
  }

  /// Takes an event after this checkpoint and before the next one.
  void accept(Event event) {
    boolean begunBefore =
        event.cause() != Event.NONE
            && (event.cause() <= seq || lateNumbers.contains(event.cause()));
    if (begunBefore && isPartOfRow(event.fact())) {
      late.add(event);
      lateNumbers.add(event.seq());
    }
  }

  /// What came later of rows that had begun by then.
  List<Event> late() {
    return List.copyOf(late);
  }

  private static boolean isPartOfRow(Fact fact) {
    return switch (fact) {
      case Fact.LegacyAccess _,
          Fact.ConfigAccess _,
          Fact.AdminSubmit _,
          Fact.AdminComplete _,
          Fact.Notify _ ->
          true;
      case Fact.Setup _,
          Fact.AccessStart _,
          Fact.Interrupt _,
          Fact.Lifecycle _,
          Fact.GuestFault _,
          Fact.Lost _,
          Fact.Unknown _ ->
          false;
    };
  }
}
