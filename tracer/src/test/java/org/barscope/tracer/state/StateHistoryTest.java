package org.barscope.tracer.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.tracer.AccessStream;
import org.barscope.tracer.capture.RowStore;
import org.barscope.tracer.state.StateHistory.Member;
import org.junit.jupiter.api.Test;

class StateHistoryTest {
  private static final long ENOUGH = 64 << 20;

  private final AccessStream stream = new AccessStream();

  /// What a tracker says that has seen every event up to the row's last one.
  private static MemberState slowly(List<Event> events, RowStore store, Member member, long row) {
    long last = store.row(row).events().getLast().seq();
    StateTracker tracker = new StateTracker();
    for (Event event : events) {
      if (event.seq() <= last && event.vf() == member.vf() && event.pf() == member.pf()) {
        tracker.accept(event);
      }
    }
    return tracker.state(row);
  }

  private static StateHistory feed(RowStore store, List<Event> events) {
    StateHistory history = new StateHistory(store);
    for (Event event : events) {
      store.accept(event);
      history.accept(event);
    }
    return history;
  }

  /// Accesses of several members that overlap, some of which never end.
  private void overlapping(int steps, int members) {
    Random random = new Random(7);
    Deque<long[]> begun = new ArrayDeque<>();
    for (int step = 0; step < steps; step++) {
      int vf = 1 + random.nextInt(members);
      switch (random.nextInt(8)) {
        case 0 -> stream.notify(vf, random.nextInt(3));
        case 1 -> stream.interrupt(vf, random.nextInt(3));
        case 2 -> begun.add(new long[] {vf, stream.beginWrite(vf, 18, "07"), random.nextInt(8)});
        case 3 -> {
          if (!begun.isEmpty() && random.nextInt(20) != 0) {
            long[] open = random.nextBoolean() ? begun.removeFirst() : begun.removeLast();
            stream.endWrite((int) open[0], open[1], 24, 18, "0" + open[2]);
          }
        }
        case 4 -> stream.write(vf, 14, "0" + random.nextInt(3) + "00");
        case 5 -> stream.write(vf, 8, Bytes.ofLittle((long) random.nextInt(4), 4).toHex());
        case 6 -> stream.write(vf, 4, Bytes.ofLittle((long) random.nextInt(), 4).toHex());
        default -> stream.read(vf, 24 + random.nextInt(6), "5" + random.nextInt(10));
      }
    }
  }

  @Test
  void theStateAtEveryRowIsThatOfAllEventsUpToItsEnd() {
    overlapping(1500, 3);
    RowStore store = new RowStore(ENOUGH);
    StateHistory history = feed(store, stream.events());
    assertEquals(Set.of(new Member(0, 1), new Member(0, 2), new Member(0, 3)), history.members());
    for (long row = 0; row < store.rowCount(); row += 7) {
      for (Member member : history.members()) {
        assertEquals(slowly(stream.events(), store, member, row), history.at(member, row));
      }
    }
  }

