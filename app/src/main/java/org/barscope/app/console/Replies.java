package org.barscope.app.console;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.barscope.engine.protocol.vfio.Errno;

/// The replies: one compact JSON object per line. They are handed on together, but none waits
/// longer than a moment: a later request may take as long as it likes.
final class Replies {
  private static final long MOST_WAIT_MILLIS = 20;

  private final JsonGenerator json;
  private boolean dirty;

  Replies(ObjectMapper mapper, OutputStream out) throws IOException {
    this.json = mapper.createGenerator(out);
  }

  /// Writes one reply.
  ///
  /// @param id what the request carried
  synchronized void write(JsonNode id, Answer answer) throws IOException {
    dirty = true;
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
  synchronized void flush() throws IOException {
    dirty = false;
    json.flush();
  }

  /// Flushes what waits too long, until it is interrupted.
  Thread flusher() {
    return Thread.ofPlatform()
        .name("replies")
        .daemon()
        .unstarted(() -> {
          try {
            while (!Thread.interrupted()) {
              TimeUnit.MILLISECONDS.sleep(MOST_WAIT_MILLIS);
              flushLate();
            }
          } catch (InterruptedException | IOException end) {
            // the end, or an output that is gone, which the next reply will meet
            return;
          }
        });
  }

  private synchronized void flushLate() throws IOException {
    if (dirty) {
      flush();
    }
  }
}
