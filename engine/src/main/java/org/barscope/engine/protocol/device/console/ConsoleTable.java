package org.barscope.engine.protocol.device.console;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.barscope.engine.protocol.bytes.Field;
import org.barscope.engine.protocol.device.ConfigLayout;
import org.barscope.engine.protocol.device.ConfigLayout.Named;
import org.barscope.engine.protocol.device.ConfigLayout.Order;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.device.FeatureBit;

/// The console device (virtio 1.4, 5.3).
public final class ConsoleTable {
  private static final FeatureBit SIZE = new FeatureBit(0, "SIZE", 0); // VIRTIO_CONSOLE_F_SIZE
  private static final FeatureBit MULTIPORT =
      new FeatureBit(1, "MULTIPORT", 0); // VIRTIO_CONSOLE_F_MULTIPORT
  private static final FeatureBit EMERG_WRITE =
      new FeatureBit(2, "EMERG_WRITE", 0); // VIRTIO_CONSOLE_F_EMERG_WRITE

  /// Bits 0, 2, 27 to 29.
  private static final int FEATURES = 0x38000005;

  private static final int QUEUE = 128;
  private static final int CLASS_COMMUNICATION_OTHER = 0x078000;
  private static final int CONTROL_QUEUES = 2;

  private static final List<Named> FIELDS =
      List.of(
          field("cols", 0, 2, false, SIZE),
          field("rows", 2, 2, false, SIZE),
          field("max_nr_ports", 4, 4, false, MULTIPORT),
          field("emerg_wr", 8, 4, true, EMERG_WRITE));

  /// The table.
  public static final DeviceTable TABLE =
      new DeviceTable(
          DeviceType.CONSOLE,
          CLASS_COMMUNICATION_OTHER,
          List.of(SIZE, MULTIPORT, EMERG_WRITE),
          new ConfigLayout(FIELDS, FIELDS.getLast().field().end()),
          ConsoleTable::queueName,
          Optional.empty(),
          new DeviceTable.Defaults(
              FEATURES,
              List.of(DeviceTable.Queue.always(QUEUE), DeviceTable.Queue.always(QUEUE)),
              List.of(new DeviceTable.Value("cols", 80), new DeviceTable.Value("rows", 25))));

  private ConsoleTable() {}

  private static Named field(
      String name, int offset, int width, boolean writable, FeatureBit feature) {
    return new Named(name, new Field(offset, width), Order.GUEST, writable, feature.mask());
  }

  /// Two queues for port 0, two for control, then two for each further port (5.3.2).
  private static String queueName(int queue, OptionalInt features, OptionalInt pairs) {
    String direction = queue % 2 == 0 ? "rx" : "tx";
    return switch (queue / 2) {
      case 0 -> direction + "0";
      case 1 -> "ctrl-" + direction;
      default -> direction + (queue - CONTROL_QUEUES) / 2;
    };
  }
}
