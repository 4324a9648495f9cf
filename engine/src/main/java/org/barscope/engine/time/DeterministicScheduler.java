package org.barscope.engine.time;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.barscope.engine.port.Scheduler;
import org.jspecify.annotations.Nullable;

/// Exactly one thread at a time, on a virtual clock that jumps when nobody can run.
///
/// A strand runs until it waits; then the baton goes to the waiter with the smallest virtual time.
/// Among equals the one that came first runs with seed 0; any other seed draws lots, and also at
/// every lock, so that each seed is one order of execution. Same input, same seed, same order.
///
/// Only strands may wait. The thread that made the scheduler waits in [Strand#join()].
public final class DeterministicScheduler implements Scheduler, AutoCloseable {
  private final @Nullable SplittableRandom lots;
  private final TaskLane.Errands errands = new TaskLane.Errands();
  private final PriorityQueue<Turn> turns = new PriorityQueue<>();
  private final Set<TaskLane> woken = new HashSet<>();
  private final Set<Worker> strands = ConcurrentHashMap.newKeySet();
  private long now;
  private long arrivals;
  private volatile @Nullable Worker running;
  private @Nullable Thread conductor;
  private volatile boolean idle = true;
  private volatile boolean closed;

  /// Where the clock stops while somebody joins, and whose end stops it too.
  private long horizon = FOREVER;

  private @Nullable Worker goal;

  /// What a task of a lane died of: nobody joins the strand that ran it.
  private volatile @Nullable Throwable unheard;

