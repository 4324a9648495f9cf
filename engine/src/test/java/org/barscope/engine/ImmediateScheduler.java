package org.barscope.engine;

import org.barscope.engine.port.Scheduler;

/// Runs every task at once, on the caller's stack, in no time. Nobody can wait.
public final class ImmediateScheduler implements Scheduler {
  @Override
  public long now() {
    return 0;
  }

  @Override
  public Signal signal() {
    throw new IllegalStateException("nobody can wait here");
  }

  @Override
  public void sleepUntil(long deadline) {}

  @Override
  public Mutex mutex(String name) {
    return new Mutex() {
      @Override
      public void acquire() {}

      @Override
      public boolean tryAcquire() {
        return true;
      }

      @Override
      public void release() {}
    };
  }

  @Override
  public Lane lane(String name) {
    return new Lane() {
      @Override
      public void post(Runnable task) {
        task.run();
      }

      @Override
      public void postLazily(Runnable task) {
        task.run();
      }
    };
  }

  @Override
  public Strand spawn(String name, Runnable body) {
    body.run();
    return new Strand() {
      @Override
      public boolean join() {
        return true;
      }

      @Override
      public boolean join(long deadline) {
        return true;
      }
    };
  }
}
