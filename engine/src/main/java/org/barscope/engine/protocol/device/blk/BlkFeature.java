package org.barscope.engine.protocol.device.blk;

import org.barscope.engine.protocol.device.FeatureBit;

/// The feature bits of a block device that a legacy driver can reach (virtio 1.4, 5.2.3 and
/// 5.2.3.1).
public enum BlkFeature {
  BARRIER(0), // VIRTIO_BLK_F_BARRIER, legacy only
  SIZE_MAX(1), // VIRTIO_BLK_F_SIZE_MAX
  SEG_MAX(2), // VIRTIO_BLK_F_SEG_MAX
  GEOMETRY(4), // VIRTIO_BLK_F_GEOMETRY
  RO(5), // VIRTIO_BLK_F_RO
  BLK_SIZE(6), // VIRTIO_BLK_F_BLK_SIZE
  SCSI(7), // VIRTIO_BLK_F_SCSI, legacy only
  FLUSH(9), // VIRTIO_BLK_F_FLUSH, VIRTIO_BLK_F_WCE of old
  TOPOLOGY(10), // VIRTIO_BLK_F_TOPOLOGY
  CONFIG_WCE(11), // VIRTIO_BLK_F_CONFIG_WCE
  MQ(12), // VIRTIO_BLK_F_MQ
  DISCARD(13), // VIRTIO_BLK_F_DISCARD
  WRITE_ZEROES(14), // VIRTIO_BLK_F_WRITE_ZEROES
  LIFETIME(15), // VIRTIO_BLK_F_LIFETIME
  SECURE_ERASE(16); // VIRTIO_BLK_F_SECURE_ERASE

  private final int bit;

  BlkFeature(int bit) {
    this.bit = bit;
  }

  /// The bit as a mask.
  public int mask() {
    return 1 << bit;
  }

  /// As a row of the type's table.
  FeatureBit row() {
    return new FeatureBit(bit, name(), 0);
  }
}
