package org.barscope.engine.protocol.device.entropy;

import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.device.ConfigLayout;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;

/// The entropy device (virtio 1.4, 5.4): one queue, no features of its own, no configuration.
public final class EntropyTable {
  /// Bits 27 to 29.
  private static final int FEATURES = 0x38000000;

  private static final int QUEUE = 8;
  private static final int CLASS_OTHER = 0x00ff00;

  /// The table.
  public static final DeviceTable TABLE =
      new DeviceTable(
          DeviceType.ENTROPY,
          CLASS_OTHER,
          List.of(),
          ConfigLayout.NONE,
          (queue, _, _) -> queue == 0 ? "requests" : "q" + queue,
          Optional.empty(),
          new DeviceTable.Defaults(FEATURES, List.of(DeviceTable.Queue.always(QUEUE)), List.of()));

  private EntropyTable() {}
}
