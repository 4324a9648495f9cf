package org.barscope.tracer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.tracer.AccessStream;
import org.barscope.tracer.RandomEvents;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RowStoreTest {
  private static final long ENOUGH = 64 << 20;

  private final AccessStream stream = new AccessStream();

  private static RowStore store(long mostBytes, List<Event> events) {
    RowStore store = new RowStore(mostBytes);
    events.forEach(store::accept);
    return store;
  }

  private static List<Long> numbers(Row row) {
    return row.events().stream().map(Event::seq).toList();
  }

  @Test
  void anAccessIsOneRowWithEverythingItCaused() {
    long begin = stream.beginWrite(1, 8, "a3f20100");
    long submit = stream.add(1, begin, new Fact.AdminSubmit(2, 1, 1, Bytes.hex("0200"), 8));
    stream.add(1, submit, new Fact.AdminComplete(2, 1, 0, 0, 8, Bytes.EMPTY, 0));
    stream.endWrite(1, begin, 24, 8, "a3f20100");
    RowStore store = store(ENOUGH, stream.events());
    assertEquals(1, store.rowCount());
    assertEquals(4, store.eventCount());
    assertEquals(new Row(0, stream.events(), false), store.row(0));
  }

  @Test
  void rowsOfSeveralMembersDoNotMix() {
    long one = stream.beginRead(1, 18, 1);
    long two = stream.beginRead(2, 18, 1);
    stream.endRead(2, two, 24, 18, "07");
    stream.endRead(1, one, 24, 18, "03");
    RowStore store = store(ENOUGH, stream.events());
    assertEquals(List.of(0L, 3L), numbers(store.row(0)));
    assertEquals(List.of(1L, 2L), numbers(store.row(1)));
  }

  @Test
  void aCommandWithoutAnAccessIsARow() {
    long submit = stream.add(0, Event.NONE, new Fact.AdminSubmit(0, 1, 0, Bytes.EMPTY, 16));
    RowStore store = store(ENOUGH, stream.events());
    assertTrue(store.row(0).open());
    stream.add(0, submit, new Fact.AdminComplete(0, 0, 0, 0, 16, Bytes.EMPTY, 0));
    store.accept(stream.events().getLast());
    assertEquals(new Row(0, stream.events(), false), store.row(0));
  }

  @Test
  void theEndOfWhatWasNotSeenIsARowOfItsOwn() {
    stream.endRead(1, 99, 24, 18, "07");
    RowStore store = store(ENOUGH, stream.events());
    assertEquals(new Row(0, stream.events(), false), store.row(0));
  }

  @Test
  void anOpenRowIsThereFromItsBeginning() {
    stream.beginRead(1, 18, 1);
    stream.notify(2, 0);
    RowStore store = store(ENOUGH, stream.events());
    assertTrue(store.row(0).open());
    assertFalse(store.row(1).open());
    assertEquals(List.of(store.row(0)), store.openRows());
  }

  @Test
  void refusesRowsThatAreNotThere() {
    stream.notify(1, 0);
    RowStore store = store(ENOUGH, stream.events());
    assertThrows(IndexOutOfBoundsException.class, () -> store.row(1));
    assertThrows(IndexOutOfBoundsException.class, () -> store.row(-1));
    assertEquals(Optional.empty(), store.find(1));
  }

  @Test
  void everyEventComesBackAsItWas() {
    List<Event> events = RandomEvents.of(11, 20_000);
    RowStore store = store(ENOUGH, events);
    List<Event> back = new ArrayList<>();
    for (long row = 0; row < store.rowCount(); row++) {
      back.addAll(store.row(row).events());
    }
    back.sort(Comparator.comparingLong(Event::seq));
    assertEquals(events, back);
  }

  @Nested
  class WhenItIsFull {
    private RowStore full() {
      for (int i = 0; i < 60_000; i++) {
        stream.read(1 + i % 3, 18, "07");
      }
      return store(1 << 20, stream.events());
    }

    @Test
    void theOldestRowsAreForgottenAndNumbersStay() {
      RowStore store = full();
      assertEquals(60_000, store.rowCount());
      assertTrue(store.firstRow() > 0);
      assertTrue(store.byteCount() <= 1 << 20);
      assertEquals(Optional.empty(), store.find(store.firstRow() - 1));
      for (long row = store.firstRow(); row < store.rowCount(); row += 101) {
        assertEquals(List.of(2 * row, 2 * row + 1), numbers(store.row(row)));
      }
    }

    @Test
    void anOpenRowOutlivesThat() {
      long begin = stream.beginRead(7, 18, 1);
      RowStore store = full();
      assertTrue(store.firstRow() > 0);
      assertEquals(List.of(begin), numbers(store.openRows().getFirst()));
      assertTrue(store.row(0).open());
    }

    @Test
    void theEndOfSuchARowIsKept() {
      long begin = stream.beginRead(7, 18, 1);
      RowStore store = full();
      stream.endRead(7, begin, 24, 18, "07");
      store.accept(stream.events().getLast());
      assertTrue(store.openRows().isEmpty());
      assertEquals(Optional.empty(), store.find(0));
      assertEquals(List.of(120_001L), numbers(store.row(store.rowCount() - 1)));
    }

    @Test
    void rowsCanBeForgottenBeforeTheirTime() {
      RowStore store = full();
      long first = store.firstRow() + 500;
      store.forgetBefore(first);
      assertEquals(first, store.firstRow());
      assertEquals(Optional.empty(), store.find(first - 1));
      assertEquals(List.of(2 * first, 2 * first + 1), numbers(store.row(first)));
      store.forgetBefore(3);
      assertEquals(first, store.firstRow());
    }

    @Test
    void allRowsCanBeForgotten() {
      RowStore store = full();
      store.forgetBefore(Long.MAX_VALUE);
      assertEquals(store.rowCount(), store.firstRow());
      stream.notify(1, 0);
      store.accept(stream.events().getLast());
      assertEquals(List.of(120_000L), numbers(store.row(60_000)));
    }

    @Test
    void openRowsThatOutliveTheirTimeAreNotEndless() {
      for (int i = 0; i < 6000; i++) {
        stream.beginRead(7, 18, 1);
      }
      assertTrue(full().openRows().size() <= 4096);
    }
  }

  @Test
  void anyThreadReadsWhileOneAdds() {
    for (int i = 0; i < 60_000; i++) {
      stream.read(1, 18, "07");
    }
    RowStore store = new RowStore(1 << 20);
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(() -> {
          while (!ended.get()) {
            long last = store.rowCount() - 1;
            store.find(last).ifPresent(row -> assertEquals(2 * last, row.first().seq()));
          }
        });
    stream.events().forEach(store::accept);
    ended.set(true);
    reading.join();
    assertEquals(60_000, store.rowCount());
  }
}
