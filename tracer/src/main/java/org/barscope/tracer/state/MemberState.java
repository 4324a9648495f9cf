package org.barscope.tracer.state;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;

/// What is known about a member at some row: its register file as the accesses so far have shown
/// it.
///
/// @param row the last row that counts
/// @param hostFeatures as read; empty if not read yet
/// @param guestFeatures as written or read
/// @param status as written or read last
/// @param isr as read last; a read clears it
/// @param queueSelect as written last
/// @param configVector as written or read last
/// @param headerLength 20, or 24 with MSI-X
/// @param irqMode as the VMM has set it
/// @param queues by index
/// @param config known bytes of the device configuration, by offset
/// @param probe why the member is transitional, or is not
/// @param operations which operations the variant driver has chosen; empty before the probe
/// @param counts what happened so far
public record MemberState(
    long row,
    OptionalInt hostFeatures,
    OptionalInt guestFeatures,
    OptionalInt status,
    OptionalInt isr,
    OptionalInt queueSelect,
    OptionalInt configVector,
    int headerLength,
    String irqMode,
    Map<Integer, Queue> queues,
    Map<Integer, Integer> config,
    List<Condition> probe,
    String operations,
    Counts counts) {

  /// One queue.
  ///
  /// @param pfn the page number of its address; 0 while it has none
  /// @param lastNotify when its doorbell was rung last, in nanoseconds
  public record Queue(
      OptionalInt size,
      OptionalLong pfn,
      OptionalInt vector,
      long notifies,
      OptionalLong lastNotify,
      long interrupts) {
    /// A queue of which nothing is known.
    public static final Queue UNKNOWN =
        new Queue(
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            0,
            OptionalLong.empty(),
            0);

    /// Whether its address is set.
    public boolean active() {
      return pfn.orElse(0) != 0;
    }

    Queue withSize(int known) {
      return new Queue(OptionalInt.of(known), pfn, vector, notifies, lastNotify, interrupts);
    }

    Queue withPfn(OptionalLong known) {
      return new Queue(size, known, vector, notifies, lastNotify, interrupts);
    }

    Queue withVector(OptionalInt known) {
      return new Queue(size, pfn, known, notifies, lastNotify, interrupts);
    }

    Queue notified(long time) {
      return new Queue(size, pfn, vector, notifies + 1, OptionalLong.of(time), interrupts);
    }

    Queue interrupted() {
      return new Queue(size, pfn, vector, notifies, lastNotify, interrupts + 1);
    }
  }

  /// What happened so far.
  ///
  /// @param failed accesses to BAR0 that ended with an error
  /// @param failedInRow how many of the last ones did, up to the newest
  /// @param faults rules that the guest has broken
  /// @param lastWrite which register was written last, as its offset, or -1
  public record Counts(
      long accesses,
      long failed,
      long failedInRow,
      long commands,
      long notifies,
      long interrupts,
      long faults,
      int lastWrite) {
    /// Nothing yet.
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, -1);

    Counts accessed(boolean ok) {
      return new Counts(
          accesses + 1,
          ok ? failed : failed + 1,
          ok ? 0 : failedInRow + 1,
          commands,
          notifies,
          interrupts,
          faults,
          lastWrite);
    }

    Counts wrote(int offset) {
      return new Counts(
          accesses, failed, failedInRow, commands, notifies, interrupts, faults, offset);
    }

    Counts commanded() {
      return new Counts(
          accesses, failed, failedInRow, commands + 1, notifies, interrupts, faults, lastWrite);
    }

    Counts notified() {
      return new Counts(
          accesses, failed, failedInRow, commands, notifies + 1, interrupts, faults, lastWrite);
    }

    Counts interrupted() {
      return new Counts(
          accesses, failed, failedInRow, commands, notifies, interrupts + 1, faults, lastWrite);
    }

    Counts faulted() {
      return new Counts(
          accesses, failed, failedInRow, commands, notifies, interrupts, faults + 1, lastWrite);
    }
  }

  /// The known device configuration from `offset` on, as far as it is known without a gap.
  public Bytes config(int offset, int width) {
    int known = 0;
    while (known < width && config.containsKey(offset + known)) {
      known++;
    }
    byte[] bytes = new byte[known];
    for (int i = 0; i < known; i++) {
      bytes[i] = config.getOrDefault(offset + i, 0).byteValue();
    }
    return Bytes.owning(bytes);
  }
}
