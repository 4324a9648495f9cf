package org.barscope.app.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.barscope.engine.Engine;
import org.barscope.engine.EngineOptions;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.EventSink;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.Scheduler.Strand;
import org.barscope.tracer.capture.CaptureWriteException;
import org.barscope.tracer.capture.RowStore;
import org.barscope.tracer.replay.Cast;
import org.barscope.tracer.replay.Pace;
import org.barscope.tracer.state.StateHistory;
import org.jspecify.annotations.Nullable;

/// What a window looks at: the rows of a recording, live or from a file, and the state of each
/// member.
///
/// The engine never waits for it: what does not fit into the ring is counted as lost. Every method
/// but the constructors may be called from any thread; the window polls.
public final class LiveSession implements AutoCloseable {
  private static final int BATCH = 4096;
  private static final int RING = 1 << 17;
  private static final long IDLE_NANOS = 2_000_000;
  private static final long MOST_BYTES = 256L << 20;

  private final RowStore rows = new RowStore(MOST_BYTES);
  private final StateHistory history = new StateHistory(rows);
  private final String title;
  private final Supplier<String> verdict;
  private final AtomicReference<Phase> phase;
  private final List<Cast.Player> players = new ArrayList<>();
  private @Nullable Outlet also;
  private final @Nullable Engine engine;
  private final @Nullable Thread pump;
  private final @Nullable Thread conductor;
  private volatile String problem = "";
  private volatile String setup = "";
  private final AtomicLong lostInFile = new AtomicLong();
  private volatile boolean ended;

  /// What a session is doing.
  public enum Phase {
    /// A capture is being read.
    LOADING,
    /// Guests play.
    RUNNING,
    /// Guests are held.
    PAUSED,
    /// Nothing more will come.
    ENDED
  }

  /// Reads a recording from somewhere and hands its events on, until it ends or is interrupted.
  @FunctionalInterface
  public interface Source {
    /// Reads to the end.
    ///
    /// @return what was wrong, as one line; empty if nothing was
    String read(EventSink sink);
  }

  /// What live guests play.
  ///
  /// @param title what it is called
  /// @param looping whether each guest starts over when its trace ends
  /// @param problem what is known to be wrong with it, as one line; empty if nothing is
  public record Play(String title, Cast cast, Pace pace, boolean looping, String problem) {}

  private LiveSession(Play play, @Nullable Outlet also, Supplier<String> verdict) {
    this.title = play.title();
    this.verdict = verdict;
    this.problem = play.problem();
    this.also = also;
    Cast cast = play.cast();
    this.phase = new AtomicReference<>(Phase.RUNNING);
    Engine started = Engine.start(cast.topology(), new EngineOptions(false, true, RING, true));
    this.engine = started;
    for (Cast.Role role : cast.roles()) {
      players.add(cast.player(role, started, play.pace(), play.looping()));
    }
    this.pump = Thread.ofPlatform().name("events").daemon().start(() -> pump(started));
    this.conductor = Thread.ofPlatform().name("guests").daemon().start(() -> conduct(started));
  }

  private LiveSession(String title, Source source, Supplier<String> verdict) {
    this.title = title;
    this.verdict = verdict;
    this.also = null;
    this.phase = new AtomicReference<>(Phase.LOADING);
    this.engine = null;
    this.conductor = null;
    this.pump =
        Thread.ofPlatform()
            .name("loading")
            .daemon()
            .start(() -> {
              try {
                problem = source.read(this::take);
              } finally {
                phase.set(Phase.ENDED);
              }
            });
  }

  /// Guests that play on real threads.
  ///
  /// @param looping whether each starts over when its trace ends
  public static LiveSession live(String title, Cast cast, Pace pace, boolean looping) {
    return live(new Play(title, cast, pace, looping, ""), null, () -> "");
  }

  /// Guests that play on real threads, while each event is also handed on.
  ///
  /// @param also where events go besides, on the thread that stores them; when it cannot write any
  ///   more, that becomes the session's problem and the guests go on
  /// @param verdict what the end says about the whole, as one line; asked when it has ended
  public static LiveSession live(Play play, @Nullable Outlet also, Supplier<String> verdict) {
    return new LiveSession(play, also, verdict);
  }

