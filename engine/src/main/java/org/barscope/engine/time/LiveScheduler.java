package org.barscope.engine.time;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.barscope.engine.port.Scheduler;
import org.jspecify.annotations.Nullable;

/// Real threads and the system clock.
public final class LiveScheduler implements Scheduler, AutoCloseable {
  private final long start = System.nanoTime();
  private final TaskLane.Errands errands = new TaskLane.Errands();
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("lane-", 0).factory());
  private final Set<TaskLane> woken = ConcurrentHashMap.newKeySet();

  /// What a task of a lane died of: nobody joins the thread that ran it.
  private final AtomicReference<@Nullable Throwable> unheard = new AtomicReference<>();

  @Override
  public long now() {
    return System.nanoTime() - start;
  }

  @Override
  public Signal signal() {
    return new LiveSignal();
  }

  @Override
  public Mutex mutex(String name) {
    return new LiveMutex();
  }

  @Override
  public Lane lane(String name) {
    return new TaskLane(mutex(name), this::wake, errands);
  }

  @Override
  public Strand spawn(String name, Runnable body) {
    LiveStrand strand = new LiveStrand(body);
    strand.thread = Thread.ofPlatform().name(name).daemon().start(strand);
    return strand;
  }

  /// Stops the workers of all lanes; tasks that run end first.
  @Override
  public void close() {
    workers.close();
  }

  private void wake(TaskLane lane) {
    if (woken.add(lane)) {
      try {
        workers.execute(() -> drain(lane));
      } catch (RejectedExecutionException closed) {
        // nobody else is left: who posted runs it, when it next waits
        woken.remove(lane);
        errands.add(lane);
      }
    }
  }

  private void drain(TaskLane lane) {
    woken.remove(lane);
    try {
      lane.drain();
    } catch (RuntimeException | Error thrown) {
      unheard.set(thrown);
      throw thrown;
    }
  }

  /// Throws what a strand died of, or else what a task died of.
  private void hear(@Nullable Throwable failure) {
    Throwable thrown = failure == null ? unheard.getAndSet(null) : failure;
    if (thrown != null) {
      throw new IllegalStateException("a strand failed", thrown);
    }
  }

  private final class LiveSignal implements Signal {
    private volatile boolean raised;
    private volatile @Nullable Thread waiter;

    @Override
    public void raise() {
      raised = true;
      Thread thread = waiter;
      if (thread != null) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public boolean isRaised() {
      return raised;
    }

    @Override
    public boolean await(long deadline) {
      errands.run();
      if (raised) {
        return true;
      }
      waiter = Thread.currentThread();
      while (!raised) {
        if (deadline == FOREVER) {
          LockSupport.park(this);
        } else {
          long left = deadline - now();
          if (left <= 0) {
            break;
          }
          LockSupport.parkNanos(this, left);
        }
      }
      waiter = null;
      return raised;
    }
  }

  private static final class LiveMutex implements Mutex {
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public void acquire() {
      lock.lock();
      assert lock.getHoldCount() == 1 : "a mutex is not reentrant";
    }

    @Override
    public boolean tryAcquire() {
      return !lock.isHeldByCurrentThread() && lock.tryLock();
    }

    @Override
    public void release() {
      lock.unlock();
    }
  }

  private final class LiveStrand implements Strand, Runnable {
    private final Runnable body;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Throwable failure;

    LiveStrand(Runnable body) {
      this.body = body;
    }

    @Override
    public void run() {
      try {
        body.run();
      } catch (RuntimeException | Error thrown) {
        failure = thrown;
      }
    }

    @Override
    public boolean join() {
      return join(FOREVER);
    }

    @Override
    public boolean join(long deadline) {
      boolean interrupted = false;
      Thread running = thread;
      long left = deadline - now();
      while (running != null && running.isAlive() && left > 0) {
        try {
          if (deadline == FOREVER) {
            running.join();
          } else {
            running.join(Duration.ofNanos(left));
          }
        } catch (InterruptedException e) {
          interrupted = true;
          running.interrupt();
        }
        left = deadline - now();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (running != null && running.isAlive()) {
        return false;
      }
      hear(failure);
      return true;
    }
  }
}
