package org.barscope.engine.protocol.device.scsi;

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

/// The SCSI host device (virtio 1.4, 5.6). Every number is in the guest's byte order (5.6.4).
public final class ScsiTable {
  private static final FeatureBit INOUT = new FeatureBit(0, "INOUT", 0); // VIRTIO_SCSI_F_INOUT
  private static final FeatureBit HOTPLUG =
      new FeatureBit(1, "HOTPLUG", 0); // VIRTIO_SCSI_F_HOTPLUG
  private static final FeatureBit CHANGE = new FeatureBit(2, "CHANGE", 0); // VIRTIO_SCSI_F_CHANGE
  private static final FeatureBit T10_PI = new FeatureBit(3, "T10_PI", 0); // VIRTIO_SCSI_F_T10_PI

  /// Bits 1, 2, 27 to 29.
  private static final int FEATURES = 0x38000006;

  private static final int QUEUE = 256;
  private static final int CLASS_SCSI_STORAGE = 0x010000;
  private static final int FIRST_REQUEST_QUEUE = 2;

  private static final List<Named> FIELDS =
      List.of(
          field("num_queues", 0, 4, false),
          field("seg_max", 4, 4, false),
          field("max_sectors", 8, 4, false),
          field("cmd_per_lun", 12, 4, false),
          field("event_info_size", 16, 4, false),
          field("sense_size", 20, 4, true),
          field("cdb_size", 24, 4, true),
          field("max_channel", 28, 2, false),
          field("max_target", 30, 2, false),
          field("max_lun", 32, 4, false));

  /// The table.
  public static final DeviceTable TABLE =
      new DeviceTable(
          DeviceType.SCSI,
          CLASS_SCSI_STORAGE,
          List.of(INOUT, HOTPLUG, CHANGE, T10_PI),
          new ConfigLayout(FIELDS, FIELDS.getLast().field().end()),
          ScsiTable::queueName,
          Optional.empty(),
          new DeviceTable.Defaults(
              FEATURES,
              List.of(
                  DeviceTable.Queue.always(QUEUE),
                  DeviceTable.Queue.always(QUEUE),
                  DeviceTable.Queue.always(QUEUE)),
              List.of(
                  new DeviceTable.Value("num_queues", 1),
                  new DeviceTable.Value("seg_max", QUEUE - 2),
                  new DeviceTable.Value("max_sectors", 0xffff),
                  new DeviceTable.Value("cmd_per_lun", 128),
                  new DeviceTable.Value("event_info_size", 16),
                  new DeviceTable.Value("sense_size", 96), // VIRTIO_SCSI_SENSE_DEFAULT_SIZE
                  new DeviceTable.Value("cdb_size", 32), // VIRTIO_SCSI_CDB_DEFAULT_SIZE
                  new DeviceTable.Value("max_target", 255),
                  new DeviceTable.Value("max_lun", 16383))));

  private ScsiTable() {}

  private static Named field(String name, int offset, int width, boolean writable) {
    return new Named(name, new Field(offset, width), Order.GUEST, writable, 0);
  }

  /// Control, events, then as many request queues as `num_queues` says (5.6.2).
  private static String queueName(int queue, OptionalInt features, OptionalInt pairs) {
    return switch (queue) {
      case 0 -> "control";
      case 1 -> "events";
      default -> "requests" + (queue - FIRST_REQUEST_QUEUE);
    };
  }
}