  /// A recording that is read, as fast as it can be.
  public static LiveSession reading(String title, Source source) {
    return reading(title, source, () -> "");
  }

  /// A recording that is read, as fast as it can be.
  ///
  /// @param verdict what the recording says about the whole, as one line; asked when it is read
  public static LiveSession reading(String title, Source source, Supplier<String> verdict) {
    return new LiveSession(title, source, verdict);
  }

  /// What it shows, such as a file's name.
  public String title() {
    return title;
  }

  /// The rows so far.
  public RowStore rows() {
    return rows;
  }

  /// The state of each member at any row.
  public StateHistory history() {
    return history;
  }

  /// What it is doing.
  public Phase phase() {
    return phase.get();
  }

  /// The topology and switches as JSON; empty as long as they are not known.
  public Optional<String> setup() {
    return setup.isEmpty() ? Optional.empty() : Optional.of(setup);
  }

  /// The recorded devices that are played, in order of VF number; none for a capture.
  public List<Cast.Player> players() {
    return List.copyOf(players);
  }

  /// What went wrong, as one line; empty if nothing did.
  public String problem() {
    return problem;
  }

  /// What the end says about the whole, as one line; empty before it, or if it says nothing.
  public String verdict() {
    return phase.get() == Phase.ENDED ? verdict.get() : "";
  }

  /// How many events were dropped, here or when the capture was written.
  public long lost() {
    Engine running = engine;
    return lostInFile.get() + (running == null ? 0 : running.lost());
  }

  /// How full the event ring is, 0 to 1.
  public double fill() {
    Engine running = engine;
    return running == null ? 0 : running.fill();
  }

  /// Whether it has guests that can be held and stopped.
  public boolean isLive() {
    return engine != null;
  }

  /// Holds the guests.
  public void pause() {
    if (phase.compareAndSet(Phase.RUNNING, Phase.PAUSED)) {
      players.forEach(player -> player.guest().pause(true));
    }
  }

  /// Lets the guests go on.
  public void resume() {
    if (phase.compareAndSet(Phase.PAUSED, Phase.RUNNING)) {
      players.forEach(player -> player.guest().pause(false));
    }
  }

  /// Ends the guests; the rows stay.
  public void stop() {
    players.forEach(player -> player.guest().stop());
  }

  /// Ends everything, and waits until the last event is taken.
  @Override
  public void close() {
    stop();
    join(conductor);
    if (engine == null) {
      Thread loading = pump;
      if (loading != null) {
        loading.interrupt();
      }
    }
    join(pump);
  }

  private void conduct(Engine running) {
    try {
      List<Strand> strands = new ArrayList<>();
      for (Cast.Player player : players) {
        strands.add(running.scheduler().spawn("VF " + player.role().vf(), player.guest()));
      }
      strands.forEach(this::join);
      running.close();
    } finally {
      // or else the thread that takes the events would never end, nor would the window close
      ended = true;
      phase.set(Phase.ENDED);
    }
  }

  /// A guest that breaks ends alone; the others go on.
  private void join(Strand strand) {
    try {
      strand.join();
    } catch (IllegalStateException broken) {
      problem = "internal error: a guest ended early: " + broken.getCause();
    }
  }

  private void pump(Engine running) {
    boolean last = false;
    while (true) {
      if (running.drain(this::take, BATCH) == 0) {
        handOn(Outlet::idle);
        if (last) {
          handOn(Outlet::ended);
          return;
        }
        last = ended;
        if (!last) {
          LockSupport.parkNanos(this, IDLE_NANOS);
        }
      }
    }
  }

  private void take(Event event) {
    rows.accept(event);
    history.accept(event);
    handOn(outlet -> outlet.accept(event));
    if (event.fact() instanceof Fact.Setup fact) {
      setup = fact.json();
    } else if (event.fact() instanceof Fact.Lost fact && engine == null) {
      lostInFile.addAndGet(fact.count());
    }
  }

  private void handOn(Consumer<Outlet> what) {
    Outlet outlet = also;
    if (outlet != null) {
      try {
        what.accept(outlet);
      } catch (CaptureWriteException e) {
        also = null;
        problem =
            e.getMessage()
                + "; the file has what came before, the guests go on without it:"
                + " make room and start again";
      }
    }
  }

  private static void join(@Nullable Thread thread) {
    if (thread == null) {
      return;
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
