package org.barscope.engine.external;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;

/// What an external firmware says to a command, read from one line.
sealed interface AnswerLine {
  /// The fields of an answer, all of them.
  List<String> FIELDS = List.of("id", "written");

  /// An answer to the command.
  record Written(Bytes bytes) implements AnswerLine {}

  /// An answer to an earlier command.
  record Stale(long id) implements AnswerLine {}

  /// No answer at all.
  ///
  /// @param expected the rule that it breaks
  /// @param found what is there instead
  record Nonsense(String expected, String found) implements AnswerLine {}

  /// Reads a line that came after command `id`.
  ///
  /// @param line without its end
  /// @param writableLength of the command
  static AnswerLine read(String line, long id, int writableLength) {
    JsonNode answer;
    try {
      answer = Json.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      return new Nonsense("the answer is JSON", Json.shortened(line));
    }
    if (!answer.isObject()) {
      return new Nonsense("the answer is a JSON object", Json.shortened(line));
    }
    JsonNode number = answer.path("id");
    if (!number.isIntegralNumber() || !number.canConvertToLong()) {
      return new Nonsense("the answer has id " + id, Json.shown(number));
    }
    long to = number.asLong();
    if (to > id || to < 1) {
      return new Nonsense("the answer has id " + id, Long.toString(to));
    }
    return to == id ? written(answer, writableLength) : new Stale(to);
  }

  /// The line that asks for an answer.
  static String request(long id, Bytes readable, int writableLength) {
    AdminCommand command = AdminCommand.read(readable, writableLength);
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", id);
    line.put("opcode", command.opcode());
    line.put("group", command.group());
    line.put("member", new BigInteger(Long.toUnsignedString(command.member())));
    line.put("readable", readable.toHex());
    line.put("writable", writableLength);
    return line.toString();
  }

  private static AnswerLine written(JsonNode answer, int writableLength) {
    for (var field : answer.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        return new Nonsense(
            "the answer has no fields but id and written", Json.shortened(field.getKey()));
      }
    }
    JsonNode hex = answer.path("written");
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(hex.isTextual() ? hex.asText() : "?");
    } catch (IllegalArgumentException e) {
      return new Nonsense("written is bytes in hex", Json.shown(hex));
    }
    return bytes.length > writableLength
        ? new Nonsense("at most " + writableLength + " bytes are written", bytes.length + " bytes")
        : new Written(Bytes.owning(bytes));
  }

  /// How lines are parsed and shown.
  final class Json {
    private static final int SHOWN = 60;

    private static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    private static String shown(JsonNode node) {
      return node.isMissingNode() ? "none" : shortened(node.toString());
    }

    /// The start of a text that may be long; an empty line in words.
    static String shortened(String text) {
      if (text.isBlank()) {
        return "an empty line";
      }
      return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
    }
  }
}