  /// @param seed 0 for first come, first served; anything else for one of many orders
  public DeterministicScheduler(long seed) {
    this.lots = seed == 0 ? null : new SplittableRandom(seed);
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public Signal signal() {
    return new VirtualSignal();
  }

  @Override
  public Mutex mutex(String name) {
    return new VirtualMutex();
  }

  @Override
  public Lane lane(String name) {
    return new TaskLane(mutex(name), lane -> wake(name, lane), errands);
  }

  @Override
  public Strand spawn(String name, Runnable body) {
    return spawn(name, body, false);
  }

  private Worker spawn(String name, Runnable body, boolean forLane) {
    Worker worker = new Worker(body, forLane);
    worker.thread = Thread.ofVirtual().name(name).unstarted(worker);
    strands.add(worker);
    schedule(worker, now);
    return worker;
  }

  /// Abandons every strand that still waits.
  @Override
  public void close() {
    closed = true;
    for (Worker worker : strands) {
      Thread thread = worker.thread;
      if (thread != null && worker.started) {
        LockSupport.unpark(thread);
      }
    }
  }

  private void wake(String name, TaskLane lane) {
    if (woken.add(lane)) {
      spawn(
          name,
          () -> {
            woken.remove(lane);
            lane.drain();
          },
          true);
    }
  }

  private void schedule(Worker worker, long time) {
    if (closed) {
      return;
    }
    long order = lots == null ? arrivals++ : lots.nextLong();
    Turn turn = new Turn(Math.max(now, time), order, worker);
    worker.turn = turn;
    turns.add(turn);
  }

  /// Gives the baton to whoever is next, if anybody is.
  private void passOn() {
    Turn next = closed ? null : due();
    if (next == null) {
      rest();
      return;
    }
    Worker worker = next.worker;
    worker.turn = null;
    now = next.time;
    running = worker;
    worker.resume();
    // closing may have ended it just before it got the baton
    if (worker.abandoned && running == worker) {
      rest();
    }
  }

  /// Takes the next turn, unless the clock would go further than whoever joins wants.
  private @Nullable Turn due() {
    Turn next = turns.peek();
    while (next != null && !next.equals(next.worker.turn)) {
      turns.poll();
      next = turns.peek();
    }
    boolean reached = goal != null && goal.ended;
    return next == null || next.time > (reached ? now : horizon) ? null : turns.poll();
  }

  /// Nobody has the baton: whoever joins may go on.
  private void rest() {
    running = null;
    idle = true;
    LockSupport.unpark(conductor);
  }

  private Worker current() {
    Worker worker = running;
    if (worker == null || !Thread.currentThread().equals(worker.thread)) {
      throw new IllegalStateException("only a strand may wait on the virtual clock");
    }
    return worker;
  }

  /// At a point where the order matters, lets the lots decide who goes on.
  private void drawLots() {
    Worker worker = running;
    if (lots != null && worker != null && Thread.currentThread().equals(worker.thread)) {
      schedule(worker, now);
      passOn();
      worker.pause();
    }
  }

  private record Turn(long time, long order, Worker worker) implements Comparable<Turn> {
    @Override
    public int compareTo(Turn that) {
      int byTime = Long.compare(time, that.time);
      return byTime != 0 ? byTime : Long.compare(order, that.order);
    }
  }

  private final class Worker implements Strand, Runnable {
    private final Runnable body;
    private final boolean forLane;
    private volatile @Nullable Thread thread;
    private @Nullable Turn turn;
    private volatile boolean started;
    private volatile boolean ended;
    private volatile boolean abandoned;
    private volatile @Nullable Throwable failure;

    Worker(Runnable body, boolean forLane) {
      this.body = body;
      this.forLane = forLane;
    }

    void resume() {
      Thread own = thread;
      if (own == null) {
        throw new IllegalStateException("a strand without a thread");
      }
      if (started) {
        LockSupport.unpark(own);
      } else {
        started = true;
        own.start();
      }
    }

    /// Waits for the baton.
    void pause() {
      while (running != this) {
        if (closed) {
          throw new Abandoned();
        }
        LockSupport.park(this);
      }
    }

    @Override
    public void run() {
      try {
        body.run();
      } catch (Abandoned end) {
        abandoned = true;
        if (running == this) {
          rest();
        }
        return;
      } catch (RuntimeException | Error thrown) {
        failure = thrown;
        if (forLane) {
          unheard = thrown;
        }
      }
      ended = true;
      strands.remove(this);
      passOn();
    }

    @Override
    public boolean join(long deadline) {
      if (!ended) {
        goal = this;
        horizon = Math.max(now, deadline);
        try {
          join();
        } finally {
          goal = null;
          horizon = FOREVER;
        }
        if (!ended && deadline != FOREVER) {
          now = Math.max(now, deadline);
        }
      }
      return ended;
    }

    @Override
    public boolean join() {
      if (running != null) {
        throw new IllegalStateException("a strand cannot join another");
      }
      conductor = Thread.currentThread();
      idle = false;
      passOn();
      while (!idle) {
        LockSupport.park(this);
      }
      Throwable thrown = failure;
      if (thrown == null) {
        thrown = unheard;
        unheard = null;
      }
      if (thrown != null) {
        throw new IllegalStateException("a strand failed", thrown);
      }
      return ended;
    }
  }

  private final class VirtualSignal implements Signal {
    private boolean raised;
    private @Nullable Worker waiter;

    @Override
    public void raise() {
      if (!raised) {
        raised = true;
        if (waiter != null) {
          schedule(waiter, now);
        }
      }
    }

    @Override
    public boolean isRaised() {
      return raised;
    }

    @Override
    public boolean await(long deadline) {
      errands.run();
      if (raised || deadline <= now) {
        return raised;
      }
      Worker worker = current();
      waiter = worker;
      if (deadline != FOREVER) {
        schedule(worker, deadline);
      }
      passOn();
      worker.pause();
      waiter = null;
      return raised;
    }
  }

  private final class VirtualMutex implements Mutex {
    private final ArrayDeque<Worker> queue = new ArrayDeque<>();
    private boolean held;
    private @Nullable Worker holder;

    @Override
    public void acquire() {
      drawLots();
      if (held) {
        Worker worker = current();
        assert holder != worker : "a mutex is not reentrant";
        queue.add(worker);
        passOn();
        worker.pause();
      } else {
        held = true;
        holder = running;
      }
    }

    @Override
    public boolean tryAcquire() {
      if (held) {
        return false;
      }
      held = true;
      holder = running;
      return true;
    }

    @Override
    public void release() {
      Worker next = queue.poll();
      holder = next;
      if (next == null) {
        held = false;
      } else {
        schedule(next, now);
      }
    }
  }

  /// Ends a strand that nobody will ever wake again.
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1;

    Abandoned() {
      super(null, null, false, false);
    }
  }
}
