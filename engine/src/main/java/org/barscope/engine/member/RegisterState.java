package org.barscope.engine.member;

import java.util.List;

/// What a driver has set in a member's legacy registers: all that another member needs to go on in
/// its place.
///
/// Not in it: the ISR status, which belongs to interrupts that were raised, and what a driver wrote
/// to the device configuration.
///
/// @param features accepted, bits 0 to 31
/// @param status of the device
/// @param select the queue selected
/// @param configVector the vector of configuration changes
/// @param queues by queue index
public record RegisterState(
    int features, int status, int select, int configVector, List<Queue> queues) {
  /// What is set for one queue.
  ///
  /// @param pfn the page number of its ring, unsigned; 0 for an inactive queue
  /// @param vector of its interrupts
  public record Queue(int pfn, int vector) {}
}
