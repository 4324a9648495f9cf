package org.barscope.engine.protocol.device.net;

import org.barscope.engine.protocol.bytes.Field;

/// The fields of a network device's configuration, in address order (virtio 1.4, 5.1.4).
public enum NetConfigField {
  MAC("mac", 0, 6),
  STATUS("status", 6, 2),
  MAX_VIRTQUEUE_PAIRS("max_virtqueue_pairs", 8, 2),
  MTU("mtu", 10, 2),
  SPEED("speed", 12, 4),
  DUPLEX("duplex", 16, 1);

  /// The link is up.
  public static final int STATUS_LINK_UP = 1; // VIRTIO_NET_S_LINK_UP

  /// The guest should announce itself.
  public static final int STATUS_ANNOUNCE = 2; // VIRTIO_NET_S_ANNOUNCE

  private final String text;
  private final Field field;

  NetConfigField(String text, int offset, int width) {
    this.text = text;
    this.field = new Field(offset, width);
  }

  /// The specification's name.
  public String text() {
    return text;
  }

  /// Where it lies in device configuration.
  public Field field() {
    return field;
  }
}
