package org.barscope.tracer.pcapng;

/// The types of the blocks that are read; every other block is kept as bytes.
final class BlockType {
  static final int SECTION_HEADER = 0x0a0d0d0a; // SHB, the same in both byte orders
  static final int INTERFACE_DESCRIPTION = 0x00000001; // IDB
  static final int INTERFACE_STATISTICS = 0x00000005; // ISB
  static final int ENHANCED_PACKET = 0x00000006; // EPB

  /// Stands in a section header in the section's byte order.
  static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

  private BlockType() {}
}
