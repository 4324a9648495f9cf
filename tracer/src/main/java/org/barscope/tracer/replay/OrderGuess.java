package org.barscope.tracer.replay;

import java.util.Optional;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;

/// The guest's byte order, as the device configuration shows it: a field that is sensible in one
/// order only.
final class OrderGuess {
  private static final long SMALL = 0x10000;

  /// A field whose value is small, by its place in the configuration.
  private record SmallField(int offset, int width, long limit) {}

  private OrderGuess() {}

  static GuestOrder of(Optional<DeviceType> type, KnownBytes config) {
    if (type.isEmpty()) {
      return GuestOrder.LITTLE;
    }
    SmallField[] fields =
        switch (type.get()) {
          case NET -> new SmallField[] {new SmallField(6, 2, 4)}; // status
          case BLOCK ->
              new SmallField[] {
                new SmallField(20, 4, SMALL), // blk_size
                new SmallField(12, 4, SMALL), // seg_max
              };
          case CONSOLE -> new SmallField[] {new SmallField(4, 4, SMALL)}; // max_nr_ports
          case SCSI ->
              new SmallField[] {
                new SmallField(0, 4, SMALL), // num_queues
                new SmallField(4, 4, SMALL), // seg_max
                new SmallField(8, 4, SMALL), // max_sectors
              };
          // a balloon's configuration is little-endian for every guest
          case ENTROPY, BALLOON, NINE_P -> new SmallField[] {};
        };
    for (SmallField field : fields) {
      if (config.knows(field.offset, field.width)) {
        byte[] bytes = config.get(field.offset, field.width).toArray();
        boolean little = GuestOrder.LITTLE.get(bytes, 0, field.width) < field.limit;
        boolean big = GuestOrder.BIG.get(bytes, 0, field.width) < field.limit;
        if (little != big) {
          return big ? GuestOrder.BIG : GuestOrder.LITTLE;
        }
      }
    }
    return GuestOrder.LITTLE;
  }
}
