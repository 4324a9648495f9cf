package org.barscope.engine.protocol.ring;

/// The flags of a descriptor (virtio 1.4, 2.7.5).
public final class DescriptorFlag {
  /// The chain goes on at `next`.
  public static final int NEXT = 1; // VIRTQ_DESC_F_NEXT

  /// The device writes here; otherwise it reads.
  public static final int WRITE = 2; // VIRTQ_DESC_F_WRITE

  /// The buffer is a table of descriptors.
  public static final int INDIRECT = 4; // VIRTQ_DESC_F_INDIRECT

  private DescriptorFlag() {}
}
