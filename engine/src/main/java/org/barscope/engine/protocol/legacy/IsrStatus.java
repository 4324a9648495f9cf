package org.barscope.engine.protocol.legacy;

/// The bits of the ISR status register (virtio 1.4, 4.1.4.5 "ISR status capability").
public final class IsrStatus {
  /// A queue has used buffers.
  public static final int QUEUE = 0x01;

  /// The device configuration has changed.
  public static final int CONFIG = 0x02;

  private IsrStatus() {}

  /// The names of the bits set, joined by `|`; `none` for 0.
  public static String words(int isr) {
    return switch (isr) {
      case 0 -> "none";
      case QUEUE -> "QUEUE";
      case CONFIG -> "CONFIG";
      case QUEUE | CONFIG -> "QUEUE|CONFIG";
      default -> "0x" + Integer.toHexString(isr);
    };
  }
}
