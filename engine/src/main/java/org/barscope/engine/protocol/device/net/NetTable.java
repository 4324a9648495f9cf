package org.barscope.engine.protocol.device.net;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.barscope.engine.protocol.device.ConfigLayout;
import org.barscope.engine.protocol.device.ConfigLayout.Named;
import org.barscope.engine.protocol.device.ConfigLayout.Order;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;

/// The network device (virtio 1.4, 5.1).
public final class NetTable {
  /// Bits 2, 5, 6, 15 to 21, 23, 24, 27 to 29: what QEMU's network device offers, without bit 30.
  private static final int FEATURES = 0x39bf8064;

  private static final int QUEUE = 256;
  private static final int CONTROL_QUEUE = 64;
  private static final int CLASS_ETHERNET = 0x020000;

  private static final List<Named> FIELDS =
      List.of(
          // in legacy the driver sets the MAC by writing it (5.1.4.3)
          field(NetConfigField.MAC, Order.BYTES, true, 0),
          field(NetConfigField.STATUS, Order.GUEST, false, NetFeature.STATUS.mask()),
          field(NetConfigField.MAX_VIRTQUEUE_PAIRS, Order.GUEST, false, NetFeature.MQ.mask()),
          field(NetConfigField.MTU, Order.GUEST, false, NetFeature.MTU.mask()),
          field(NetConfigField.SPEED, Order.GUEST, false, 0),
          field(NetConfigField.DUPLEX, Order.BYTES, false, 0));

  /// The table.
  public static final DeviceTable TABLE =
      new DeviceTable(
          DeviceType.NET,
          CLASS_ETHERNET,
          Arrays.stream(NetFeature.values()).map(NetFeature::row).toList(),
          new ConfigLayout(FIELDS, NetConfigField.STATUS.field().end()),
          NetTable::queueName,
          Optional.of(FIELDS.get(NetConfigField.STATUS.ordinal())),
          new DeviceTable.Defaults(
              FEATURES,
              List.of(
                  DeviceTable.Queue.always(QUEUE),
                  DeviceTable.Queue.always(QUEUE),
                  DeviceTable.Queue.always(CONTROL_QUEUE)),
              List.of(new DeviceTable.Value("status", NetConfigField.STATUS_LINK_UP))));

  private NetTable() {}

  private static Named field(NetConfigField field, Order order, boolean writable, int feature) {
    return new Named(field.text(), field.field(), order, writable, feature);
  }

  /// > … controlq … only exists if VIRTIO_NET_F_CTRL_VQ is set; N=1 if neither VIRTIO_NET_F_MQ nor
  /// > VIRTIO_NET_F_RSS are negotiated, otherwise N is set by max_virtqueue_pairs (virtio 1.4,
  /// > 5.1.2 "Virtqueues")
  private static String queueName(int queue, OptionalInt features, OptionalInt pairs) {
    int known = features.orElse(NetFeature.CTRL_VQ.mask());
    int count = NetFeature.MQ.in(known) ? pairs.orElse(Integer.MAX_VALUE / 2) : 1;
    if (queue < 2L * count) {
      return (queue % 2 == 0 ? "rx" : "tx") + queue / 2;
    }
    boolean control = queue == 2L * count && NetFeature.CTRL_VQ.in(known);
    return control ? "ctrl" : "q" + queue;
  }
}
