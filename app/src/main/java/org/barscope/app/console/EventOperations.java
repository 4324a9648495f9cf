package org.barscope.app.console;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import org.barscope.tracer.format.EventJson;

/// What was observed so far.
final class EventOperations {
  private final History history;
  private final Members members;

  EventOperations(History history, Members members) {
    this.history = history;
    this.members = members;
  }

  void register(Map<String, Operation> operations) {
    operations.put("events", this::events);
  }

  private Answer events(Request request) {
    long since = request.maybe("since", 0, Request.EXACT).orElse(0);
    long limit = request.maybe("limit", 0, Request.EXACT).orElse(Request.EXACT);
    request.end();
    return new Answer.Done(json -> {
      synchronized (history) {
        write(json, since, limit);
      }
    });
  }

  private void write(JsonGenerator json, long since, long limit) throws IOException {
    long first = Math.max(since, history.oldest());
    long end = first + Math.clamp(history.next() - first, 0, limit);
    json.writeArrayFieldStart("events");
    EventJson events = EventJson.within(json, members::kind);
    for (long seq = first; seq < end; seq++) {
      events.writeValue(history.event(seq));
    }
    json.writeEndArray();
    json.writeNumberField("next", end);
    json.writeNumberField("lost", first - since);
  }
}
