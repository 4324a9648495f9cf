package org.barscope.app.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Queue;
import org.barscope.app.navigation.Selection;
import org.barscope.tracer.state.StateHistory.Member;
import org.junit.jupiter.api.Test;

/// Going to a row, a time, the same register, and to where one has been; what is copied.
class JumpingTest {
  private final FakeSource source = new FakeSource();
  private final Selection selection = new Selection();
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final EventsViewModel model =
      new EventsViewModel(source, selection, background::add, () -> 0);

  private void refresh() {
    model.refresh();
    for (Runnable task = background.poll(); task != null; task = background.poll()) {
      task.run();
    }
    model.refresh();
  }

  private long row() {
    return selection.row().get();
  }

  /// QueuePfn of VF 1, DeviceStatus of VF 1, QueuePfn of VF 2, again and again: 2 µs each.
  private void fill(int rounds) {
    for (int i = 0; i < rounds; i++) {
      source.write(1, 8, "a3f20100");
      source.read(1, 18, "07");
      source.write(2, 8, "a3f20100");
    }
    refresh();
  }

  @Test
  void goesToARow() {
    fill(4);
    assertEquals("", model.goTo("7"));
    assertEquals(7, row());
    assertEquals(7, model.selectedLine().get());
    assertEquals(7, model.wantedLine().get());
    assertEquals(new Member(0, 1), selection.member().get());
    assertFalse(selection.following().get());
  }

  @Test
  void goesToTheFirstRowAtATime() {
    fill(4);
    assertEquals("", model.goTo("4 us"));
    assertEquals(2, row());
    assertEquals("", model.goTo("4.001 us"));
    assertEquals(3, row());
    assertEquals("", model.goTo("1 s"));
    assertEquals(11, row());
  }

  @Test
  void saysWhatWasExpected() {
    assertEquals("there are no rows yet", model.goTo("3"));
    fill(4);
    assertEquals(
        "expected a row such as 1204, or a time such as 1.5 s or 20 ms", model.goTo("there"));
    assertEquals("there are rows 0 to 11", model.goTo("12"));
    assertEquals(Selection.NONE, row());
  }

  @Test
  void goesToTheNearestRowThatTheFilterLists() {
    fill(4);
    model.filter().set("vf2");
    refresh();
    assertEquals("", model.goTo("3"));
    assertEquals(5, row());
    model.filter().set("nonsense");
    refresh();
    assertEquals("the filter lists no row", model.goTo("3"));
  }

  @Test
  void selectsTheSameRegisterOfTheSameMember() {
    fill(3);
    model.goTo("3");
    assertTrue(model.selectSame(1));
    assertEquals(6, row());
    assertFalse(model.selectSame(1));
    assertEquals(6, row());
    assertTrue(model.selectSame(-1));
    assertTrue(model.selectSame(-1));
    assertEquals(0, row());
    assertFalse(model.selectSame(-1));
  }

  @Test
  void nothingSelectedHasNoSameRegister() {
    fill(1);
    assertFalse(model.selectSame(1));
  }

  @Test
  void goesBackAndForth() {
    fill(4);
    model.goTo("2");
    model.goTo("9");
    model.goTo("5");
    selection.back();
    assertEquals(9, row());
    selection.back();
    assertEquals(2, row());
    assertEquals(new Member(0, 2), selection.member().get());
    selection.back();
    assertEquals(2, row());
    selection.forward();
    assertEquals(9, row());
    model.goTo("0");
    selection.forward();
    assertEquals(0, row());
    selection.back();
    assertEquals(9, row());
  }

  @Test
  void stepsAreNoPlacesOfTheirOwn() {
    fill(4);
    model.goTo("2");
    model.goTo("8");
    model.goTo("9");
    model.goTo("10");
    selection.back();
    assertEquals(2, row());
  }

  @Test
  void afterSelectingNothingBackGoesToTheLastPlace() {
    fill(4);
    model.goTo("2");
    model.goTo("8");
    selection.clear();
    selection.back();
    assertEquals(8, row());
  }

  @Test
  void copiesTheSelectedLineWithThoseUnderIt() {
    fill(2);
    assertEquals("", model.copyText());
    model.goTo("3");
    String own = "3\t0.000 006\t2.0 µs\t1\tW32\tQueuePfn\t@8\t0x1f2a3\t✓\t1.0 µs";
    assertEquals(own, model.copyText());
    model.toggle(3);
    String child = "\t\t+0 ns\t\t\tCOMMON_CFG_WRITE off 8 len 4 → OK\t\t\t\t1.0 µs";
    assertEquals(own + "\n" + child, model.copyText());
    model.select(4);
    assertEquals(child, model.copyText());
  }

  @Test
  void saysARowForAScreenReader() {
    source.write(3, 8, "a3f20100");
    source.lost(4);
    refresh();
    assertEquals(
        "row 0, 0.000 000 s, VF 3, W32 QueuePfn 0x1f2a3, succeeded, collapsed",
        LineText.spoken(model.line(0)));
  }

  @Test
  void anEndThatMayHaveBeenLostIsNotWaitedFor() {
    long access = source.beginRead(1, 18, 1);
    refresh();
    assertEquals("◔ 0 ms", result(0));
    source.lost(37);
    refresh();
    assertEquals("⋯ end lost", result(0));
    model.filter().set("waiting");
    refresh();
    assertEquals(0, model.endLine().get() - model.firstLine().get());
    model.filter().set("");
    source.end(access, "07", 0);
    refresh();
    assertEquals("✓", result(0));
    source.beginRead(1, 18, 1);
    refresh();
    assertEquals("◔ 0 ms", result(2));
  }

  private String result(long line) {
    return LineText.result((TableLine.Own) model.line(line));
  }

  @Test
  void anExpandedMatchThatIsForgottenMovesNothing() {
    fill(4);
    model.filter().set("queuepfn");
    refresh();
    model.toggle(0); // rows 0, child, 2, 3, 5, …
    assertEquals("3", ((TableLine.Own) model.line(3)).number());
    source.rows().forgetBefore(2);
    refresh();
    assertEquals(2, model.firstLine().get());
    assertEquals("3", ((TableLine.Own) model.line(3)).number());
    model.toggle(3);
    assertEquals("2", ((TableLine.Own) model.line(2)).number());
    assertEquals("5", ((TableLine.Own) model.line(5)).number());
  }

  @Test
  void anExpandedRowThatIsForgottenMovesNothing() {
    fill(4);
    model.toggle(0);
    source.rows().forgetBefore(2);
    refresh();
    model.toggle(model.firstLine().get());
    assertEquals(3, model.firstLine().get());
    assertEquals("2", ((TableLine.Own) model.line(3)).number());
    assertEquals("3", ((TableLine.Own) model.line(5)).number());
  }
}
