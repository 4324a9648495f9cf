package org.barscope.engine.variant;

import org.barscope.engine.protocol.device.ConfigLayout;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.jspecify.annotations.Nullable;

/// Whether an access of BAR0 stays inside one field.
///
/// > The driver MUST … offset and length … a single field (virtio 1.4, 2.12.1.1.7, A-008)
///
/// @param config the device configuration; null for a driver that passes everything on, as Linux
record OneField(@Nullable ConfigLayout config) {
  static final OneField ANY = new OneField(null);

  /// @param header where BAR0's header ends
  boolean holds(int header, int position, int count) {
    if (config == null) {
      return true;
    }
    boolean msix = header == LegacyRegister.HEADER_LENGTH_MSIX;
    return position < header
        ? LegacyRegister.holding(position, count, msix).isPresent()
        : config.holding(position - header, count).isPresent();
  }
}
