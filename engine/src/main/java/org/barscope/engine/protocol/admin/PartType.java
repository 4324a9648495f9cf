package org.barscope.engine.protocol.admin;

import java.util.Optional;

/// The common device parts, in the order in which they are got and set (virtio 1.4, 2.14 and
/// 2.12.1.4 "Device parts order").
///
/// There is none for what only the legacy interface has: no page number of a ring, no bit that says
/// whether a device is driven by it, no configuration that a legacy driver wrote.
public enum PartType {
  DEV_FEATURES(0x100, 8, Selector.NONE), // VIRTIO_DEV_PART_DEV_FEATURES
  DRV_FEATURES(0x101, 8, Selector.NONE), // VIRTIO_DEV_PART_DRV_FEATURES
  PCI_COMMON_CFG(0x102, 0, Selector.OFFSET), // VIRTIO_DEV_PART_PCI_COMMON_CFG
  DEVICE_STATUS(0x103, 1, Selector.NONE), // VIRTIO_DEV_PART_DEVICE_STATUS
  VQ_CFG(0x104, VqCfg.LENGTH, Selector.QUEUE), // VIRTIO_DEV_PART_VQ_CFG
  VQ_NOTIFY_CFG(0x105, VqNotifyCfg.LENGTH, Selector.QUEUE); // VIRTIO_DEV_PART_VQ_NOTIFY_CFG

  /// What the selector of a part's header selects.
  public enum Selector {
    /// Nothing: there is one such part.
    NONE,
    /// A field of the modern common configuration, by its offset, le32.
    OFFSET,
    /// A queue, by its index, le16.
    QUEUE
  }

  private static final int FIRST_OF_DEVICE_TYPE = 0x200;
  private static final int FIRST_RESERVED = 0x600;

  private final int code;
  private final int unit;
  private final Selector selector;

  PartType(int code, int unit, Selector selector) {
    this.code = code;
    this.unit = unit;
    this.selector = selector;
  }

  /// Its number on the wire.
  public int code() {
    return code;
  }

  /// What its selector selects.
  public Selector selector() {
    return selector;
  }

  /// The part of a header's selector that selects; the rest is reserved.
  public long selected(long raw) {
    return switch (selector) {
      case NONE -> 0;
      case OFFSET -> raw & 0xffff_ffffL;
      case QUEUE -> raw & 0xffff;
    };
  }

  /// Whether two headers are those of the same part, whatever lengths, flags and reserved bytes
  /// they have.
  public static boolean same(PartHeader one, PartHeader other) {
    return one.type() == other.type()
        && of(one.type())
            .map(type -> type.selected(one.selector()) == type.selected(other.selector()))
            .orElseGet(() -> one.selector() == other.selector());
  }

  /// Bytes of its value, for features of a device without bits from 64 on; 0 for the width of the
  /// field that the selector selects.
  public int unit() {
    return unit;
  }

  /// The row of a code; empty for one that is no common part.
  public static Optional<PartType> of(int code) {
    int row = code - DEV_FEATURES.code;
    PartType[] rows = values();
    return row >= 0 && row < rows.length ? Optional.of(rows[row]) : Optional.empty();
  }

  /// The name of a code; in words what range it lies in when it has none (E-12: the common ones end
  /// at 0x1ff).
  public static String text(int code) {
    return of(code)
        .map(PartType::name)
        .orElseGet(() -> {
          String range =
              code < FIRST_OF_DEVICE_TYPE
                  ? "common"
                  : code < FIRST_RESERVED ? "device type" : "reserved";
          return range + " part 0x" + Integer.toHexString(code);
        });
  }
}
