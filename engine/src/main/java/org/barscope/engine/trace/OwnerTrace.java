package org.barscope.engine.trace;

import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.port.AdminExecutor;
import org.barscope.engine.port.AdminQueue;
import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.GroupType;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;

/// The decorators around one owner's ports.
public final class OwnerTrace {
  private final Recorder recorder;
  private final Recorder[] members;

  /// Decorators that record with this recorder.
  ///
  /// @param memberCount how many members the owner has
  public OwnerTrace(Recorder recorder, int memberCount) {
    this.recorder = recorder;
    this.members = new Recorder[memberCount + 1];
    for (int vf = 0; vf <= memberCount; vf++) {
      members[vf] = recorder.about(vf);
    }
  }

  /// The witness to give to the PF driver.
  public Witness witness() {
    return new Witness() {
      @Override
      public void lifecycle(String what, List<Condition> reasons) {
        recorder.record(new Fact.Lifecycle(what, reasons));
      }

      @Override
      public void guestFault(String rule, String message) {
        recorder.record(new Fact.GuestFault(rule, message));
      }

      @Override
      public void coreRead(byte[] bytes, int count) {}

      @Override
      public void headerLength(int bytes) {}
    };
  }

  /// Records what the host put on the queue and what it got back.
  public AdminQueue aroundQueue(AdminQueue queue) {
    return (command, found) -> submit(queue, command, found);
  }

  /// Records every write to the owner's BARs.
  public OwnerFunction around(OwnerFunction function) {
    return new TracedOwnerFunction(function, vf -> members[vf]);
  }

  /// Notes when the firmware took each command.
  public AdminExecutor aroundFirmware(AdminExecutor executor) {
    return (readable, writableLength) -> {
      Trail.Flight flight = Trail.current().flight;
      if (flight != null) {
        flight.taken = recorder.clock().now();
      }
      return executor.execute(readable, writableLength);
    };
  }

  private AdminCompletion submit(AdminQueue queue, AdminCommand command, Bytes found) {
    Trail trail = Trail.current();
    Trail.Flight flight = new Trail.Flight();
    Recorder about = about(command);
    long submitted =
        about.record(
            new Fact.AdminSubmit(
                command.opcode(),
                command.group(),
                command.member(),
                command.write(),
                command.writableLength(),
                trail.waited));
    long outer = trail.cause;
    if (submitted != Event.NONE) {
      trail.cause = submitted;
    }
    trail.flight = flight;
    AdminCompletion completion = queue.submit(command, found);
    trail.flight = null;
    trail.waited = Fact.Wait.NONE;
    trail.cause = outer;
    if (completion.errno() == 0) {
      about.recordEnd(
          about.clock().now(), submitted, trail, complete(command, completion, flight.taken));
    }
    return completion;
  }

  private static Fact complete(AdminCommand command, AdminCompletion completion, long taken) {
    Bytes writable = completion.writable();
    int present = Math.clamp(completion.usedLength(), 0, writable.length());
    return new Fact.AdminComplete(
        command.opcode(),
        command.member(),
        (int) writable.little(0, 2),
        (int) writable.little(2, 2),
        completion.usedLength(),
        writable.slice(0, present),
        taken);
  }

  private Recorder about(AdminCommand command) {
    long member = command.group() == GroupType.SRIOV ? command.member() : 0;
    return member >= 0 && member < members.length ? members[(int) member] : recorder;
  }
}
