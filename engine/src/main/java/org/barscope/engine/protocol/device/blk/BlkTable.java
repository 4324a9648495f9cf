package org.barscope.engine.protocol.device.blk;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.bytes.Field;
import org.barscope.engine.protocol.device.ConfigLayout;
import org.barscope.engine.protocol.device.ConfigLayout.Named;
import org.barscope.engine.protocol.device.ConfigLayout.Order;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;

/// The block device (virtio 1.4, 5.2). Every number is in the guest's byte order (5.2.4.1).
public final class BlkTable {
  /// Bits 2, 4, 6, 9 to 11, 13, 14, 27 to 29: what QEMU's block device offers, with ANY_LAYOUT.
  private static final int FEATURES = 0x38006e54;

  private static final int QUEUE = 256;
  private static final int CLASS_SCSI_STORAGE = 0x010000;

  private static final List<Named> FIELDS =
      List.of(
          field("capacity", 0, 8, 0),
          field("size_max", 8, 4, BlkFeature.SIZE_MAX.mask()),
          field("seg_max", 12, 4, BlkFeature.SEG_MAX.mask()),
          field("cylinders", 16, 2, BlkFeature.GEOMETRY.mask()),
          field("heads", 18, 1, BlkFeature.GEOMETRY.mask()),
          field("sectors", 19, 1, BlkFeature.GEOMETRY.mask()),
          field("blk_size", 20, 4, BlkFeature.BLK_SIZE.mask()),
          field("physical_block_exp", 24, 1, BlkFeature.TOPOLOGY.mask()),
          field("alignment_offset", 25, 1, BlkFeature.TOPOLOGY.mask()),
          field("min_io_size", 26, 2, BlkFeature.TOPOLOGY.mask()),
          field("opt_io_size", 28, 4, BlkFeature.TOPOLOGY.mask()),
          new Named("writeback", new Field(32, 1), Order.GUEST, true, BlkFeature.CONFIG_WCE.mask()),
          new Named("unused0", new Field(33, 1), Order.BYTES, false, 0),
          field("num_queues", 34, 2, BlkFeature.MQ.mask()),
          field("max_discard_sectors", 36, 4, BlkFeature.DISCARD.mask()),
          field("max_discard_seg", 40, 4, BlkFeature.DISCARD.mask()),
          field("discard_sector_alignment", 44, 4, BlkFeature.DISCARD.mask()),
          field("max_write_zeroes_sectors", 48, 4, BlkFeature.WRITE_ZEROES.mask()),
          field("max_write_zeroes_seg", 52, 4, BlkFeature.WRITE_ZEROES.mask()),
          field("write_zeroes_may_unmap", 56, 1, BlkFeature.WRITE_ZEROES.mask()),
          new Named("unused1", new Field(57, 3), Order.BYTES, false, 0),
          field("max_secure_erase_sectors", 60, 4, BlkFeature.SECURE_ERASE.mask()),
          field("max_secure_erase_seg", 64, 4, BlkFeature.SECURE_ERASE.mask()),
          field("secure_erase_sector_alignment", 68, 4, BlkFeature.SECURE_ERASE.mask()));

  /// The table.
  public static final DeviceTable TABLE =
      new DeviceTable(
          DeviceType.BLOCK,
          CLASS_SCSI_STORAGE,
          Arrays.stream(BlkFeature.values()).map(BlkFeature::row).toList(),
          new ConfigLayout(FIELDS, FIELDS.getLast().field().end()),
          (queue, _, _) -> queue == 0 ? "requests" : "q" + queue,
          Optional.empty(),
          new DeviceTable.Defaults(
              FEATURES,
              List.of(DeviceTable.Queue.always(QUEUE)),
              List.of(
                  new DeviceTable.Value("capacity", 0x20000), // 64 MiB
                  new DeviceTable.Value("seg_max", QUEUE - 2),
                  new DeviceTable.Value("blk_size", 512),
                  new DeviceTable.Value("num_queues", 1),
                  new DeviceTable.Value("writeback", 1),
                  new DeviceTable.Value("max_discard_sectors", 0x3fffff),
                  new DeviceTable.Value("max_discard_seg", 1),
                  new DeviceTable.Value("discard_sector_alignment", 1),
                  new DeviceTable.Value("max_write_zeroes_sectors", 0x3fffff),
                  new DeviceTable.Value("max_write_zeroes_seg", 1),
                  new DeviceTable.Value("write_zeroes_may_unmap", 1))));

  private BlkTable() {}

  private static Named field(String name, int offset, int width, int feature) {
    return new Named(name, new Field(offset, width), Order.GUEST, false, feature);
  }
}
