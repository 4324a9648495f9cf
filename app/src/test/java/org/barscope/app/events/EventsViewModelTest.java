package org.barscope.app.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.barscope.app.events.EventsViewModel.Emptiness;
import org.barscope.app.events.TableLine.Child;
import org.barscope.app.events.TableLine.Own;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.LiveSession.Phase;
import org.barscope.tracer.decode.RowText.Outcome;
import org.barscope.tracer.state.StateHistory.Member;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EventsViewModelTest {
  private final FakeSource source = new FakeSource();
  private final Selection selection = new Selection();
  private final Queue<Runnable> background = new ArrayDeque<>();
  private long nanoTime;
  private EventsViewModel model = model(source);

  private EventsViewModel model(FakeSource from) {
    return new EventsViewModel(from, selection, background::add, () -> nanoTime);
  }

  private void refresh() {
    model.refresh();
    for (Runnable task = background.poll(); task != null; task = background.poll()) {
      task.run();
    }
    model.refresh();
  }

  private Own row(long line) {
    return assertInstanceOf(Own.class, model.line(line));
  }

  private List<String> numbers() {
    List<String> numbers = new ArrayList<>();
    for (long line = model.firstLine().get(); line < model.endLine().get(); line++) {
      numbers.add(model.line(line) instanceof Own own ? own.number() : "└");
    }
    return numbers;
  }

  @Nested
  class Rows {
    @Test
    void saysWhatAWriteWrote() {
      source.write(1, 8, "a3f20100");
      refresh();
      Own own = row(0);
      assertEquals("0", own.number());
      assertEquals("0.000 000", own.time());
      assertEquals("1", own.member());
      assertEquals("W32", own.text().tag());
      assertEquals("QueuePfn", own.text().place());
      assertEquals("@8", own.text().offset());
      assertEquals("0x1f2a3", own.text().value());
      assertEquals(Outcome.OK, own.text().outcome());
      assertEquals(1000, own.text().roundTrip());
    }

    @Test
    void groupsNumbersAndGivesTheTimeSinceTheRowAbove() {
      for (int i = 0; i < 1205; i++) {
        source.interrupt(1);
      }
      refresh();
      assertEquals("", row(0).delta());
      assertEquals("1,204", row(1204).number());
      assertEquals("1.0 µs", row(1204).delta());
    }

    @Test
    void showsTheErrnoOfAFailedRead() {
      source.failingRead(3, 18, 1, 5);
      refresh();
      assertEquals(Outcome.FAILED, row(0).text().outcome());
      assertEquals("EIO", row(0).text().result());
      assertEquals("guest saw 0xff", row(0).text().value());
    }

    @Test
    void marksTheStatusBitsThatAreNew() {
      source.write(1, 18, "01");
      source.read(2, 18, "07");
      source.read(1, 18, "01");
      source.write(1, 18, "03");
      source.write(1, 18, "07");
      refresh();
      assertTrue(row(0).fresh().isEmpty());
      assertEquals("DRIVER", fresh(row(3)));
      assertEquals("DRIVER_OK", fresh(row(4)));
    }

    private String fresh(Own own) {
      return own.text().value().substring(own.fresh().from(), own.fresh().to());
    }

    @Test
    void letsAnOpenRowGetOlderWhileNothingElseHappens() {
      source.time = 5_000_000;
      source.beginRead(3, 18, 1);
      refresh();
      assertEquals("0 ms", row(0).age());
      nanoTime += 340_000_000;
      refresh();
      assertEquals("340 ms", row(0).age());
      assertEquals(TableLine.Lateness.NONE, row(0).lateness());
      nanoTime += 4_000_000_000L;
      refresh();
      assertEquals("4 s", row(0).age());
      assertEquals(TableLine.Lateness.LATE, row(0).lateness());
    }

    @Test
    void stopsToCountWhenTheRecordingHasEnded() {
      source.beginRead(3, 18, 1);
      source.time += 3_000_000_000L;
      source.interrupt(1);
      source.phase = Phase.ENDED;
      nanoTime += 60_000_000_000L;
      refresh();
      assertEquals("3 s", row(0).age());
    }
  }

  @Nested
  class Following {
    @Test
    void countsNewRowsOnlyAfterItHasStopped() {
      fill(10);
      assertEquals(0, model.newRows().get());
      model.select(4);
      fill(1204);
      assertFalse(selection.following().get());
      assertEquals(1204, model.newRows().get());
    }

    @Test
    void doesNotCountWhatWasInSight() {
      fill(10);
      model.select(4);
      fill(20);
      model.seen(24);
      assertEquals(5, model.newRows().get());
    }

    @Test
    void goesBackToTheEndAndSelectsNothing() {
      fill(10);
      model.select(4);
      fill(5);
      model.toEnd();
      assertTrue(selection.following().get());
      assertEquals(Selection.NONE, selection.row().get());
      assertEquals(0, model.newRows().get());
    }

    @Test
    void selectsTheLastRowOfARecordingThatHasEnded() {
      fill(10);
      model.select(4);
      source.phase = Phase.ENDED;
      model.toEnd();
      assertEquals(9, selection.row().get());
      assertFalse(selection.following().get());
    }

    @Test
    void startsAtTheFrontOfACapture() {
      FakeSource capture = new FakeSource();
      capture.live = false;
      capture.phase = Phase.LOADING;
      model = model(capture);
      capture.interrupt(1);
      refresh();
      assertFalse(selection.following().get());
      assertEquals(0, model.newRows().get());
    }
  }

  @Nested
  class Expansion {
    @Test
    void putsWhatARowCausedUnderIt() {
      source.write(1, 8, "a3f20100");
      source.doorbell(1, 2);
      source.probe(2, false);
      refresh();
      model.toggle(2);
      model.toggle(1);
      model.toggle(0);
      assertEquals(7, model.endLine().get());
      assertEquals("COMMON_CFG_WRITE off 8 len 4 → OK", child(1).line().text());
      assertEquals("+0 ns", child(1).delta());
      assertTrue(child(1).last());
      assertEquals("doorbell queue 2 in BAR 4 at 0x3000", child(3).line().text());
      assertEquals("VF has no BAR0: length 64", child(5).line().text());
      assertEquals(Outcome.FAILED, child(5).line().outcome());
      assertFalse(child(5).last());
      model.toggle(3);
      assertEquals(6, model.endLine().get());
    }

    private Child child(long line) {
      return assertInstanceOf(Child.class, model.line(line));
    }

    @Test
    void doesNothingForARowWithoutChildren() {
      source.interrupt(1);
      refresh();
      model.toggle(0);
      assertEquals(1, model.endLine().get());
      assertTrue(selection.following().get());
    }

    @Test
    void stopsToFollow() {
      source.write(1, 8, "a3f20100");
      refresh();
      model.toggle(0);
      assertFalse(selection.following().get());
    }

    @Test
    void keepsTheSelectedRowWhenOneAboveIsExpanded() {
      for (int i = 0; i < 5; i++) {
        source.write(1, 8, "a3f20100");
      }
      refresh();
      model.select(4);
      model.toggle(1);
      assertEquals(5, model.selectedLine().get());
      assertEquals(4, selection.row().get());
    }

    @Test
    void selectsTheRowWithItsChildAndTheRowAloneAfterItIsCollapsed() {
      source.write(2, 8, "a3f20100");
      source.write(2, 8, "a3f20100");
      refresh();
      model.toggle(1);
      model.select(2);
      assertEquals(1, selection.row().get());
      assertEquals(new Member(0, 2), selection.member().get());
      assertEquals(2, model.selectedLine().get());
      model.toggle(2);
      assertEquals(1, model.selectedLine().get());
    }

    @Test
    void growsWithTheChildrenOfAnOpenRow() {
      long access = source.beginRead(1, 18, 1);
      refresh();
      model.toggle(0);
      assertEquals(2, model.endLine().get());
      assertEquals(Outcome.OPEN, child(1).line().outcome());
      source.end(access, "07", 0);
      refresh();
      assertEquals(Outcome.OK, child(1).line().outcome());
      assertEquals(Outcome.OK, row(0).text().outcome());
    }
  }

  @Nested
  class Filter {
    @Test
    void wantsEveryWordSomewhereInTheRow() {
      source.write(1, 8, "a3f20100");
      source.read(1, 8, "00000000");
      source.write(12, 8, "a3f20100");
      source.failingRead(1, 18, 1, 22);
      source.doorbell(1, 0);
      filter("vf1 QUEUEPFN");
      assertEquals(List.of("0", "1"), numbers());
      filter("common_cfg_write");
      assertEquals(List.of("0", "2"), numbers());
      filter("einval");
      assertEquals(List.of("3"), numbers());
      filter("notify");
      assertEquals(List.of("4"), numbers());
      filter("vf1 -read -notify");
      assertEquals(List.of("0"), numbers());
      filter(" - ");
      assertEquals(5, numbers().size());
    }

    @Test
    void growsLive() {
      source.write(1, 8, "a3f20100");
      filter("write");
      source.interrupt(1);
      source.write(2, 8, "a3f20100");
      refresh();
      assertEquals(List.of("0", "2"), numbers());
      assertEquals("2 of 3", model.countText().get());
      assertEquals("3.0 µs", row(1).delta());
    }

    @Test
    void looksAgainAtARowThatHadNotEnded() {
      long access = source.beginRead(1, 18, 1);
      source.interrupt(1);
      filter("-interrupt -eio");
      assertEquals(List.of("0"), numbers());
      source.write(1, 8, "a3f20100");
      refresh();
      source.end(access, "", 5);
      refresh();
      assertEquals(List.of("2"), numbers());
      filter("eio");
      assertEquals(List.of("0"), numbers());
    }

    @Test
    void findsARowLateAndKeepsTheSelection() {
      long access = source.beginRead(1, 18, 1);
      source.write(1, 18, "07");
      filter("driver_ok");
      model.select(0);
      assertEquals(1, selection.row().get());
      source.end(access, "07", 0);
      refresh();
      assertEquals(List.of("0", "1"), numbers());
      assertEquals(1, model.selectedLine().get());
    }

    @Test
    void saysHowFarItIsAndThatNothingMatches() {
      source.interrupt(1);
      source.interrupt(1);
      model.refresh();
      model.filter().set("nothing like this");
      assertEquals(Emptiness.LOOKING, model.emptiness().get());
      assertEquals("0 of 2 · 0 %", model.countText().get());
      refresh();
      assertEquals(Emptiness.NO_MATCH, model.emptiness().get());
      assertEquals("0 of 2", model.countText().get());
      model.filter().set("");
      assertEquals(Emptiness.NONE, model.emptiness().get());
      assertEquals("2 rows", model.countText().get());
    }

    @Test
    void expandsMatchesAndForgetsNothingWhenItIsCleared() {
      for (int i = 0; i < 4; i++) {
        source.interrupt(1);
        source.write(1, 8, "a3f20100");
      }
      filter("write");
      model.toggle(1);
      assertEquals(List.of("1", "3", "└", "5", "7"), numbers());
      model.select(3);
      assertEquals(5, selection.row().get());
      filter("");
      assertEquals(List.of("0", "1", "2", "3", "└", "4", "5", "6", "7"), numbers());
      assertEquals(6, model.selectedLine().get());
      assertEquals(6, model.wantedLine().get());
    }

    @Test
    void countsOnlyNewRowsThatMatch() {
      fill(3);
      model.select(0);
      source.write(1, 8, "a3f20100");
      fill(3);
      filter("write");
      assertEquals(1, model.newRows().get());
    }

    private void filter(String text) {
      model.filter().set(text);
      refresh();
    }
  }

  @Nested
  class Forgetting {
    @Test
    void keepsLineNumbersAndSelectionWhenRowsDisappearAtTheFront() {
      FakeSource small = new FakeSource(1 << 20);
      model = model(small);
      for (int i = 0; i < 8000; i++) {
        small.write(1, 8, "a3f20100");
      }
      refresh();
      model.toggle(5000);
      model.select(5003);
      for (int i = 0; i < 8000; i++) {
        small.write(1, 8, "a3f20100");
      }
      refresh();
      assertTrue(model.firstLine().get() > 0);
      assertEquals(5003, model.selectedLine().get());
      assertEquals(5002, selection.row().get());
      assertEquals("15,999", row(model.endLine().get() - 1).number());
      assertEquals("", row(model.firstLine().get()).delta());
    }

    @Test
    void listsOnlyMatchesThatAreStillThere() {
      FakeSource small = new FakeSource(1 << 20);
      model = model(small);
      model.filter().set("vf2");
      for (int i = 0; i < 16_000; i++) {
        small.write(1 + i % 2, 8, "a3f20100");
        if (i % 1000 == 0) {
          refresh();
        }
      }
      refresh();
      long first = small.rows().firstRow();
      assertTrue(first > 0);
      long matches = model.endLine().get() - model.firstLine().get();
      assertEquals((16_000 - first) / 2, matches);
      assertEquals("15,999", row(model.endLine().get() - 1).number());
    }

    @Test
    void showsNothingForALineThatWasForgottenAMomentAgo() {
      FakeSource small = new FakeSource(1 << 20);
      model = model(small);
      small.interrupt(1);
      refresh();
      for (int i = 0; i < 16_000; i++) {
        small.write(1, 8, "a3f20100");
      }
      assertInstanceOf(TableLine.Gone.class, model.line(0));
    }
  }

  @Nested
  class SharedSelection {
    @Test
    void wantsToShowARowThatIsSelectedElsewhere() {
      fill(100);
      selection.select(50, new Member(0, 1));
      assertEquals(50, model.selectedLine().get());
      assertEquals(50, model.wantedLine().get());
    }

    @Test
    void showsARowThatIsToBeRevealedWithoutSelectingIt() {
      fill(100);
      selection.revealed().set(70);
      assertEquals(70, model.wantedLine().get());
      assertEquals(Selection.NONE, selection.row().get());
      assertEquals(Selection.NONE, selection.revealed().get());
      assertFalse(selection.following().get());
    }
  }

  private void fill(int rows) {
    for (int i = 0; i < rows; i++) {
      source.interrupt(1);
    }
    refresh();
  }
}
