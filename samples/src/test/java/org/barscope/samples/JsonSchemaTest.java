package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.barscope.tracer.format.EventJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The JSON lines of every log against the published schema: all lines of a small log; of a flood
/// the first ones and every so many after them.
class JsonSchemaTest {
  @SuppressWarnings("unused") // named by @FieldSource
  private static final List<String> ALL = Traces.ALL;

  private static final int SMALL = 5000;
  private static final int FIRST = 1000;
  private static final int STEP = 211; // a prime, so that no kind of a regular pattern is missed

  private static final Schema SCHEMA = schema();

  @ParameterizedTest
  @FieldSource("ALL")
  void acceptsTheLinesOf(String id) {
    List<String> lines = Run.of(id).jsonLines();
    assertEquals(Run.of(id).events().size(), lines.size());
    boolean small = lines.size() <= SMALL;
    for (int i = 0; i < lines.size(); i += small || i < FIRST ? 1 : STEP) {
      String line = lines.get(i);
      assertTrue(SCHEMA.validate(line, InputFormat.JSON).isEmpty(), line);
    }
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
