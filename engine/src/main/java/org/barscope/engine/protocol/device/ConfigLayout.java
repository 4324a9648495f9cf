package org.barscope.engine.protocol.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.bytes.Field;

/// The fields of one device type's configuration structure.
///
/// @param fields in address order, without overlap
/// @param bar0Length how many of its bytes BAR0 makes room for: for net, up to and including
///   `status`
public record ConfigLayout(List<Named> fields, int bar0Length) {
  /// One field of a configuration structure.
  ///
  /// @param name the specification's
  /// @param field where it lies, counted from the start of device configuration
  public record Named(String name, Field field) {}

  private static final ConfigLayout NET = net();

  /// The layout of a device type; empty fields for one that the engine does not know yet.
  public static ConfigLayout of(DeviceType type) {
    return switch (type) {
      case NET -> NET;
      case BLOCK, CONSOLE, ENTROPY, BALLOON, SCSI, NINE_P -> new ConfigLayout(List.of(), 0);
    };
  }

  /// The one field that `width` bytes at `offset` lie wholly inside.
  public Optional<Named> holding(int offset, int width) {
    for (Named named : fields) {
      if (named.field.holds(offset, width)) {
        return Optional.of(named);
      }
    }
    return Optional.empty();
  }

  private static ConfigLayout net() {
    List<Named> fields = new ArrayList<>();
    for (NetConfigField field : NetConfigField.values()) {
      fields.add(new Named(field.text(), field.field()));
    }
    return new ConfigLayout(List.copyOf(fields), NetConfigField.STATUS.field().end());
  }
}
