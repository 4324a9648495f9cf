package org.barscope.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The request `events`.
class EventsTest {
  private static JsonNode events(Script script, String fields) {
    try {
      return new ObjectMapper().readTree(script.line("{\"op\":\"events\"" + fields + "}"));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Long> numbers(JsonNode reply) {
    List<Long> numbers = new ArrayList<>();
    reply.path("events").forEach(event -> numbers.add(event.path("seq").asLong()));
    return numbers;
  }

  @Test
  void beginWithTheSetupAndGoOnWithoutGaps() {
    try (Script script = Script.deterministic()) {
      JsonNode all = events(script, "");
      assertEquals("Setup", all.at("/events/0/kind").asText());
      assertEquals("barscope", all.at("/events/0/setup/program").asText());
      assertEquals(14, all.path("next").asLong());
      assertEquals(0, all.path("lost").asLong(-1));
      assertEquals(
          List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L), numbers(all));
      script.line("{\"op\":\"device.open\",\"vf\":2}");
      JsonNode more = events(script, ",\"since\":14");
      assertEquals(List.of(14L), numbers(more));
      assertEquals("open", more.at("/events/0/what").asText());
      assertEquals(15, more.path("next").asLong());
    }
  }

  /// More events in one request than the ring between engine and console holds.
  @Test
  void areTakenWhileARequestRuns() {
    int accesses = 40_000;
    try (Script script = Script.deterministic(Script.slow(0))) {
      StringBuilder requests = new StringBuilder();
      requests.append("{\"op\":\"device.open\",\"vf\":1}\n");
      requests.append("{\"op\":\"config.write\",\"vf\":1,\"offset\":4,\"data\":\"0700\"}\n");
      for (int i = 0; i < accesses; i++) {
        requests.append(
            "{\"op\":\"bar.read\",\"vf\":1,\"bar\":0,\"offset\":18,\"length\":1,\"timeoutMillis\":0}\n");
      }
      requests.append("{\"id\":7,\"op\":\"clock.step\",\"nanos\":1000000000}\n");
      List<String> replies = script.lines(requests.toString());
      assertEquals(accesses + 3, replies.size());
      assertEquals("{\"id\":7,\"ok\":true,\"now\":1000004000}", replies.getLast());
      long next = events(script, ",\"since\":" + Integer.MAX_VALUE).path("next").asLong();
      assertEquals(Integer.MAX_VALUE, next);
      JsonNode last = events(script, ",\"since\":" + (4L * accesses) + ",\"limit\":1");
      assertEquals(List.of(4L * accesses), numbers(last));
    }
  }

  @Test
  void canBeTakenInPieces() {
    try (Script script = Script.deterministic()) {
      JsonNode first = events(script, ",\"since\":1,\"limit\":2");
      assertEquals(List.of(1L, 2L), numbers(first));
      assertEquals(3, first.path("next").asLong());
      assertEquals(List.of(13L), numbers(events(script, ",\"since\":13,\"limit\":2")));
      assertEquals(List.of(), numbers(events(script, ",\"since\":5,\"limit\":0")));
      JsonNode beyond = events(script, ",\"since\":14");
      assertEquals(List.of(), numbers(beyond));
      assertEquals(14, beyond.path("next").asLong());
      assertEquals(100, events(script, ",\"since\":100").path("next").asLong());
    }
  }

  @Test
  void onlyTheLastAreKeptAndTheOthersCounted() {
    try (Script script = Script.keeping(4)) {
      JsonNode all = events(script, "");
      assertEquals(List.of(10L, 11L, 12L, 13L), numbers(all));
      assertEquals(10, all.path("lost").asLong());
      JsonNode some = events(script, ",\"since\":7,\"limit\":2");
      assertEquals(List.of(10L, 11L), numbers(some));
      assertEquals(3, some.path("lost").asLong());
      assertEquals(12, some.path("next").asLong());
      assertEquals(0, events(script, ",\"since\":10").path("lost").asLong(-1));
    }
  }

  @Test
  void nameTheFieldsOfEachMembersOwnType() {
    try (Script script = Script.deterministic()) {
      script.lines(
          """
          {"op":"device.open","vf":2}
          {"op":"config.write","vf":2,"offset":4,"data":"0700"}
          {"op":"bar.read","vf":2,"bar":0,"offset":20,"length":4}
          """);
      String reply = script.line("{\"op\":\"events\",\"since\":13}");
      assertTrue(reply.contains("\"field\":\"capacity\""), reply);
    }
  }

  @Test
  void manyMoreThanTheRingHoldsAreKept() {
    try (Script script = Script.deterministic()) {
      script.lines("{\"op\":\"device.open\",\"vf\":1}\n".repeat(70_000));
      JsonNode last = events(script, ",\"since\":70000");
      assertEquals(14, numbers(last).size());
      assertEquals(70_014, last.path("next").asLong());
    }
  }
}
