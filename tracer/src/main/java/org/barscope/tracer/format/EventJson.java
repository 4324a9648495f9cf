package org.barscope.tracer.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.barscope.engine.event.Event;
import org.barscope.tracer.decode.MemberTypes;

/// Events as JSON Lines in UTF-8: one compact object per event, in the names of `docs/events.md`
/// and `event.schema.json`.
///
/// Hex is lower case, bytes in memory order. Times and durations are numbers, in nanoseconds. Not
/// thread-safe. The output is buffered: nothing is sure to be out before [#flush].
public final class EventJson implements Closeable, Flushable {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().build().setRootValueSeparator("");

  private final JsonGenerator json;
  private final FactJson facts;

  /// What stands in a summary besides its kind.
  @FunctionalInterface
  public interface Fields {
    /// Writes the fields of the object that is open.
    void write(JsonGenerator json) throws IOException;
  }

  private EventJson(JsonGenerator json, MemberTypes types) {
    this.json = json;
    this.facts = new FactJson(json, types);
  }

  /// Lines written to `out`, which is closed with this.
  public static EventJson to(OutputStream out, MemberTypes types) throws IOException {
    return new EventJson(FACTORY.createGenerator(out), types);
  }

  /// Lines written to `out`, which is closed with this.
  public static EventJson to(Writer out, MemberTypes types) throws IOException {
    return new EventJson(FACTORY.createGenerator(out), types);
  }

  /// Objects where `json` may have a value next, such as in an array; it is not closed with this.
  public static EventJson within(JsonGenerator json, MemberTypes types) {
    return new EventJson(json, types);
  }

  /// One event as a line, without the line end.
  public static String line(Event event, MemberTypes types) {
    StringWriter text = new StringWriter();
    try (EventJson writer = to(text, types)) {
      writer.writeValue(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter has none
    }
    return text.toString();
  }

  /// Writes one event and a line end.
  public void write(Event event) throws IOException {
    writeValue(event);
    json.writeRaw('\n');
  }

  /// Writes one event, without a line end.
  public void writeValue(Event event) throws IOException {
    json.writeStartObject();
    json.writeNumberField("seq", event.seq());
    json.writeNumberField("t", event.time());
    if (event.pf() != 0) {
      json.writeNumberField("pf", event.pf());
    }
    json.writeNumberField("vf", event.vf());
    json.writeStringField("kind", FactJson.kind(event.fact()));
    facts.numberOrNull("cause", event.cause());
    if (event.recorded() != Event.NONE) {
      json.writeNumberField("recorded", event.recorded());
    }
    if (event.inferred()) {
      json.writeBooleanField("inferred", true);
    }
    facts.write(event);
    json.writeEndObject();
  }

  /// Writes the object that closes a run: `{"kind":"Summary",…}`.
  public void summary(Fields fields) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", "Summary");
    fields.write(json);
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void flush() throws IOException {
    json.flush();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
