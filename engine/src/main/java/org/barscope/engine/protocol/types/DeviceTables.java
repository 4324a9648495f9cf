package org.barscope.engine.protocol.types;

import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.device.ConfigLayout;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.device.balloon.BalloonTable;
import org.barscope.engine.protocol.device.blk.BlkTable;
import org.barscope.engine.protocol.device.console.ConsoleTable;
import org.barscope.engine.protocol.device.entropy.EntropyTable;
import org.barscope.engine.protocol.device.net.NetTable;
import org.barscope.engine.protocol.device.scsi.ScsiTable;

/// The one list of device types that can be emulated and decoded.
public final class DeviceTables {
  /// Every table.
  public static final List<DeviceTable> ALL =
      List.of(
          NetTable.TABLE,
          BlkTable.TABLE,
          ConsoleTable.TABLE,
          EntropyTable.TABLE,
          BalloonTable.TABLE,
          ScsiTable.TABLE);

  private DeviceTables() {}

  /// The table of a type; empty for one that has none yet.
  public static Optional<DeviceTable> of(DeviceType type) {
    for (DeviceTable table : ALL) {
      if (table.type() == type) {
        return Optional.of(table);
      }
    }
    return Optional.empty();
  }

  /// The configuration of a type; without fields for one that has no table yet.
  public static ConfigLayout config(DeviceType type) {
    return of(type).map(DeviceTable::config).orElse(ConfigLayout.NONE);
  }
}
