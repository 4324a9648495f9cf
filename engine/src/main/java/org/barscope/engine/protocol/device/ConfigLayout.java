package org.barscope.engine.protocol.device;

import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.Field;
import org.barscope.engine.protocol.bytes.GuestOrder;

/// The fields of one device type's configuration structure.
///
/// @param fields in address order, without overlap
/// @param bar0Length how many of its bytes BAR0 makes room for: for net, up to and including
///   `status`
public record ConfigLayout(List<Named> fields, int bar0Length) {
  /// No configuration at all.
  public static final ConfigLayout NONE = new ConfigLayout(List.of(), 0);

  /// How the bytes of a field are to be read.
  public enum Order {
    /// Bytes in memory order, no number: a MAC.
    BYTES,
    /// A number in the guest's byte order, as legacy has it.
    GUEST,
    /// A little-endian number even in legacy.
    LITTLE;

    /// The byte order that numbers have for a guest.
    public GuestOrder in(GuestOrder guest) {
      return switch (this) {
        case BYTES, GUEST -> guest;
        case LITTLE -> GuestOrder.LITTLE;
      };
    }
  }

  /// One field of a configuration structure.
  ///
  /// @param name the specification's
  /// @param field where it lies, counted from the start of device configuration
  /// @param order how to read its bytes
  /// @param writable whether a driver may write it
  /// @param feature the feature that it exists with, as a mask; 0 if it is always there
  public record Named(String name, Field field, Order order, boolean writable, int feature) {}

  /// Bytes of the whole structure.
  public int length() {
    return fields.isEmpty() ? 0 : fields.getLast().field().end();
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

  /// The same values with the numbers that follow the guest's byte order turned around.
  ///
  /// @param values of the structure, from its start; may end before it does
  public Bytes swapped(Bytes values) {
    byte[] bytes = values.toArray();
    for (Named named : fields) {
      int from = named.field.offset();
      int to = named.field.end() - 1;
      if (named.order == Order.GUEST && to < bytes.length) {
        for (int i = from; i < to; i++, to--) {
          byte first = bytes[i];
          bytes[i] = bytes[to];
          bytes[to] = first;
        }
      }
    }
    return Bytes.owning(bytes);
  }

  /// The byte order that a number at `offset` has for a guest; the guest's own outside all fields.
  public GuestOrder order(int offset, GuestOrder guest) {
    return holding(offset, 1).map(named -> named.order.in(guest)).orElse(guest);
  }

  /// The field with this name; empty if there is none.
  public Optional<Named> named(String name) {
    return fields.stream().filter(field -> field.name.equals(name)).findFirst();
  }
}
