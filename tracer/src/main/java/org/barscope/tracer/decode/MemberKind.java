package org.barscope.tracer.decode;

import java.util.OptionalInt;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;

/// What must be known of a member to read its device configuration.
///
/// @param type whose layout it has
/// @param order the guest's byte order, which legacy device configuration follows
public record MemberKind(DeviceType type, GuestOrder order) {
  /// A network device of a little-endian guest, the only type that Linux presents as legacy.
  public static final MemberKind NET = new MemberKind(DeviceType.NET, GuestOrder.LITTLE);

  /// How many pairs of queues `max_virtqueue_pairs` says that there are.
  ///
  /// @param bytes of that field; empty as long as they are not known
  public OptionalInt queuePairs(Bytes bytes) {
    return type == DeviceType.NET && bytes.length() == Short.BYTES
        ? OptionalInt.of((int) order.get(bytes.toArray(), 0, Short.BYTES))
        : OptionalInt.empty();
  }
}
