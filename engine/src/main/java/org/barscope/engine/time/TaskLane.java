package org.barscope.engine.time;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.barscope.engine.port.Scheduler.Lane;
import org.barscope.engine.port.Scheduler.Mutex;
import org.jspecify.annotations.Nullable;

/// A lane over a lock: whoever drains it runs all tasks in order.
final class TaskLane implements Lane {
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Mutex order;
  private final Consumer<TaskLane> wake;
  private final Errands errands;

  /// @param wake asks for a later [#drain()] by another thread
  /// @param errands what the calling thread has to run before it waits
  TaskLane(Mutex order, Consumer<TaskLane> wake, Errands errands) {
    this.order = order;
    this.wake = wake;
    this.errands = errands;
  }

  @Override
  public void post(Runnable task) {
    tasks.add(task);
    wake.accept(this);
  }

  @Override
  public void postLazily(Runnable task) {
    tasks.add(task);
    errands.add(this);
  }

  /// Whether a task waits.
  boolean isIdle() {
    return tasks.isEmpty();
  }

  /// Runs every task that is there, after those that another thread is running.
  void drain() {
    order.acquire();
    boolean failed = true;
    try {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
      failed = false;
    } finally {
      order.release();
      if (failed && !tasks.isEmpty()) {
        wake.accept(this);
      }
    }
  }

  /// The lanes that each thread has posted to lazily and not yet drained.
  static final class Errands {
    private final ThreadLocal<Slot> slots = ThreadLocal.withInitial(Slot::new);

    void add(TaskLane lane) {
      Slot slot = slots.get();
      TaskLane other = slot.lane;
      if (other != null && other != lane) {
        slot.lane = null;
        other.drain();
      }
      slot.lane = lane;
    }

    /// Runs what the calling thread owes.
    void run() {
      Slot slot = slots.get();
      TaskLane lane = slot.lane;
      if (lane != null) {
        slot.lane = null;
        lane.drain();
      }
    }

    private static final class Slot {
      @Nullable TaskLane lane;
    }
  }
}
