package org.barscope.app.console;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.barscope.engine.EmulatedMember;
import org.barscope.engine.Engine;
import org.barscope.engine.port.MigrationFile;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.protocol.vfio.Errno;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.MigrationState;
import org.jspecify.annotations.Nullable;

/// The VMM of one member, as far as the console is it: whether it has opened the device, the
/// interrupt mode, and the data file of a migration.
final class Guest {
  private final EmulatedMember member;
  private volatile boolean open;
  private volatile IrqMode irqMode = IrqMode.NONE;
  private final Map<IoEvent, IoEvent.Fd> ioEvents = new ConcurrentHashMap<>();
  private volatile @Nullable MigrationFile file;

  private Guest(EmulatedMember member) {
    this.member = member;
  }

  /// The guests of every member, owner by owner.
  static List<List<Guest>> of(Engine engine) {
    return engine.owners().stream()
        .map(owner -> owner.members().stream().map(Guest::new).toList())
        .toList();
  }

  EmulatedMember member() {
    return member;
  }

  boolean isOpen() {
    return open;
  }

  IrqMode irqMode() {
    return irqMode;
  }

  int open() {
    int result = member.device().open();
    open = open || result == 0;
    return result;
  }

  int close() {
    if (!open) {
      return Errno.ENODEV.negative();
    }
    open = false;
    ioEvents.clear();
    member.device().close();
    irqMode = IrqMode.NONE; // now: a request for another mode may have been before this one
    return 0;
  }

  int reset() {
    return member.device().reset();
  }

  int setIrqs(IrqMode mode, int count) {
    int result = member.device().setIrqs(mode, count);
    if (result == 0) {
      irqMode = mode;
    }
    return result;
  }

  /// Makes a signal do a write, or ends that.
  int ioEventFd(IoEvent event, boolean on) {
    IoEvent.Fd fd = new IoEvent.Fd();
    int result =
        member
            .device()
            .ioEventFd(event.region(), event.offset(), event.data().toArray(), on ? fd : null);
    if (result == 0 && on) {
      ioEvents.put(event, fd);
    } else if (result == 0) {
      ioEvents.remove(event);
    }
    return result;
  }

  /// Signals.
  ///
  /// @return 0, or ENOENT if no write was asked for
  int signal(IoEvent event) {
    IoEvent.Fd fd = ioEvents.get(event);
    if (fd == null) {
      return open ? Errno.ENOENT.negative() : Errno.ENODEV.negative();
    }
    fd.signal();
    return 0;
  }

  /// Brings the device to a state; a new data file takes the place of the one before.
  VfioDevice.StateChange setMigrationState(MigrationState state) {
    VfioDevice.StateChange change = member.device().setMigrationState(state);
    change
        .file()
        .ifPresent(made -> {
          MigrationFile before = file;
          file = made;
          if (before != null) {
            before.close();
          }
        });
    return change;
  }

  /// What a call to the data file gives.
  Answer withFile(Function<MigrationFile, Answer> call) {
    MigrationFile current = file;
    return current == null
        ? new Answer.Failed(
            Errno.EBADF.number(),
            "vf %d has no data file, expected migration.state pre_copy, stop_copy or resuming first"
                .formatted(member.vf()))
        : call.apply(current);
  }

  /// What a call returned, as an answer.
  ///
  /// @param call what was called, for the message of a failure
  Answer answer(int result, String call) {
    if (result == Errno.ENODEV.negative() && !open) {
      return new Answer.Failed(
          Errno.ENODEV.number(),
          "vf %d is closed, expected device.open first".formatted(member.vf()));
    }
    if (result == Errno.ENOTTY.negative() && member.device().migrationFlags() == 0) {
      return new Answer.Failed(
          Errno.ENOTTY.number(),
          "vf %d cannot migrate, expected a probe whose operations end in -lm (see info)"
              .formatted(member.vf()));
    }
    return Answer.of(result, call);
  }
}
