package org.barscope.engine.protocol.device.balloon;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.barscope.engine.protocol.bytes.Field;
import org.barscope.engine.protocol.device.ConfigLayout;
import org.barscope.engine.protocol.device.ConfigLayout.Named;
import org.barscope.engine.protocol.device.ConfigLayout.Order;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceTable.Queue;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.device.FeatureBit;

/// The traditional memory balloon device (virtio 1.4, 5.5).
public final class BalloonTable {
  private static final FeatureBit MUST_TELL_HOST =
      new FeatureBit(0, "MUST_TELL_HOST", 0); // VIRTIO_BALLOON_F_MUST_TELL_HOST
  private static final FeatureBit STATS_VQ =
      new FeatureBit(1, "STATS_VQ", 0); // VIRTIO_BALLOON_F_STATS_VQ
  private static final FeatureBit DEFLATE_ON_OOM =
      new FeatureBit(2, "DEFLATE_ON_OOM", 0); // VIRTIO_BALLOON_F_DEFLATE_ON_OOM
  private static final FeatureBit FREE_PAGE_HINT =
      new FeatureBit(3, "FREE_PAGE_HINT", 0); // VIRTIO_BALLOON_F_FREE_PAGE_HINT
  private static final FeatureBit PAGE_POISON =
      new FeatureBit(4, "PAGE_POISON", 0); // VIRTIO_BALLOON_F_PAGE_POISON
  private static final FeatureBit PAGE_REPORTING =
      new FeatureBit(5, "PAGE_REPORTING", 0); // VIRTIO_BALLOON_F_PAGE_REPORTING

  /// Bits 1, 4, 27 to 29.
  private static final int FEATURES = 0x38000012;

  private static final int QUEUE = 128;
  private static final int CLASS_OTHER = 0x00ff00;

  /// > When using the legacy interface, transitional devices and drivers MUST format the fields in
  /// > struct virtio_balloon_config according to the little-endian format. (virtio 1.4, 5.5.4
  /// > "Legacy Interface: Device configuration layout", L-055)
  private static final List<Named> FIELDS =
      List.of(
          field("num_pages", 0, false, 0),
          field("actual", 4, true, 0),
          field("free_page_hint_cmd_id", 8, false, FREE_PAGE_HINT.mask()),
          field("poison_val", 12, true, PAGE_POISON.mask()));

  private static final List<String> QUEUE_NAMES =
      List.of("inflate", "deflate", "stats", "free_page", "reporting");

  /// > statsq only exists if VIRTIO_BALLOON_F_STATS_VQ is set. free_page_vq only exists if
  /// > VIRTIO_BALLOON_F_FREE_PAGE_HINT is set. reporting_vq only exists if
  /// > VIRTIO_BALLOON_F_PAGE_REPORTING is set. (virtio 1.4, 5.5.2 "Virtqueues")
  private static final List<Queue> QUEUES =
      List.of(
          Queue.always(QUEUE),
          Queue.always(QUEUE),
          new Queue(QUEUE, STATS_VQ.mask()),
          new Queue(QUEUE, FREE_PAGE_HINT.mask()),
          new Queue(QUEUE, PAGE_REPORTING.mask()));

  /// The table.
  public static final DeviceTable TABLE =
      new DeviceTable(
          DeviceType.BALLOON,
          CLASS_OTHER,
          List.of(
              MUST_TELL_HOST,
              STATS_VQ,
              DEFLATE_ON_OOM,
              FREE_PAGE_HINT,
              PAGE_POISON,
              PAGE_REPORTING),
          new ConfigLayout(FIELDS, FIELDS.getLast().field().end()),
          BalloonTable::queueName,
          Optional.empty(),
          new DeviceTable.Defaults(FEATURES, QUEUES, List.of()));

  private BalloonTable() {}

  private static Named field(String name, int offset, boolean writable, int feature) {
    return new Named(name, new Field(offset, 4), Order.LITTLE, writable, feature);
  }

  /// A queue keeps its number when one before it does not exist.
  private static String queueName(int queue, OptionalInt features, OptionalInt pairs) {
    boolean exists = queue < QUEUES.size() && QUEUES.get(queue).existsWith(features.orElse(-1));
    return exists ? QUEUE_NAMES.get(queue) : "q" + queue;
  }
}
