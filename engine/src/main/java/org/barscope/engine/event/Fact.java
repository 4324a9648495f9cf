package org.barscope.engine.event;

import java.util.List;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;

/// What an event says happened. The fields of every kind stand in `docs/events.md`.
///
/// Offsets, widths and lengths are in bytes, times and durations in nanoseconds. An `errno` is the
/// positive error number, 0 for success.
public sealed interface Fact {
  /// The recording begins: topology, switches, versions and seed, as JSON.
  ///
  /// @param json one JSON object
  record Setup(String json) implements Fact {}

  /// An access to BAR0 or to configuration space begins.
  ///
  /// @param region [Region#BAR0] or [Region#CONFIG]
  /// @param data the bytes of a write in memory order; empty for a read
  record AccessStart(Region region, Direction direction, int offset, int width, Bytes data)
      implements Fact {}

  /// An access to BAR0 ended.
  ///
  /// @param headerLength 20 or 24: where the variant driver saw the header end
  /// @param data the value read, or the bytes written; empty on a failed read
  /// @param seen what the guest saw: the data, or all ones when a read failed; empty for a write
  /// @param start when it began
  record LegacyAccess(
      Direction direction,
      int offset,
      int width,
      int headerLength,
      Bytes data,
      Bytes seen,
      int errno,
      long start,
      long duration)
      implements Fact {}

  /// An access to configuration space ended.
  ///
  /// @param data the bytes read through the overlay, or the bytes written; empty on a failed read
  /// @param seen what the guest saw: the data, or all ones when a read failed; empty for a write
  /// @param core what the core read before the overlay; empty for a write
  /// @param start when it began
  record ConfigAccess(
      Direction direction,
      int offset,
      int width,
      Bytes data,
      Bytes seen,
      Bytes core,
      int errno,
      long start,
      long duration)
      implements Fact {}

  /// A command was put on the owner's admin virtqueue.
  ///
  /// @param readable the whole device-readable part
  /// @param writableLength the length of the device-writable part
  /// @param waited for which lock it had to wait before
  record AdminSubmit(
      int opcode, int group, long member, Bytes readable, int writableLength, Wait waited)
      implements Fact {
    /// A command that had not to wait.
    public AdminSubmit(int opcode, int group, long member, Bytes readable, int writableLength) {
      this(opcode, group, member, readable, writableLength, Wait.NONE);
    }
  }

  /// A wait for a lock that somebody else held.
  ///
  /// @param lock its name
  /// @param holder the event on whose behalf it was held, or [Event#NONE] if that is not known
  /// @param duration how long
  record Wait(String lock, long holder, long duration) {
    /// No wait.
    public static final Wait NONE = new Wait("", Event.NONE, 0);
  }

  /// A command was answered.
  ///
  /// @param usedLength what the used ring says was written
  /// @param written what the device-writable part then held, up to `usedLength`
  /// @param taken when the firmware took the command, or [Event#NONE] if it never did
  record AdminComplete(
      int opcode, long member, int status, int qualifier, int usedLength, Bytes written, long taken)
      implements Fact {}

  /// A queue notification was written to a notify address in a physical BAR.
  ///
  /// @param owner whether the BAR is the owner's, not the member's
  /// @param bar the BAR's index
  /// @param offset of the notify address in the BAR
  /// @param queue the value written: the queue's index
  record Notify(boolean owner, int bar, long offset, int queue) implements Fact {
    /// One in a BAR of the member itself.
    public Notify(int bar, long offset, int queue) {
      this(false, bar, offset, queue);
    }
  }

  /// The member interrupted its guest.
  ///
  /// @param vector the MSI-X vector, or [#INTX]
  /// @param reason why
  /// @param queue the queue whose buffers were used, or -1
  record Interrupt(int vector, InterruptReason reason, int queue) implements Fact {
    /// The vector of an interrupt by pin.
    public static final int INTX = -1;
  }

  /// Something happened to a device or its driver: start-up, probe, open, close, reset.
  ///
  /// @param what happened
  /// @param reasons each condition that was looked at, with its value
  record Lifecycle(String what, List<Condition> reasons) implements Fact {}

  /// The guest broke a rule of the standard; the emulation goes on as the standard says.
  ///
  /// @param rule the rule's id, such as `L-113`
  /// @param message what it did, in words
  record GuestFault(String rule, String message) implements Fact {}

  /// Events were dropped because a reader was too slow.
  ///
  /// @param count how many
  /// @param where they were dropped
  record Lost(long count, String where) implements Fact {}

  /// A fact of a kind that this version does not know, kept as it was read.
  ///
  /// @param kind the kind's number in the file
  /// @param payload its bytes
  record Unknown(int kind, Bytes payload) implements Fact {}
}
