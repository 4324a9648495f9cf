package org.barscope.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// JSON text to [JsonItem]s. Comments (`//`, `/* */`, `#`) and trailing commas are allowed.
final class JsonTree {
  private static final int DEEPEST = 32;
  private static final Pattern OPENED =
      Pattern.compile("\\(start marker at \\[.*?line: (\\d+), column: (\\d+)]\\)");
  private static final Pattern INTERNALS =
      Pattern.compile("\\s*(at )?\\[Source: [^]]*]|, from `[^`]*`");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(40).build())
          .build();

  private final String file;
  private final JsonParser parser;

  private JsonTree(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /// The one value that a text holds.
  ///
  /// @param file how messages call the text
  /// @throws TopologyException if it is not JSON
  static JsonItem parse(String file, String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new JsonTree(file, parser).whole();
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      int line = at == null ? 1 : at.getLineNr();
      int column = at == null ? 1 : at.getColumnNr();
      throw new TopologyException("%s:%d:%d: %s".formatted(file, line, column, reason(e)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String reason(JsonProcessingException e) {
    String text =
        OPENED.matcher(e.getOriginalMessage()).replaceAll("(begun in line $1, column $2)");
    text = INTERNALS.matcher(text).replaceAll("").replaceAll("\\s+", " ").strip();
    text = text.replace(": was expecting", ", expected").replace(": expected", ", expected");
    return "not JSON: " + text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  private JsonItem whole() throws IOException {
    JsonPlace top = new JsonPlace(file, 1, 1, "");
    if (parser.nextToken() == null) {
      throw top.wrong("empty", "an object in braces");
    }
    JsonItem item = item(place(top));
    if (parser.nextToken() != null) {
      throw place(top).wrong("text after the end of the topology", "nothing more");
    }
    return item;
  }

  private JsonPlace place(JsonPlace parent) {
    JsonLocation at = parser.currentTokenLocation();
    return new JsonPlace(file, at.getLineNr(), at.getColumnNr(), parent.path());
  }

  /// The value whose first token is the current one.
  private JsonItem item(JsonPlace at) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> fields(at);
      case START_ARRAY -> items(at);
      case VALUE_STRING -> new JsonItem.Text(at, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new JsonItem.Numeral(at, parser.getDecimalValue());
      case VALUE_TRUE, VALUE_FALSE -> new JsonItem.Flag(at, token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> new JsonItem.Null(at);
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("not the start of a value: " + token);
    };
  }

  private JsonItem items(JsonPlace at) throws IOException {
    List<JsonItem> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonPlace here = place(at);
      values.add(item(at.element(values.size(), here.line(), here.column())));
    }
    return new JsonItem.Items(at, values);
  }

  private JsonItem fields(JsonPlace at) throws IOException {
    Map<String, JsonItem> values = new LinkedHashMap<>();
    Map<String, JsonPlace> names = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonPlace here = place(at);
      JsonPlace named = at.field(name, here.line(), here.column());
      if (names.put(name, named) != null) {
        throw named.wrong("a second field of this name", "one");
      }
      parser.nextToken();
      JsonPlace there = place(at);
      values.put(name, item(at.field(name, there.line(), there.column())));
    }
    return new JsonItem.Fields(at, values, names);
  }
}
