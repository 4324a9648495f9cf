package org.barscope.engine.protocol.device;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;

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
  /// @param queues by queue index, also those that need another feature than is offered
  /// @param config values of configuration fields that are not 0
  public record Defaults(int features, List<Queue> queues, List<Value> config) {
    /// The sizes of the queues of a member that offers `offered`, up to the last one that exists; 0
    /// for one before it that does not.
    public List<Integer> queueSizes(int offered) {
      List<Integer> sizes = new ArrayList<>();
      for (int i = 0; i < queues.size(); i++) {
        if (queues.get(i).existsWith(offered)) {
          sizes.addAll(Collections.nCopies(i - sizes.size(), 0));
          sizes.add(queues.get(i).size);
        }
      }
      return List.copyOf(sizes);
    }
  }

  /// One queue.
  ///
  /// @param size how many descriptors it has
  /// @param feature the feature that it exists with, as a mask; 0 if it is always there
  public record Queue(int size, int feature) {
    /// A queue that needs no feature.
    public static Queue always(int size) {
      return new Queue(size, 0);
    }

    /// Whether a device with these features has it.
    public boolean existsWith(int features) {
      return feature == 0 || (feature & features) != 0;
    }
  }

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
      if (named.order() == ConfigLayout.Order.BYTES) {
        throw new IllegalArgumentException(value.name + " is not a number");
      }
      named.order().in(order).put(bytes, offset, width, value.value);
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
