package org.barscope.engine.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.Route;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceTable.Value;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.types.DeviceTables;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// All numbers of a block device's and a console's configuration are in the guest's order, and only
/// those (virtio 1.4, 5.2.4.1 and 5.3.4; reference §4.5, §4.6).
class GuestOrderTest {
  private static Topology.Vf member(DeviceType type, GuestOrder order) {
    DeviceTable table = DeviceTables.of(type).orElseThrow();
    List<Value> values =
        type == DeviceType.BLOCK
            ? List.of(
                new Value("capacity", 0x1122334455667788L),
                new Value("seg_max", 0x01020304),
                new Value("cylinders", 0x0506),
                new Value("heads", 0x07),
                new Value("blk_size", 0x200),
                new Value("num_queues", 0x0809),
                new Value("secure_erase_sector_alignment", 0x0a0b0c0d))
            : List.of(
                new Value("cols", 0x0102),
                new Value("rows", 0x0304),
                new Value("max_nr_ports", 0x05060708),
                new Value("emerg_wr", 0x090a0b0c));
    Bytes config = table.encode(order, values);
    Topology.Vf plain = Topology.member(type);
    return new Topology.Vf(
        type,
        plain.features(),
        plain.queueSizes(),
        config,
        order,
        3,
        false,
        plain.notifyAddresses(),
        0);
  }

  @ParameterizedTest(name = "{0}: {2} bytes at {1}: {3} or {4}")
  @CsvSource({
    "BLOCK, 20, 8, 8877665544332211, 1122334455667788",
    "BLOCK, 32, 4, 04030201, 01020304",
    "BLOCK, 36, 2, 0605, 0506",
    "BLOCK, 38, 1, 07, 07",
    "BLOCK, 40, 4, 00020000, 00000200",
    "BLOCK, 54, 2, 0908, 0809",
    "BLOCK, 88, 4, 0d0c0b0a, 0a0b0c0d",
    "CONSOLE, 20, 2, 0201, 0102",
    "CONSOLE, 22, 2, 0403, 0304",
    "CONSOLE, 24, 4, 08070605, 05060708",
    "CONSOLE, 28, 4, 0c0b0a09, 090a0b0c",
    // the header is little-endian for everybody
    "BLOCK, 12, 2, 0001, 0001",
    "CONSOLE, 0, 4, 05000038, 05000038",
  })
  void decidesOverTheConfiguration(
      DeviceType type, int position, int width, String little, String big) {
    for (Route route : Route.values()) {
      route.run(
          member(type, GuestOrder.LITTLE),
          registers -> assertEquals(little, registers.read(position, width)));
      route.run(
          member(type, GuestOrder.BIG),
          registers -> assertEquals(big, registers.read(position, width)));
    }
  }
}
