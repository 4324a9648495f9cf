package org.barscope.app.shell;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.input.ScrollEvent;
import org.barscope.app.session.LiveSession;
import org.barscope.app.session.LiveSession.Phase;
import org.barscope.app.session.Outlet;
import org.barscope.app.session.RunSession;
import org.barscope.app.shell.FrameMeter.Frames;
import org.barscope.engine.event.EventSink;
import org.barscope.tracer.replay.Pace;
import org.barscope.tracer.state.StateHistory.Member;

/// Measures the window: how soon it is on screen, how smooth it is while much happens, and how
/// smooth a long table is.
public final class UiBench {
  private static final int WARM_UP_SECONDS = 3;
  private static final long SECOND = 1_000_000_000;
  private static final long POLL_NANOS = 20_000_000;
  private static final double WHEEL_PIXELS = -40;
  private static final int WHEEL_TURNS_BACK = 4096;

  private UiBench() {}

  /// What the window did under load.
  ///
  /// @param perSecond events that came each second
  /// @param mostFill how full the ring was at most, 0 to 1
  /// @param mostHeap bytes in use at most
  /// @param heap bytes in use at the end, after a collection
  public record Live(
      double perSecond,
      long events,
      long lost,
      double mostFill,
      long mostHeap,
      long heap,
      Frames frames) {}

  /// What a table of many rows did.
  ///
  /// @param scroll while the wheel turns in every frame
  /// @param jump while another row somewhere is selected in every frame
  /// @param heap bytes in use, after a collection
  public record Table(long rows, Frames scroll, Frames jump, long heap) {}

  /// Shows a window on a session until it has been painted. The session is closed then.
  public static void onScreen(LiveSession session, StartClock clock) {
    try (BenchWindow window = BenchWindow.open(session)) {
      clock.mark("window");
      window.awaitPainted();
      clock.mark("painted");
    }
  }

  /// Follows guests that together make `perSecond` events, for `seconds`.
  public static Live live(int guests, int perSecond, int seconds) {
    LiveSession session =
        LiveSession.live(
            "bench",
            UiLoad.live(guests, perSecond, seconds + 2 * WARM_UP_SECONDS),
            new Pace(1),
            false);
    try (BenchWindow window = BenchWindow.open(session)) {
      pass(WARM_UP_SECONDS, () -> {});
      Load load = new Load(session);
      Frames frames = window.measure(() -> {}, () -> pass(seconds, load::sample));
      return load.result(frames);
    }
  }

  /// What is sampled beside the frames.
  private static final class Load {
    private final LiveSession session;
    private final long start = System.nanoTime();
    private final long events;
    private double mostFill;
    private long mostHeap;

    Load(LiveSession session) {
      this.session = session;
      this.events = session.rows().eventCount();
    }

    void sample() {
      mostFill = Math.max(mostFill, session.fill());
      mostHeap = Math.max(mostHeap, heap());
    }

    Live result(Frames frames) {
      long counted = session.rows().eventCount() - events;
      double seconds = (double) (System.nanoTime() - start) / SECOND;
      long lost = session.lost();
      return new Live(
          counted / seconds, counted, lost, mostFill, mostHeap, collectedHeap(), frames);
    }
  }

  /// Scrolls and jumps in a table of `rows` rows, for `seconds` each.
  public static Table table(long rows, int seconds) {
    LiveSession session = LiveSession.reading("bench", sink -> generate(rows, sink));
    try (BenchWindow window = BenchWindow.open(session)) {
      while (session.phase() != Phase.ENDED) {
        LockSupport.parkNanos(POLL_NANOS);
      }
      pass(1, () -> {});
      Frames scroll = window.measure(new Scrolling(window), () -> pass(seconds, () -> {}));
      Frames jump = window.measure(new Jumping(window, session), () -> pass(seconds, () -> {}));
      return new Table(session.rows().rowCount(), scroll, jump, collectedHeap());
    }
  }

  private static String generate(long rows, EventSink sink) {
    Outlet outlet =
        new Outlet() {
          @Override
          public void accept(org.barscope.engine.event.Event event) {
            sink.accept(event);
          }

          @Override
          public void idle() {}
        };
    new RunSession(UiLoad.rows(rows), Pace.MAX, outlet).play();
    return "";
  }

  /// Turns the wheel down, and after a while up again.
  private static final class Scrolling implements Runnable {
    private final Node table;
    private int turns;

    Scrolling(BenchWindow window) {
      table = window.scene().lookup(".windowed-table");
    }

    @Override
    public void run() {
      double pixels = (turns++ / WHEEL_TURNS_BACK) % 2 == 0 ? WHEEL_PIXELS : -WHEEL_PIXELS;
      Event.fireEvent(
          table,
          new ScrollEvent(
              ScrollEvent.SCROLL,
              0,
              0,
              0,
              0,
              false,
              false,
              false,
              false,
              false,
              false,
              0,
              pixels,
              0,
              pixels,
              ScrollEvent.HorizontalTextScrollUnits.NONE,
              0,
              ScrollEvent.VerticalTextScrollUnits.LINES,
              3,
              0,
              null));
    }
  }

  /// Selects rows here and there: every view then shows another.
  private static final class Jumping implements Runnable {
    private final SplittableRandom random = new SplittableRandom(1);
    private final BenchWindow window;
    private final LiveSession session;

    Jumping(BenchWindow window, LiveSession session) {
      this.window = window;
      this.session = session;
    }

    @Override
    public void run() {
      long row = random.nextLong(session.rows().firstRow(), session.rows().rowCount());
      window.selection().select(row, new Member(0, 1));
    }
  }

  private static void pass(int seconds, Runnable sample) {
    long end = System.nanoTime() + seconds * SECOND;
    while (System.nanoTime() < end) {
      sample.run();
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static long heap() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long collectedHeap() {
    System.gc();
    return heap();
  }
}
