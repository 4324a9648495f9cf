package org.barscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.LiveSession;
import org.barscope.app.session.LiveSession.Phase;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.tracer.state.StateHistory.Member;
import org.junit.jupiter.api.Test;

class ShellViewModelTest {
  private final Selection selection = new Selection();
  private long now;

  private ShellViewModel model(LiveSession session) {
    return new ShellViewModel(session, selection, () -> now);
  }

  /// A capture whose reading has come to an end.
  private static LiveSession read(String problem, Event... events) {
    LiveSession session =
        LiveSession.reading(
            "a.pcapng",
            sink -> {
              List.of(events).forEach(sink::accept);
              return problem;
            });
    until(session, Phase.ENDED);
    return session;
  }

  private static Event lost(long seq, long count) {
    return new Event(
        seq, 0, 0, 1, Event.NONE, Event.NONE, false, new Fact.Lost(count, "a full ring"));
  }

  @Test
  void saysWhatIsInACapture() {
    ShellViewModel model = model(read("", lost(1, 1200), lost(2, 34)));
    assertEquals("■ capture", model.state().get());
    assertEquals("2 events", model.events().get());
    assertEquals("", model.rate().get());
    assertEquals("1,234 lost", model.lost().get());
    assertTrue(model.losing().get());
    assertEquals("", model.memory().get());
    assertEquals("", model.problem().get());
    assertFalse(model.isLive());
  }

  @Test
  void saysWhatIsWrongWithACapture() {
    ShellViewModel model = model(read("cut off at 0x1c0, inside a block"));
    assertEquals("cut off at 0x1c0, inside a block", model.problem().get());
    assertEquals("0 events", model.events().get());
    assertEquals("0 lost", model.lost().get());
    assertFalse(model.losing().get());
  }

  @Test
  void countsWhileACaptureIsRead() {
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch rest = new CountDownLatch(1);
    LiveSession session =
        LiveSession.reading(
            "a.pcapng",
            sink -> {
              sink.accept(lost(1, 1));
              half.countDown();
              await(rest);
              return "";
            });
    ShellViewModel model = model(session);
    await(half);
    now = 1_000_000_000;
    model.refresh();
    assertEquals("◔ reading", model.state().get());
    assertEquals("1 /s", model.rate().get());
    assertEquals("1 event", model.events().get());
    rest.countDown();
    until(session, Phase.ENDED);
  }

  @Test
  void pausesAndResumesAndStopsGuests() {
    try (LiveSession session = Samples.demo(1)) {
      ShellViewModel model = model(session);
      assertEquals("● live", model.state().get());
      assertEquals("ring 0 %", model.memory().get());
      model.pauseOrResume();
      assertEquals("❚❚ paused", model.state().get());
      assertEquals(Phase.PAUSED, session.phase());
      model.pauseOrResume();
      assertEquals("● live", model.state().get());
      model.stop();
      until(session, Phase.ENDED);
      model.refresh();
      assertEquals("■ ended", model.state().get());
      model.pauseOrResume();
      assertEquals(Phase.ENDED, session.phase());
    }
  }

  @Test
  void ratesAreOfTheLastHalfSecondOrMore() {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    LiveSession session =
        LiveSession.reading(
            "a.pcapng",
            sink -> {
              await(go);
              for (int seq = 1; seq <= 3000; seq++) {
                sink.accept(lost(seq, 0));
              }
              gone.countDown();
              await(end);
              return "";
            });
    ShellViewModel model = model(session);
    go.countDown();
    await(gone);
    now = 499_999_999;
    model.refresh();
    assertEquals("0 /s", model.rate().get());
    assertEquals("3,000 events", model.events().get());
    now = 600_000_000;
    model.refresh();
    assertEquals("5,000 /s", model.rate().get());
    end.countDown();
    until(session, Phase.ENDED);
  }

  @Test
  void namesTheSelectedMemberAndRow() {
    ShellViewModel model = model(read(""));
    assertEquals("VF 1", model.place().get());
    selection.select(1203, new Member(0, 3));
    model.refresh();
    assertEquals("VF 3  ·  row 1,203", model.place().get());
  }

  @Test
  void answersUntilAnotherRowIsSelected() {
    ShellViewModel model = model(read(""));
    selection.select(5, new Member(0, 3));
    model.answer("no later access to this");
    assertEquals("VF 3  ·  row 5  ·  no later access to this", model.place().get());
    model.refresh();
    assertEquals("VF 3  ·  row 5  ·  no later access to this", model.place().get());
    selection.select(6, new Member(0, 3));
    model.refresh();
    assertEquals("VF 3  ·  row 6", model.place().get());
    selection.select(5, new Member(0, 3));
    model.refresh();
    assertEquals("VF 3  ·  row 5", model.place().get());
  }

  private static void until(LiveSession session, Phase phase) {
    while (session.phase() != phase) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
