package org.barscope.tracer.decode;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.device.TransportFeature;
import org.barscope.engine.protocol.types.DeviceTables;

/// The names of legacy feature bits.
public final class FeatureNames {
  private FeatureNames() {}

  /// The names of the bits set in `features`, lowest first, joined by `|`; a bit without a name is
  /// shown as its number.
  static String words(int features, DeviceType type) {
    List<String> words = new ArrayList<>();
    for (int bit = 0; bit < 32; bit++) {
      if ((features & 1 << bit) != 0) {
        words.add(name(bit, type));
      }
    }
    return String.join("|", words);
  }

  /// The name of one bit, from 0 to 31, or its number when it has none.
  public static String name(int bit, DeviceType type) {
    return DeviceTables.of(type)
        .map(table -> table.featureName(bit))
        .orElseGet(() -> TransportFeature.name(bit));
  }
}
