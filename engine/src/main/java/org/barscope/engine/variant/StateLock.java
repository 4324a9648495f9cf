package org.barscope.engine.variant;

import org.barscope.engine.port.Scheduler.Mutex;

/// `state_mutex` of a device that can migrate. A reset of the function never waits for it: if
/// somebody has it, that one does what the reset asks for, before giving it back (deferred_reset).
final class StateLock {
  private final Mutex mutex;
  private final Runnable reset;

  /// Guarded by this object's monitor (reset_lock).
  private boolean deferred;

  /// @param reset what a reset of the function asks for; called with the lock held
  StateLock(Mutex mutex, Runnable reset) {
    this.mutex = mutex;
    this.reset = reset;
  }

  void acquire() {
    mutex.acquire();
  }

  void release() {
    while (isReset()) {
      reset.run();
    }
  }

  /// Gives the lock back, unless the function was reset meanwhile.
  private synchronized boolean isReset() {
    if (deferred) {
      deferred = false;
      return true;
    }
    mutex.release();
    return false;
  }

  /// The function was reset.
  ///
  /// @return whether what that asks for was done; if not, whoever has the lock will do it
  boolean resetDone() {
    synchronized (this) {
      deferred = true;
      if (!mutex.tryAcquire()) {
        return false;
      }
    }
    release();
    return true;
  }
}
