package org.barscope.tracer.decode;

import java.util.OptionalInt;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.device.NetFeature;

/// The names of queues: `rx0`, `tx0`, `ctrl`.
public final class QueueNames {
  private QueueNames() {}

  /// The name of a queue, or `q` and its number when it has none.
  ///
  /// > … controlq … only exists if VIRTIO_NET_F_CTRL_VQ is set; N=1 if neither VIRTIO_NET_F_MQ nor
  /// > VIRTIO_NET_F_RSS are negotiated, otherwise N is set by max_virtqueue_pairs (virtio 1.4,
  /// > 5.1.2 "Virtqueues")
  ///
  /// @param features negotiated, or offered as long as none are; empty if they are not known
  /// @param pairs the most pairs of queues of a network device; empty if that is not known
  public static String of(DeviceType type, int queue, OptionalInt features, OptionalInt pairs) {
    return switch (type) {
      case NET -> net(queue, features.orElse(NetFeature.CTRL_VQ.mask()), pairs);
      case BLOCK -> queue == 0 ? "requests" : "q" + queue;
      case CONSOLE -> queue == 0 ? "rx0" : queue == 1 ? "tx0" : "q" + queue;
      case ENTROPY -> queue == 0 ? "requests" : "q" + queue;
      case BALLOON -> balloon(queue);
      case SCSI -> queue == 0 ? "control" : queue == 1 ? "events" : "requests" + (queue - 2);
      case NINE_P -> queue == 0 ? "requests" : "q" + queue;
    };
  }

  private static String net(int queue, int features, OptionalInt pairs) {
    int count = NetFeature.MQ.in(features) ? pairs.orElse(Integer.MAX_VALUE / 2) : 1;
    if (queue < 2L * count) {
      return (queue % 2 == 0 ? "rx" : "tx") + queue / 2;
    }
    boolean control = queue == 2L * count && NetFeature.CTRL_VQ.in(features);
    return control ? "ctrl" : "q" + queue;
  }

  private static String balloon(int queue) {
    return switch (queue) {
      case 0 -> "inflate";
      case 1 -> "deflate";
      case 2 -> "stats";
      default -> "q" + queue;
    };
  }
}
