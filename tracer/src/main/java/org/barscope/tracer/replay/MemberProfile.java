package org.barscope.tracer.replay;

import java.util.NavigableMap;
import java.util.OptionalInt;
import org.barscope.engine.protocol.bytes.GuestOrder;

/// How a member must be made so that it can be what a recorded device was.
///
/// It is read off a trace once, before the trace is played; nothing in it depends on a single
/// answer.
///
/// @param offeredFeatures the four bytes of the offered features, as far as known
/// @param deviceConfig the device configuration, counted from its own start, as first read
/// @param queueSizes the sizes read, by queue index; 0 for a queue that is not there
/// @param queues how many queues there are at least: the last one seen, plus one
/// @param vectors how many MSI-X vectors; 0 if the trace shows that there is no MSI-X
/// @param intx whether the guest lives on INTx, so that the member needs an interrupt pin
/// @param interruptPin the PCI Interrupt Pin register; empty if not read
/// @param order the guest's byte order
public record MemberProfile(
    KnownBytes offeredFeatures,
    KnownBytes deviceConfig,
    NavigableMap<Integer, Integer> queueSizes,
    int queues,
    int vectors,
    boolean intx,
    OptionalInt interruptPin,
    GuestOrder order) {
  /// The number of vectors when a trace tells nothing: configuration and one pair of queues.
  public static final int DEFAULT_VECTORS = 3;

  /// Reads the profile off a device.
  public static MemberProfile of(CompletedDevice completed) {
    return new ProfileReader(completed).read();
  }
}
