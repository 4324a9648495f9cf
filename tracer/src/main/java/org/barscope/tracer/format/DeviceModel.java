package org.barscope.tracer.format;

import java.util.Locale;
import java.util.Optional;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.pci.VirtioIds;

/// What QEMU's name of a device model tells, such as `virtio-net-pci-transitional`.
final class DeviceModel {
  private static final String TRANSITIONAL = "-transitional";
  private static final String NON_TRANSITIONAL = "-non-transitional";

  private DeviceModel() {}

  /// Whether the model is a virtio function on PCI.
  static boolean isVirtio(String model) {
    return model.startsWith("virtio-") || model.startsWith("vhost-");
  }

  /// Whether the name rules a legacy interface out.
  static boolean modernOnly(String model) {
    return model.endsWith(NON_TRANSITIONAL);
  }

  /// The device type with a legacy interface; empty if the name tells none.
  static Optional<DeviceType> type(String model) {
    String core = withoutEnd(withoutEnd(model, NON_TRANSITIONAL), TRANSITIONAL);
    core = withoutEnd(core, "-pci").toLowerCase(Locale.ROOT);
    for (String start : new String[] {"virtio-", "vhost-user-", "vhost-"}) {
      if (core.startsWith(start)) {
        core = core.substring(start.length());
      }
    }
    return core.equals("serial") ? Optional.of(DeviceType.CONSOLE) : DeviceType.named(core);
  }

  /// The device type that a PCI device id means, transitional or modern.
  static Optional<DeviceType> type(int deviceId) {
    for (DeviceType type : DeviceType.values()) {
      if (type.transitionalId() == deviceId || type.modernId() == deviceId) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /// Whether a PCI device id belongs to a function without a legacy interface.
  static boolean modernId(int deviceId) {
    return deviceId >= VirtioIds.MODERN_BASE;
  }

  private static String withoutEnd(String text, String end) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }
}
