package org.barscope.engine.port;

/// All waiting and all time of the emulation.
///
/// Model code stays plain blocking code, as the kernel's is. Two implementations exist: real
/// threads with the system clock, and one thread at a time with a virtual clock.
public interface Scheduler {
  /// A deadline that never comes.
  long FOREVER = Long.MAX_VALUE;

  /// Nanoseconds since the start.
  long now();

  /// A new signal, not yet raised.
  Signal signal();

  /// A new lock.
  ///
  /// @param name shown to users
  Mutex mutex(String name);

  /// A new lock that is held for a moment only, never across a wait: who holds it is nobody's
  /// concern.
  default Mutex spinlock(String name) {
    return mutex(name);
  }

  /// A new lane.
  ///
  /// @param name shown to users
  Lane lane(String name);

  /// Starts an activity of its own: a guest's vCPU.
  ///
  /// @param name shown to users
  Strand spawn(String name, Runnable body);

  /// Waits until `deadline`, in the nanoseconds of [#now()]; returns at once if it has passed.
  default void sleepUntil(long deadline) {
    signal().await(deadline);
  }

  /// Something that happens once, and that one activity waits for.
  interface Signal {
    /// It has happened. Any thread; later calls have no effect.
    void raise();

    /// Whether it has happened.
    boolean isRaised();

    /// Waits for it, running first what the caller itself posted lazily.
    ///
    /// @param deadline in the nanoseconds of [#now()], or [#FOREVER]
    /// @return whether it has happened; false when the deadline came first
    boolean await(long deadline);
  }

  /// A lock that at most one activity holds. Not reentrant.
  interface Mutex {
    /// Waits for the lock and takes it.
    void acquire();

    /// Takes the lock if nobody holds it, the caller included; never waits.
    ///
    /// @return whether the caller holds it now
    boolean tryAcquire();

    /// Gives it back.
    void release();
  }

  /// An order of execution: its tasks run one after the other, in the order they were posted.
  interface Lane {
    /// Runs the task some time later, never on the caller's stack.
    void post(Runnable task);

    /// Runs the task at the latest when the caller next waits for a signal, by the caller itself:
    /// no hand-off to another thread. Tasks of others before it in the lane are run along.
    void postLazily(Runnable task);
  }

  /// A running activity.
  interface Strand {
    /// Waits until it has ended. Never called by another strand.
    ///
    /// @return false if it cannot end, because it waits for something that nobody will do
    boolean join();

    /// Waits until it has ended, or until `deadline`, whichever comes first. Never called by
    /// another strand.
    ///
    /// On the virtual clock this lets everybody run, but nobody once the clock would have to go
    /// beyond the deadline, or beyond the end of this strand. If the deadline comes first the clock
    /// stands there; with [#FOREVER] it stands where nobody could run any more.
    ///
    /// @param deadline in the nanoseconds of [#now()], or [#FOREVER]
    /// @return whether it has ended
    boolean join(long deadline);
  }
}