  @Test
  void checkpointsChangeNothing() {
    overlapping(20_000, 3);
    RowStore store = new RowStore(ENOUGH);
    StateHistory history = feed(store, stream.events());
    assertTrue(store.rowCount() > 2 * 4096);
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      long row = random.nextLong(store.rowCount());
      Member member = new Member(0, 1 + random.nextInt(3));
      assertEquals(slowly(stream.events(), store, member, row), history.at(member, row));
    }
  }

  @Test
  void anAccessThatNeverEndsDoesNotKeepCheckpointsAway() {
    stream.beginRead(1, 18, 1);
    for (int i = 0; i < 20_000; i++) {
      stream.notify(2, 0);
    }
    stream.endRead(1, 0, 24, 18, "07");
    stream.notify(2, 0);
    RowStore store = new RowStore(ENOUGH);
    StateHistory history = feed(store, stream.events());
    Member stuck = new Member(0, 1);
    assertEquals(OptionalInt.empty(), history.at(stuck, 20_000).status());
    assertEquals(OptionalInt.of(7), history.at(stuck, 20_001).status());
    assertEquals(OptionalInt.of(7), history.at(stuck, 0).status(), "row 0 has ended by now");
  }

  @Test
  void rowsThatHaveNotEndedCountAsFarAsTheyCame() {
    stream.write(1, 18, "03");
    stream.beginWrite(1, 18, "07");
    RowStore store = new RowStore(ENOUGH);
    StateHistory history = feed(store, stream.events());
    assertEquals(OptionalInt.of(3), history.at(new Member(0, 1), 1).status());
  }

  @Test
  void theStateBeforeARowIsWithoutIt() {
    stream.write(1, 18, "03");
    stream.write(1, 18, "07");
    RowStore store = new RowStore(ENOUGH);
    StateHistory.Change change = feed(store, stream.events()).around(new Member(0, 1), 1);
    assertEquals(OptionalInt.of(3), change.before().status());
    assertEquals(OptionalInt.of(7), change.after().status());
  }

  @Test
  void whenOldRowsAreForgottenTheOthersKeepTheirState() {
    overlapping(100_000, 2);
    RowStore store = new RowStore(2 << 20);
    StateHistory history = feed(store, stream.events());
    assertTrue(store.firstRow() > 0, "something must have been forgotten");
    for (long row = store.firstRow(); row < store.rowCount(); row += 3989) {
      for (Member member : history.members()) {
        assertEquals(slowly(stream.events(), store, member, row), history.at(member, row));
      }
    }
  }

  @Test
  void nothingIsKnownAtARowThatIsForgotten() {
    stream.write(1, 18, "07");
    RowStore store = new RowStore(ENOUGH);
    StateHistory history = feed(store, stream.events());
    assertEquals(OptionalInt.empty(), history.at(new Member(0, 1), 99).status());
  }

  @Test
  void nowIsTheStateAfterTheLastEvent() {
    overlapping(2000, 2);
    RowStore store = new RowStore(ENOUGH);
    StateHistory history = feed(store, stream.events());
    StateTracker tracker = new StateTracker();
    stream.events().stream().filter(event -> event.vf() == 2).forEach(tracker::accept);
    assertEquals(tracker.state(store.rowCount() - 1), history.now(new Member(0, 2)));
    assertEquals(stream.events().getLast().time(), history.latest());
  }

  @Test
  void manyMembersHaveTheirStatesToo() {
    overlapping(30_000, 40);
    RowStore store = new RowStore(ENOUGH);
    StateHistory history = feed(store, stream.events());
    for (long row = 100; row < store.rowCount(); row += 5003) {
      Member member = new Member(0, 1 + (int) (row % 40));
      assertEquals(slowly(stream.events(), store, member, row), history.at(member, row));
    }
  }

  @Test
  void othersMayAskWhileOneAdds() {
    overlapping(40_000, 2);
    RowStore store = new RowStore(1 << 20);
    StateHistory history = new StateHistory(store);
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Long> asking =
        CompletableFuture.supplyAsync(() -> {
          long asked = 0;
          Random random = new Random(5);
          while (!ended.get() || asked == 0) {
            long first = store.firstRow();
            long row = first + random.nextLong(Math.max(1, store.rowCount() - first));
            MemberState state = history.at(new Member(0, 1), row);
            assertEquals(row, state.row());
            history.now(new Member(0, 2));
            asked++;
          }
          return asked;
        });
    for (Event event : stream.events()) {
      store.accept(event);
      history.accept(event);
    }
    ended.set(true);
    assertTrue(asking.join() > 0);
  }

  @Test
  void theOwnerKnowsWhatIsInFlightAndHowLongCommandsTake() {
    Fact.AdminSubmit submit = new Fact.AdminSubmit(3, 1, 1, Bytes.EMPTY, 9);
    long first = stream.add(1, Event.NONE, submit);
    long second = stream.add(2, Event.NONE, submit);
    stream.add(1, first, new Fact.AdminComplete(3, 1, 0, 0, 9, Bytes.EMPTY, 0));
    RowStore store = new RowStore(ENOUGH);
    OwnerState state = feed(store, stream.events()).owner(0);
    assertEquals(
        new OwnerState(1, 0, 1, OptionalLong.of(1000 * second), OptionalLong.of(2000)), state);
  }

  @Test
  void failedCommandsAreCounted() {
    long submit = stream.add(0, Event.NONE, new Fact.AdminSubmit(3, 1, 9, Bytes.EMPTY, 9));
    stream.add(0, submit, new Fact.AdminComplete(3, 9, 22, 5, 8, Bytes.EMPTY, 0));
    OwnerState state = feed(new RowStore(ENOUGH), stream.events()).owner(0);
    assertEquals(1, state.commands());
    assertEquals(1, state.failed());
    assertEquals(0, state.inFlight());
  }

  @Test
  void theMedianIsOfTheLastSecondOnly() {
    long time = 0;
    RowStore store = new RowStore(ENOUGH);
    StateHistory history = new StateHistory(store);
    long seq = 0;
    for (long roundTrip : new long[] {900, 900, 900, 10, 20, 30}) {
      time += seq == 6 ? 2_000_000_000L : 1000;
      Fact submit = new Fact.AdminSubmit(3, 1, 1, Bytes.EMPTY, 9);
      Fact done = new Fact.AdminComplete(3, 1, 0, 0, 9, Bytes.EMPTY, Event.NONE);
      for (Event event :
          List.of(
              new Event(seq, time, 0, 1, Event.NONE, Event.NONE, false, submit),
              new Event(seq + 1, time + roundTrip, 0, 1, seq, Event.NONE, false, done))) {
        store.accept(event);
        history.accept(event);
      }
      seq += 2;
    }
    assertEquals(OptionalLong.of(20), history.owner(0).roundTrip());
  }
}
