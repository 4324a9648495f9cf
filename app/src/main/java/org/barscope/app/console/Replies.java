package org.barscope.app.console;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import org.barscope.engine.protocol.vfio.Errno;

/// The replies: one compact JSON object per line.
final class Replies {
  private final JsonGenerator json;

  Replies(ObjectMapper mapper, OutputStream out) throws IOException {
    this.json = mapper.createGenerator(out);
  }

  /// Writes one reply.
  ///
  /// @param id what the request carried
  void write(JsonNode id, Answer answer) throws IOException {
    json.writeStartObject();
    json.writeFieldName("id");
    json.writeTree(id);
    json.writeBooleanField("ok", !(answer instanceof Answer.Failed));
    switch (answer) {
      case Answer.Done done -> done.fields().write(json);
      case Answer.Pending pending -> json.writeNumberField("pending", pending.access());
      case Answer.Failed failed -> {
        json.writeFieldName("errno");
        errno(failed.errno());
        json.writeStringField("message", failed.message());
      }
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /// A name, or a number that has none.
  private void errno(int number) throws IOException {
    String text = Errno.text(number);
    if (Character.isDigit(text.charAt(0))) {
      json.writeNumber(number);
    } else {
      json.writeString(text);
    }
  }

  /// Hands what was written to the operating system.
  void flush() throws IOException {
    json.flush();
  }
}
