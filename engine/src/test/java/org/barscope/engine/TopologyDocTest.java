package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/topology.md` says everything that a topology file may say.
class TopologyDocTest {
  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  private static String doc() throws IOException {
    return Files.readString(Path.of("../docs/topology.md"));
  }

  private static String firmwareDoc() throws IOException {
    return Files.readString(Path.of("../docs/firmware.md"));
  }

  @Test
  void everyFieldHasARow() throws IOException {
    String doc = doc();
    List<String> missing =
        fields()
            .filter(
                field -> !Pattern.compile("(?m)^\\| `[^|]*\\b" + field + "`").matcher(doc).find())
            .toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void theSampleWithAllFieldsHasThem() throws IOException {
    String sample = Files.readString(Path.of("../samples/topologies/all-fields.json"));
    List<String> missing =
        fields()
            .filter(field -> !List.of("program", "mode").contains(field))
            .filter(field -> !sample.contains('"' + field + "\": "))
            .toList();
    assertEquals(List.of(), missing);
  }

  private static Stream<String> fields() {
    return Stream.of(
            TopologyFields.SHORT,
            TopologyFields.BUILT_IN,
            TopologyFields.EXTERNAL,
            TopologyFields.LATENCY,
            TopologyFields.MEMBER,
            TopologyFields.NOTIFY)
        .flatMap(List::stream);
  }

  @Test
  void everySwitchHasARowWithItsPositionsAndItsMeaning() throws IOException {
    List<String> lines = doc().lines().toList();
    for (Switch which : Switch.values()) {
      String start = "| `" + which.text() + "` | ";
      List<String> positions = which.positions().stream().map(p -> "`" + p + "`").toList();
      String row = start + String.join(", ", positions) + " | " + which.meaning() + " |";
      assertTrue(lines.contains(row), row);
    }
  }

  @Test
  void itsExamplesAreTopologies() throws IOException {
    Matcher example = EXAMPLE.matcher(doc() + firmwareDoc());
    List<Topology> topologies = new ArrayList<>();
    while (example.find()) {
      topologies.add(TopologyFile.parse("example", example.group(1)));
    }
    assertTrue(topologies.size() >= 4, topologies.size() + " examples");
  }
}
