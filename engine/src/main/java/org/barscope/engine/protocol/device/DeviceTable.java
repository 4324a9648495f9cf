package org.barscope.engine.protocol.device;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.bytes.LittleEndian;

/// Everything that is particular to one device type on the control path, as data.
///
/// @param type the device type, with its ids
/// @param classCode the PCI class code of the function
/// @param features the feature bits of the type, lowest first
/// @param config the configuration structure
/// @param queues how its queues are called
/// @param link the configuration field whose bit 0 says that the link is up, if the type has one
/// @param defaults what a member has unless told otherwise
public record DeviceTable(
    DeviceType type,
    int classCode,
    List<FeatureBit> features,
    ConfigLayout config,
    QueueNaming queues,
    Optional<ConfigLayout.Named> link,
    Defaults defaults) {
  /// How the queues of a type are called.
  @FunctionalInterface
  public interface QueueNaming {
    /// The name of a queue, or `q` and its number when it has none.
    ///
    /// @param features negotiated, or offered as long as none are; empty if they are not known
    /// @param pairs the most pairs of queues of a network device; empty if that is not known
    String name(int queue, OptionalInt features, OptionalInt pairs);
  }

  /// What a member has unless told otherwise.
  ///
  /// @param features offered, bits 0 to 31
  /// @param queueSizes by queue index
  /// @param config values of configuration fields that are not 0
  public record Defaults(int features, List<Integer> queueSizes, List<Value> config) {}

  /// The value of a configuration field.
  ///
  /// @param name of the field
  /// @param value as a number
  public record Value(String name, long value) {}

  /// The configuration structure with these values, and zeros elsewhere.
  ///
  /// @param order the guest's byte order
  /// @throws IllegalArgumentException if a value is not that of a number field
  public Bytes encode(GuestOrder order, List<Value> values) {
    byte[] bytes = new byte[config.length()];
    for (Value value : values) {
      ConfigLayout.Named named =
          config
              .named(value.name)
              .orElseThrow(() -> new IllegalArgumentException("no config field " + value.name));
      int offset = named.field().offset();
      int width = named.field().width();
      switch (named.order()) {
        case GUEST -> order.put(bytes, offset, width, value.value);
        case LITTLE -> LittleEndian.put(bytes, offset, width, value.value);
        case BYTES -> throw new IllegalArgumentException(value.name + " is not a number");
      }
    }
    return Bytes.copyOf(bytes);
  }

  /// The name of a feature bit of the type or of the transport, or its number when it has none.
  public String featureName(int bit) {
    for (FeatureBit feature : features) {
      if (feature.bit() == bit) {
        return feature.name();
      }
    }
    return TransportFeature.name(bit);
  }

  /// The bits that mean something for the type: its own and the transport's.
  public int known() {
    int mask = 0;
    for (TransportFeature feature : TransportFeature.values()) {
      mask |= feature.mask();
    }
    for (FeatureBit feature : features) {
      mask |= feature.mask();
    }
    return mask;
  }

  /// Those of the accepted features that lack what they need.
  public List<FeatureBit> unsatisfied(int accepted) {
    return features.stream()
        .filter(bit -> (accepted & bit.mask()) != 0 && !bit.satisfied(accepted))
        .toList();
  }
}
