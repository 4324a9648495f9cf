package org.barscope.tracer.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.barscope.engine.event.Event;
import org.barscope.tracer.ExampleEvents;
import org.barscope.tracer.RandomEvents;
import org.barscope.tracer.decode.MemberTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventSchemaTest {
  /// The kinds of design §4, and the two that only JSON has.
  private static final Set<String> KINDS =
      Set.of(
          "Setup",
          "AccessStart",
          "LegacyAccess",
          "ConfigAccess",
          "AdminSubmit",
          "AdminComplete",
          "Notify",
          "Interrupt",
          "QueueActivity",
          "Dma",
          "Lifecycle",
          "FaultInjected",
          "GuestFault",
          "Snapshot",
          "Lost",
          "Note",
          "Unknown",
          "Summary");

  private final Schema schema = schema();

  @Test
  void acceptsAnEventOfEveryFact() {
    for (Event event : ExampleEvents.recording()) {
      accepts(EventJson.line(event, MemberTypes.NET));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void acceptsRandomEvents(long seed) {
    for (Event event : RandomEvents.of(seed, 500)) {
      accepts(EventJson.line(event, MemberTypes.NET));
    }
  }

  @Test
  void acceptsTheExamplesOfTheManualWhichHasOnePerKind() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (String line : Files.readAllLines(manual())) {
      if (line.startsWith("{\"")) {
        accepts(line);
        seen.add(line.replaceFirst(".*?\"kind\":\"(\\w+)\".*", "$1"));
      }
    }
    assertEquals(new TreeSet<>(KINDS), seen);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a field too many, a field too few
        "{\"seq\":1,\"t\":5,\"vf\":0,\"kind\":\"Lost\",\"cause\":null,\"count\":1,\"where\":\"\",\"x\":1}",
        "{\"seq\":1,\"t\":5,\"vf\":0,\"kind\":\"Lost\",\"cause\":null,\"count\":1}",
        "{\"seq\":1,\"t\":5,\"vf\":0,\"kind\":\"Lost\",\"count\":1,\"where\":\"\"}",
        // upper-case hex, half a byte
        "{\"seq\":1,\"t\":5,\"vf\":0,\"kind\":\"Unknown\",\"cause\":null,\"code\":9,\"payload\":\"AB\"}",
        "{\"seq\":1,\"t\":5,\"vf\":0,\"kind\":\"Unknown\",\"cause\":null,\"code\":9,\"payload\":\"a\"}",
        // owner 0 is left out, an inference that is none too
        "{\"seq\":1,\"t\":5,\"pf\":0,\"vf\":0,\"kind\":\"Notify\",\"cause\":null,\"bar\":2,\"offset\":0,\"queue\":0}",
        "{\"seq\":1,\"t\":5,\"vf\":0,\"kind\":\"Notify\",\"cause\":null,\"inferred\":false,\"bar\":2,\"offset\":0,\"queue\":0}",
        // a doorbell of the member's own BAR does not say so
        "{\"seq\":1,\"t\":5,\"vf\":1,\"kind\":\"Notify\",\"cause\":null,\"of\":\"member\",\"bar\":2,\"offset\":0,\"queue\":0}",
        // a kind that there is not
        "{\"seq\":1,\"t\":5,\"vf\":0,\"kind\":\"lost\",\"cause\":null,\"count\":1,\"where\":\"\"}",
      })
  void refuses(String line) {
    assertFalse(schema.validate(line, InputFormat.JSON).isEmpty(), line);
  }

  private void accepts(String line) {
    assertEquals(List.of(), schema.validate(line, InputFormat.JSON), line);
  }

  private static Path manual() {
    Path here = Path.of("").toAbsolutePath();
    Path found = here.resolve("docs/events.md");
    if (!Files.exists(found)) {
      found = here.resolveSibling("docs/events.md");
    }
    assertTrue(Files.exists(found), "no docs/events.md near " + here);
    return found;
  }

  private static Schema schema() {
    try (InputStream in = EventJson.class.getResourceAsStream("event.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
