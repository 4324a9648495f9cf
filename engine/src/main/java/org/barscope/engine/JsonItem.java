package org.barscope.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value of a JSON text together with its place, so that whoever finds it wrong can say where.
///
/// The methods that want a kind of value throw a [TopologyException] when it is another one.
sealed interface JsonItem {
  /// Where it stands.
  JsonPlace at();

  /// What it is, for a message.
  String shown();

  /// A string.
  record Text(JsonPlace at, String value) implements JsonItem {
    @Override
    public String shown() {
      return '"' + JsonPlace.printable(value) + '"';
    }
  }

  /// A number, whole or not.
  record Numeral(JsonPlace at, BigDecimal value) implements JsonItem {
    @Override
    public String shown() {
      return JsonPlace.printable(value.toString());
    }
  }

  /// True or false.
  record Flag(JsonPlace at, boolean value) implements JsonItem {
    @Override
    public String shown() {
      return Boolean.toString(value);
    }
  }

  /// Null.
  record Null(JsonPlace at) implements JsonItem {
    @Override
    public String shown() {
      return "null";
    }
  }

  /// A list.
  record Items(JsonPlace at, List<JsonItem> values) implements JsonItem {
    @Override
    public String shown() {
      return "a list";
    }
  }

  /// An object.
  ///
  /// @param values by name, in the order of the text
  /// @param names where each name stands
  record Fields(JsonPlace at, Map<String, JsonItem> values, Map<String, JsonPlace> names)
      implements JsonItem {
    /// Where the name of a field stands.
    JsonPlace at(String name) {
      return names.getOrDefault(name, at);
    }

    @Override
    public String shown() {
      return "an object";
    }
  }

  /// That it is not what was expected.
  default TopologyException wrong(String expected) {
    return at().wrong(shown(), expected);
  }

  /// It as a string.
  default String text(String expected) {
    if (this instanceof Text text) {
      return text.value;
    }
    throw wrong(expected);
  }

  /// It as one of several words; a wrong one is told with the nearest of them.
  default String word(List<String> words) {
    String found = text(Nearest.anyOf(words));
    if (!words.contains(found)) {
      throw wrong(Nearest.anyOf(words) + Nearest.hint(found, words));
    }
    return found;
  }

  /// It as true or false.
  default boolean flag() {
    if (this instanceof Flag flag) {
      return flag.value;
    }
    throw wrong("true or false");
  }

  /// It as a list.
  default List<JsonItem> items(String expected) {
    if (this instanceof Items items) {
      return items.values;
    }
    throw wrong(expected);
  }

  /// It as a whole number in a range, written as a number or as a string in hex: `"0x3000"`.
  default long whole(long least, long most, String expected) {
    return whole(BigInteger.valueOf(least), BigInteger.valueOf(most), expected).longValue();
  }

  /// The same beyond 63 bits.
  default BigInteger whole(BigInteger least, BigInteger most, String expected) {
    BigInteger value = whole().orElseThrow(() -> wrong(expected));
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw wrong(expected);
    }
    return value;
  }

  /// It as a whole number; empty if it is none.
  private Optional<BigInteger> whole() {
    return switch (this) {
      case Numeral number when number.value.scale() <= 0 && number.value.scale() > -40 ->
          Optional.of(number.value.toBigInteger());
      case Text text when text.value.matches("0x[0-9a-fA-F]{1,16}") ->
          Optional.of(new BigInteger(text.value.substring(2), 16));
      case Numeral _, Text _, Flag _, Null _, Items _, Fields _ -> Optional.empty();
    };
  }
}
