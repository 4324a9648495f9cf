package org.barscope.engine;

import java.util.List;
import java.util.Optional;

/// The fields of one object of a topology file, all of which have a known name.
final class JsonFields {
  private final JsonItem.Fields object;
  private final List<String> known;

  private JsonFields(JsonItem.Fields object, List<String> known) {
    this.object = object;
    this.known = known;
  }

  /// The fields of an object.
  ///
  /// @param what the object is, for a message
  /// @throws TopologyException if it is no object, or has a field of another name
  static JsonFields of(JsonItem item, String what, List<String> known) {
    if (!(item instanceof JsonItem.Fields object)) {
      throw item.wrong(what);
    }
    for (String name : object.values().keySet()) {
      if (!known.contains(name)) {
        String expected = Nearest.anyOf(known) + Nearest.hint(name, known);
        throw object.at(name).wrong("unknown field", expected);
      }
    }
    return new JsonFields(object, known);
  }

  /// The field with this name; empty if the object has none.
  Optional<JsonItem> field(String name) {
    assert known.contains(name) : name;
    return Optional.ofNullable(object.values().get(name));
  }

  /// The field with this name.
  JsonItem required(String name, String expected) {
    return field(name).orElseThrow(() -> object.at().wrong("no " + name, expected));
  }

  /// Of two fields at most one may be there.
  void notBoth(String one, String other) {
    if (field(one).isPresent() && field(other).isPresent()) {
      throw at(other).wrong(one + " and " + other, "one of the two");
    }
  }

  /// Where the name of a field stands.
  JsonPlace at(String name) {
    return object.at(name);
  }
}
