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
        .orElseGet(() -> type == DeviceType.NINE_P && queue == 0 ? "requests" : "q" + queue);
  }
}
