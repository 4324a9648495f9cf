package org.barscope.engine.owner;

import java.util.SplittableRandom;

/// How long the firmware takes for a command: a fixed time, and a jitter from a seeded source.
///
/// Used in the owner's lane only.
public final class ServiceTime {
  /// How a jitter is spread.
  public enum Shape {
    UNIFORM,
    EXPONENTIAL,
    NORMAL
  }

  /// No time at all.
  public static final ServiceTime NONE = new ServiceTime(0, 0, Shape.UNIFORM, 0);

  private final long fixed;
  private final long jitter;
  private final Shape shape;
  private final SplittableRandom lots;

  /// @param fixed the least, in nanoseconds
  /// @param jitter the most that is added if uniform, the mean if exponential, the standard
  ///   deviation if normal, in nanoseconds
  /// @param seed same seed, same times
  public ServiceTime(long fixed, long jitter, Shape shape, long seed) {
    this.fixed = fixed;
    this.jitter = jitter;
    this.shape = shape;
    this.lots = new SplittableRandom(seed);
  }

  boolean isNone() {
    return fixed == 0 && jitter == 0;
  }

  /// The next command's time in nanoseconds.
  long next() {
    if (jitter == 0) {
      return fixed;
    }
    double added =
        switch (shape) {
          case UNIFORM -> lots.nextDouble() * jitter;
          case EXPONENTIAL -> lots.nextExponential() * jitter;
          case NORMAL -> Math.max(0, lots.nextGaussian() * jitter);
        };
    return fixed + (long) added;
  }
}
