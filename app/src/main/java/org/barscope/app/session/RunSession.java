package org.barscope.app.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.barscope.engine.Engine;
import org.barscope.engine.EngineOptions;
import org.barscope.engine.port.Scheduler.Strand;
import org.barscope.tracer.replay.Cast;
import org.barscope.tracer.replay.Pace;
import org.jspecify.annotations.Nullable;

/// One run of recorded guests: an engine, a strand for each guest, and a thread that hands the
/// events on.
///
/// As fast as possible means the deterministic scheduler, on whose virtual clock every step keeps
/// its recorded time; any other pace means real threads.
public final class RunSession {
  private static final int BATCH = 4096;
  private static final long IDLE_NANOS = 500_000;

  private final Engine engine;
  private final List<Cast.Player> players = new ArrayList<>();
  private final Outlet outlet;
  private volatile boolean ended;
  private volatile boolean stopped;
  private @Nullable RuntimeException failure;

  /// Starts the engine; nothing plays yet.
  ///
  /// @param outlet where events go, on a thread of its own
  public RunSession(Cast cast, Pace pace, Outlet outlet) {
    this.engine =
        Engine.start(
            cast.topology(), pace.isMax() ? EngineOptions.DETERMINISTIC : EngineOptions.LIVE);
    this.outlet = outlet;
    for (Cast.Role role : cast.roles()) {
      players.add(cast.player(role, engine, pace, false));
    }
  }

  /// The guests and what their answers were compared with.
  public List<Cast.Player> players() {
    return players;
  }

  /// How many events were dropped.
  public long lost() {
    return engine.lost();
  }

  /// Plays every guest to its end, or until [#stop]; returns when all events are handed on.
  ///
  /// @throws RuntimeException what the outlet failed with
  public void play() {
    Thread pump = Thread.ofPlatform().name("events").start(this::pump);
    try {
      List<Strand> strands = new ArrayList<>();
      for (Cast.Player player : players) {
        strands.add(engine.scheduler().spawn("VF " + player.role().vf(), player.guest()));
      }
      for (Strand strand : strands) {
        strand.join();
      }
    } finally {
      engine.close();
      ended = true;
      joinUninterrupted(pump);
    }
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }

  /// Ends the play soon. Any thread.
  public void stop() {
    stopped = true;
    players.forEach(player -> player.guest().stop());
  }

  /// Whether [#stop] was called.
  public boolean stopped() {
    return stopped;
  }

  /// The engine waits for a full ring, so the events are taken even when nobody wants them any
  /// more.
  private void pump() {
    boolean last = false;
    while (true) {
      int count =
          engine.drain(
              event -> {
                if (failure == null) {
                  deliver(() -> outlet.accept(event));
                }
              },
              BATCH);
      if (count > 0) {
        continue;
      }
      if (failure == null) {
        deliver(outlet::idle);
      }
      if (last) {
        return;
      }
      last = ended;
      if (!last) {
        LockSupport.parkNanos(this, IDLE_NANOS);
      }
    }
  }

  private void deliver(Runnable delivery) {
    try {
      delivery.run();
    } catch (RuntimeException thrown) {
      failure = thrown;
      stop();
    }
  }

  private static void joinUninterrupted(Thread thread) {
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
