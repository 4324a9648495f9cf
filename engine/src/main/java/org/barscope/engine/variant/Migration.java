package org.barscope.engine.variant;

import java.util.List;
import java.util.Optional;
import org.barscope.engine.port.MigrationFile;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.VfioDevice.StateChange;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.admin.ResourceObject;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Errno;
import org.barscope.engine.protocol.vfio.MigrationState;
import org.jspecify.annotations.Nullable;

/// Live migration of one VF: the states of VFIO, and what each step between them asks of the device
/// (reference §12.4, §12.6).
final class Migration {
  /// What the device can do.
  static final int FLAGS =
      MigrationState.HAS_STOP_COPY | MigrationState.HAS_P2P | MigrationState.HAS_PRE_COPY;

  private final PartsDriver parts;
  private final Scheduler scheduler;
  private final Witness witness;
  private final StateLock stateLock;

  // guarded by the state lock
  private MigrationState state = MigrationState.RUNNING;
  private @Nullable SavingFile saving;
  private @Nullable ResumingFile resuming;

  Migration(PartsDriver parts, Scheduler scheduler, Witness witness) {
    this.parts = parts;
    this.scheduler = scheduler;
    this.witness = witness;
    this.stateLock =
        new StateLock(scheduler.mutex("state_mutex of VF " + parts.vf()), this::afterReset);
  }

  /// A newly opened device runs.
  void open() {
    stateLock.acquire();
    state = MigrationState.RUNNING;
    stateLock.release();
  }

  /// A closed device has no data files.
  void close() {
    stateLock.acquire();
    endFiles();
    stateLock.release();
  }

  /// The function was reset: it runs, and its data files are at an end; now, or as soon as nobody
  /// is busy with them.
  void resetDone() {
    if (!stateLock.resetDone()) {
      witness.lifecycle("migration-reset-deferred", List.of());
    }
  }

  private void afterReset() {
    MigrationState before = state;
    boolean files = saving != null || resuming != null;
    state = MigrationState.RUNNING;
    endFiles();
    if (files || before != MigrationState.RUNNING) {
      witness.lifecycle(
          "migration-reset", List.of(new Condition("from", true, before.text()), to(state)));
    }
  }

  /// The number of the state.
  int state() {
    stateLock.acquire();
    try {
      return state.number();
    } finally {
      stateLock.release();
    }
  }

  StateChange set(MigrationState wanted) {
    stateLock.acquire();
    try {
      Optional<MigrationFile> file = Optional.empty();
      while (state != wanted) {
        MigrationArc arc = MigrationArc.next(state, wanted).orElse(null);
        if (arc == null) {
          return StateChange.failed(Errno.EINVAL.negative());
        }
        StateChange step = take(arc);
        witness.lifecycle(
            "migration-state",
            List.of(
                new Condition("from", true, arc.from().text()),
                to(arc.to()),
                Condition.result(step.errno())));
        if (step.errno() != 0) {
          return step;
        }
        state = arc.to();
        file = step.file();
      }
      return new StateChange(0, file);
    } finally {
      stateLock.release();
    }
  }

  long dataSize() {
    stateLock.acquire();
    try {
      SavingFile live = saving;
      if (live != null) {
        return parts.size(live.object());
      }
      int object = parts.create(ResourceObject.Use.GET);
      if (object < 0) {
        return object;
      }
      long size = parts.size(object);
      parts.destroy(object);
      return size;
    } finally {
      stateLock.release();
    }
  }

  private StateChange take(MigrationArc arc) {
    return switch (arc.action()) {
      case STOP_DEVICE -> done(parts.mode(true));
      case START_DEVICE -> done(parts.mode(false));
      case NOTHING -> done(0);
      case SAVE -> save(false);
      case PRE_SAVE -> save(true);
      case FINISH_SAVING -> done(saving == null ? Errno.ENODEV.negative() : saving.finish());
      case RESUME -> resume();
      case END_FILES -> {
        endFiles();
        yield done(0);
      }
    };
  }

  private static StateChange done(int errno) {
    return new StateChange(errno, Optional.empty());
  }

  private StateChange save(boolean preCopy) {
    int object = parts.create(ResourceObject.Use.GET);
    if (object < 0) {
      return done(object);
    }
    SavingFile file = new SavingFile(parts, object, stateLock, this::isPreCopying, scheduler);
    int errno = file.save();
    if (errno != 0) {
      file.end();
      return done(errno);
    }
    if (preCopy) {
      file.beginPrecopy();
    }
    saving = file;
    return new StateChange(0, Optional.of(file));
  }

  private boolean isPreCopying() {
    return state == MigrationState.PRE_COPY || state == MigrationState.PRE_COPY_P2P;
  }

  private StateChange resume() {
    int object = parts.create(ResourceObject.Use.SET);
    if (object < 0) {
      return done(object);
    }
    ResumingFile file = new ResumingFile(parts, object, stateLock);
    resuming = file;
    return new StateChange(0, Optional.of(file));
  }

  private void endFiles() {
    ResumingFile written = resuming;
    if (written != null) {
      written.end();
      resuming = null;
    }
    SavingFile read = saving;
    if (read != null) {
      read.end();
      saving = null;
    }
  }

  private static Condition to(MigrationState state) {
    return new Condition("to", true, state.text());
  }
}
