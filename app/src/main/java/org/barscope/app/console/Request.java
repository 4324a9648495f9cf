package org.barscope.app.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.barscope.engine.protocol.bytes.Bytes;

/// One request: its fields are asked for by name and type, and after the last one [#end()] finds
/// those that nobody asked for.
///
/// Every method throws a [BadRequestException] that names the field and what was expected.
final class Request {
  /// The largest integer that every JSON reader keeps exactly.
  static final long EXACT = (1L << 53) - 1;

  private static final int MOST_SHOWN = 60;
  private static final BigInteger MOST_U64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private final JsonNode object;
  private final List<String> known = new ArrayList<>(8);

  /// @param object a JSON object
  Request(JsonNode object) {
    this.object = object;
    known.add("id");
    known.add("op");
  }

  /// What has to be done.
  String op() {
    JsonNode op = object.path("op");
    if (!op.isTextual()) {
      throw wrong("op", "the name of an operation");
    }
    return op.textValue();
  }

  /// Complains about fields that nobody asked for.
  void end() {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new BadRequestException(
            "unknown field %s, expected only %s"
                .formatted(shortened(name), String.join(", ", known)));
      }
    }
  }

  /// A whole number.
  long number(String name, long least, long most) {
    JsonNode node = field(name);
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      long value = node.longValue();
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw wrong(
        name,
        least == most ? Long.toString(least) : "a whole number from " + least + " to " + most);
  }

  /// The same as an `int`.
  int integer(String name, int least, int most) {
    return (int) number(name, least, most);
  }

  /// A whole number, or nothing.
  OptionalLong maybe(String name, long least, long most) {
    return has(name) ? OptionalLong.of(number(name, least, most)) : OptionalLong.empty();
  }

  /// An unsigned number of 64 bits: as a JSON number, or as text `0x…`.
  long unsigned(String name) {
    JsonNode node = field(name);
    BigInteger value = BigInteger.ONE.negate();
    if (node.isIntegralNumber()) {
      value = node.bigIntegerValue();
    } else if (node.isTextual() && node.textValue().matches("0x[0-9a-fA-F]{1,16}")) {
      value = new BigInteger(node.textValue().substring(2), 16);
    }
    if (value.signum() < 0 || value.compareTo(MOST_U64) > 0) {
      throw wrong(name, "an unsigned number of 64 bits, or one as text \"0x…\"");
    }
    return value.longValue();
  }

  /// Bytes as hex text.
  Bytes bytes(String name) {
    JsonNode node = field(name);
    try {
      return Bytes.owning(HexFormat.of().parseHex(node.isTextual() ? node.textValue() : "?"));
    } catch (IllegalArgumentException e) {
      throw wrong(name, "bytes as hex text, two digits each");
    }
  }

  /// True or false.
  boolean truth(String name) {
    JsonNode node = field(name);
    if (!node.isBoolean()) {
      throw wrong(name, "true or false");
    }
    return node.booleanValue();
  }

  /// One of some words.
  String word(String name, List<String> words) {
    JsonNode node = field(name);
    if (!node.isTextual() || !words.contains(node.textValue())) {
      throw wrong(name, "one of " + String.join(", ", words));
    }
    return node.textValue();
  }

  /// A word if it is text, else nothing.
  Optional<String> text(String name) {
    return Optional.ofNullable(field(name).textValue());
  }

  /// Whether a field is there.
  boolean has(String name) {
    return !field(name).isMissingNode();
  }

  /// A complaint about a field.
  BadRequestException wrong(String name, String expected) {
    JsonNode node = object.path(name);
    String found =
        node.isMissingNode() ? "missing " + name : name + " " + shortened(node.toString());
    return new BadRequestException(found + ", expected " + expected);
  }

  private JsonNode field(String name) {
    if (!known.contains(name)) {
      known.add(name);
    }
    JsonNode node = object.get(name);
    return node == null ? MissingNode.getInstance() : node;
  }

  private static String shortened(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN - 1) + "…";
  }
}
