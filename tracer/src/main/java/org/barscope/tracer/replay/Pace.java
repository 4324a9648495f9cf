package org.barscope.tracer.replay;

/// How fast a recorded guest plays.
///
/// @param factor 1 is as recorded, 2 is twice as fast; [Double#POSITIVE_INFINITY] as fast as
///   possible
public record Pace(double factor) {
  /// As fast as possible: the virtual clock keeps the recorded times.
  public static final Pace MAX = new Pace(Double.POSITIVE_INFINITY);

  /// A pace.
  ///
  /// @throws IllegalArgumentException if the factor is not above 0
  public Pace {
    if (!(factor > 0)) {
      throw new IllegalArgumentException("speed " + factor + ", expected a number above 0");
    }
  }

  /// Whether nothing is to be waited for on the system's clock.
  public boolean isMax() {
    return factor == Double.POSITIVE_INFINITY;
  }

  /// When a step is due, counted from the start of play.
  long due(long recordedNanos) {
    return isMax() ? recordedNanos : (long) (recordedNanos / factor);
  }
}
