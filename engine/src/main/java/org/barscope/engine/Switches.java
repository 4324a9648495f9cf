package org.barscope.engine;

import java.util.EnumMap;
import java.util.Map;

/// The position of every [Switch]. Immutable.
public final class Switches {
  /// Every switch at its default.
  public static final Switches DEFAULT = new Switches(new EnumMap<>(Switch.class));

  private final EnumMap<Switch, String> moved;

  private Switches(EnumMap<Switch, String> moved) {
    this.moved = moved;
  }

  /// The position of a switch.
  public String get(Switch which) {
    return moved.getOrDefault(which, which.positions().getFirst());
  }

  /// Whether a switch stands at this value.
  ///
  /// @throws IllegalArgumentException if it has no such value
  public boolean is(Switch which, String value) {
    check(which, value);
    return get(which).equals(value);
  }

  /// The same with one switch moved.
  ///
  /// @throws IllegalArgumentException if it has no such value
  public Switches with(Switch which, String value) {
    check(which, value);
    EnumMap<Switch, String> copy = new EnumMap<>(moved);
    if (value.equals(which.positions().getFirst())) {
      copy.remove(which);
    } else {
      copy.put(which, value);
    }
    return new Switches(copy);
  }

  /// The switches that do not stand at their default.
  public Map<Switch, String> moved() {
    return Map.copyOf(moved);
  }

  private static void check(Switch which, String value) {
    if (!which.positions().contains(value)) {
      throw new IllegalArgumentException(
          "%s %s, expected %s"
              .formatted(which.text(), value, String.join(" or ", which.positions())));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Switches that && moved.equals(that.moved);
  }

  @Override
  public int hashCode() {
    return moved.hashCode();
  }

  @Override
  public String toString() {
    return "Switches" + moved;
  }
}
