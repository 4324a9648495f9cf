package org.barscope.engine.variant;

import static org.barscope.engine.protocol.vfio.MigrationState.PRE_COPY;
import static org.barscope.engine.protocol.vfio.MigrationState.PRE_COPY_P2P;
import static org.barscope.engine.protocol.vfio.MigrationState.RESUMING;
import static org.barscope.engine.protocol.vfio.MigrationState.RUNNING;
import static org.barscope.engine.protocol.vfio.MigrationState.RUNNING_P2P;
import static org.barscope.engine.protocol.vfio.MigrationState.STOP;
import static org.barscope.engine.protocol.vfio.MigrationState.STOP_COPY;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.barscope.engine.protocol.vfio.MigrationState;

/// One step between two migration states, and what it asks of the device (reference §12.4).
record MigrationArc(MigrationState from, MigrationState to, Action action) {
  /// What a step asks of the device.
  enum Action {
    STOP_DEVICE, // MODE_SET(1)
    START_DEVICE, // MODE_SET(0)
    NOTHING,
    SAVE, // OBJ_CREATE(GET), METADATA_GET, PARTS_GET: a file to read
    PRE_SAVE, // the same, of a device at work
    FINISH_SAVING, // METADATA_GET, PARTS_GET
    RESUME, // OBJ_CREATE(SET): a file to write
    END_FILES // OBJ_DESTROY
  }

  /// Every step there is, in the reference's order.
  static final List<MigrationArc> ALL =
      List.of(
          new MigrationArc(RUNNING, RUNNING_P2P, Action.STOP_DEVICE),
          new MigrationArc(RUNNING_P2P, RUNNING, Action.START_DEVICE),
          new MigrationArc(PRE_COPY, PRE_COPY_P2P, Action.STOP_DEVICE),
          new MigrationArc(PRE_COPY_P2P, PRE_COPY, Action.START_DEVICE),
          new MigrationArc(RUNNING_P2P, STOP, Action.NOTHING),
          new MigrationArc(STOP, RUNNING_P2P, Action.NOTHING),
          new MigrationArc(STOP, STOP_COPY, Action.SAVE),
          new MigrationArc(STOP_COPY, STOP, Action.END_FILES),
          new MigrationArc(RUNNING, PRE_COPY, Action.PRE_SAVE),
          new MigrationArc(RUNNING_P2P, PRE_COPY_P2P, Action.PRE_SAVE),
          new MigrationArc(PRE_COPY, RUNNING, Action.END_FILES),
          new MigrationArc(PRE_COPY_P2P, RUNNING_P2P, Action.END_FILES),
          new MigrationArc(PRE_COPY_P2P, STOP_COPY, Action.FINISH_SAVING),
          new MigrationArc(STOP, RESUMING, Action.RESUME),
          new MigrationArc(RESUMING, STOP, Action.END_FILES));

  /// The first step of the shortest way to another state (vfio_mig_get_next_state).
  ///
  /// A way goes through states that save only if it begins and ends in such states, and then
  /// through no other: nothing is saved in passing, and what was saved stays one stream.
  static Optional<MigrationArc> next(MigrationState from, MigrationState wanted) {
    boolean savingOnly = from.saving() && wanted.saving();
    Map<MigrationState, MigrationArc> first = new EnumMap<>(MigrationState.class);
    Deque<MigrationState> reached = new ArrayDeque<>(List.of(from));
    while (!reached.isEmpty() && !first.containsKey(wanted)) {
      MigrationState at = reached.remove();
      for (MigrationArc arc : ALL) {
        boolean mayPass = arc.to == wanted || arc.to.saving() == savingOnly;
        if (arc.from == at && arc.to != from && mayPass && !first.containsKey(arc.to)) {
          first.put(arc.to, first.getOrDefault(at, arc));
          reached.add(arc.to);
        }
      }
    }
    return Optional.ofNullable(first.get(wanted));
  }
}
