package org.barscope.tracer.decode;

import java.util.OptionalInt;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.types.DeviceTables;

/// The names of queues: `rx0`, `tx0`, `ctrl`.
public final class QueueNames {
  private QueueNames() {}

  /// The name of a queue, or `q` and its number when it has none.
  ///
  /// @param features negotiated, or offered as long as none are; empty if they are not known
  /// @param pairs the most pairs of queues of a network device; empty if that is not known
  public static String of(DeviceType type, int queue, OptionalInt features, OptionalInt pairs) {
    return DeviceTables.of(type)
        .map(table -> table.queues().name(queue, features, pairs))
        .orElseGet(() -> of(type, queue));
  }

  /// The name of a queue of a type that has no table yet.
  private static String of(DeviceType type, int queue) {
    return switch (type) {
      case BALLOON -> balloon(queue);
      case SCSI -> queue == 0 ? "control" : queue == 1 ? "events" : "requests" + (queue - 2);
      case ENTROPY, NINE_P -> queue == 0 ? "requests" : "q" + queue;
      case NET, BLOCK, CONSOLE -> "q" + queue;
    };
  }

  private static String balloon(int queue) {
    return switch (queue) {
      case 0 -> "inflate";
      case 1 -> "deflate";
      case 2 -> "stats";
      default -> "q" + queue;
    };
  }
}
