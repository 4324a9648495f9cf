package org.barscope.engine;

/// How an engine runs.
///
/// @param deterministic one thread at a time on a virtual clock, instead of real threads on the
///   system's
/// @param tracing whether events are recorded at all
/// @param ringCapacity events that wait at most, a power of two
/// @param dropWhenFull whether the engine drops events when the ring is full, instead of waiting
public record EngineOptions(
    boolean deterministic, boolean tracing, int ringCapacity, boolean dropWhenFull) {
  private static final int CAPACITY = 1 << 16;

  /// Same input, same events.
  public static final EngineOptions DETERMINISTIC = new EngineOptions(true, true, CAPACITY, false);

  /// Real threads, nothing lost.
  public static final EngineOptions LIVE = new EngineOptions(false, true, CAPACITY, false);
}
