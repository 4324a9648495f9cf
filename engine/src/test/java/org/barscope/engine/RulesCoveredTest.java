package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every rule of reference §11 has a test that names it, and every position of a switch is put to
/// the test: read from the sources of the tests themselves.
class RulesCoveredTest {
  /// The numbers that the reference has, without the letter, so that this list names nothing.
  private static final String RULES =
      """
      001 002 003 004 005 006 007 008 009 010
      020 021 022 023 024 025 026 027
      030 031 032 033 034 035 036
      040 041 042 043 044 045 046 047 048 049
      050 051 052 053 054 055 056
      060 061 062 063 064 065 066 067 068 069
      """;

  /// Rules that nothing here can break.
  private static final Map<String, String> UNBREAKABLE =
      Map.of(
          "047", "order across several admin queues: the driver uses one, the owner has one",
          "049", "the feature is offered on PCI only: there is no other transport here");

  private static final Pattern ID = Pattern.compile("\\bA-(\\d{3})\\b");

  private static List<Path> sources() throws IOException {
    Path root = Path.of(System.getProperty("basedir", "."), "src/test/java");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith("Test.java"))
          .filter(file -> !file.endsWith("RulesCoveredTest.java"))
          .toList();
    }
  }

  /// The rules that a source names in comments; not in strings, not in class names.
  private static Set<String> named(String source) {
    Set<String> ids = new TreeSet<>();
    source
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("//"))
        .forEach(line -> {
          Matcher id = ID.matcher(line);
          while (id.find()) {
            ids.add(id.group(1));
          }
        });
    return ids;
  }

  private static Set<String> covered() throws IOException {
    Set<String> covered = new TreeSet<>();
    for (Path source : sources()) {
      String text = Files.readString(source);
      assertTrue(
          text.contains("@Test")
              || text.contains("@Parameter")
              || text.contains("@Fuzz")
              || text.contains("@Property"),
          source + " has no test");
      covered.addAll(named(text));
    }
    return covered;
  }

  @Test
  void everyRuleHasATestOrAReason() throws IOException {
    Set<String> rules = new TreeSet<>(List.of(RULES.strip().split("\\s+")));
    assertEquals(52, rules.size());
    Set<String> missing = new TreeSet<>(rules);
    missing.removeAll(covered());
    assertEquals(UNBREAKABLE.keySet(), missing, "rules that no test's comment names");
    assertTrue(sources().size() > 40, "sources seen: " + sources().size());
  }

  @Test
  void noTestNamesARuleThatTheReferenceHasNot() throws IOException {
    Set<String> unknown = new TreeSet<>(covered());
    unknown.removeAll(List.of(RULES.strip().split("\\s+")));
    assertEquals(Set.of(), unknown);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'/// A-001: …', 001",
    "'  // A-001', 001",
    "'assertEquals(\"A-001\")', ''",
    "'/// A-0012 and xA-001', ''",
  })
  void onlyCommentsCount(String line, String ids) {
    assertEquals(ids, String.join(" ", named(line)));
  }

  /// `rows.txt` names a test for each position, and the position stands in that test's table, or
  /// beside the switch.
  @Test
  void everyPositionOfASwitchIsTested() {
    List<String> positions = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Switch which : Switch.values()) {
      for (String position : which.positions()) {
        positions.add("switch " + which.text() + "=" + position);
        List<Ledger.Row> rows =
            Ledger.rows().stream().filter(row -> row.id().equals(positions.getLast())).toList();
        if (rows.size() != 1
            || !Ledger.mistakes(rows.getFirst()).isEmpty()
            || rows.getFirst().tests().stream()
                .noneMatch(test -> Ledger.moves(test, which, position))) {
          missing.add(positions.getLast());
        }
      }
    }
    assertEquals(List.of(), missing, "positions that no test of rows.txt moves a switch to");
    assertEquals(
        positions,
        Ledger.rows().stream()
            .filter(row -> row.section().equals("switch"))
            .map(Ledger.Row::id)
            .toList());
  }

  @ParameterizedTest(name = "{0} moves {1} to {2}: {3}")
  @CsvSource({
    "SwitchPositionsTest#memberTypes, MEMBER_TYPES, any, true",
    "SwitchPositionsTest#headerSplit, MEMBER_TYPES, any, false",
    "SwitchPositionsTest#memberTypes, PART_LENGTHS, any, false",
    "VariantOrderTest#anInterruptByPinLeavesTheHeaderAt20, INTERRUPT_PIN, intx, true",
    "AdminAnswersTest#missingResults, MISSING_RESULT, zero, true",
    "AdminAnswersTest#reservedStatuses, MISSING_RESULT, stale, false",
    "NoSuchTest#at, HOST, x86, false",
  })
  void aPositionIsInTheTestsOwnTable(String test, Switch which, String position, boolean moves) {
    assertEquals(moves, Ledger.moves(test, which, position));
  }
}
