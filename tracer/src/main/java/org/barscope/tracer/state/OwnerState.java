package org.barscope.tracer.state;

import java.util.OptionalLong;

/// What is known about an owner's admin queue.
///
/// @param commands answered so far
/// @param failed how many of them with a status other than OK
/// @param inFlight submitted and not answered yet
/// @param oldest when the oldest of those was submitted, in nanoseconds
/// @param roundTrip the median of the round trips that ended in the last second, in nanoseconds
public record OwnerState(
    long commands, long failed, int inFlight, OptionalLong oldest, OptionalLong roundTrip) {
  /// An owner of which nothing is known.
  public static final OwnerState UNKNOWN =
      new OwnerState(0, 0, 0, OptionalLong.empty(), OptionalLong.empty());
}
