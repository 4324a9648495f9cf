package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.barscope.engine.Ledger.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every row of the reference's §2.3 to §7, §12.4 to §12.6, and every rule of §11 names the tests
/// that would fail without it, or says why there is none: `rows.txt`.
class RowsCoveredTest {
  /// How many rows each section of the reference has.
  private static final String COUNTS =
      """
      2.3 8   2.4 20  2.5 27  2.6 19
      3.1 18  3.2 20  3.3 9   3.4 12
      4.1 18  4.2 7   4.3 32  4.4 11  4.5 2   4.6 29
      5.1 10  5.2 11  5.3 25  5.4 21  5.5 16  5.6 26  5.7 19  5.8 9
      6.1 17  6.2 10  6.3 24  6.4 20  6.5 9
      7   18
      12.4 24 12.5 26 12.6 11
      A   52
      """;

  private static final String RULES =
      """
      001 002 003 004 005 006 007 008 009 010
      020 021 022 023 024 025 026 027
      030 031 032 033 034 035 036
      040 041 042 043 044 045 046 047 048 049
      050 051 052 053 054 055 056
      060 061 062 063 064 065 066 067 068 069
      """;

  private static final List<Row> ROWS =
      Ledger.rows().stream().filter(row -> !row.section().equals("switch")).toList();

  @Test
  void everyTestThatIsNamedIsOne() {
    assertEquals(List.of(), ROWS.stream().flatMap(row -> Ledger.mistakes(row).stream()).toList());
  }

  @Test
  void noRowStandsTwice() {
    Set<String> seen = new HashSet<>();
    assertEquals(
        List.of(), Ledger.rows().stream().map(Row::id).filter(id -> !seen.add(id)).toList());
  }

  @Test
  void everySectionHasItsRows() {
    Map<String, Integer> expected = new TreeMap<>();
    String[] words = COUNTS.strip().split("\\s+");
    for (int i = 0; i < words.length; i += 2) {
      expected.put(words[i], Integer.valueOf(words[i + 1]));
    }
    Map<String, Integer> counts = new TreeMap<>();
    ROWS.forEach(row -> counts.merge(row.section(), 1, Integer::sum));
    assertEquals(expected, counts);
  }

  @Test
  void everyRuleIsARow() {
    assertEquals(
        List.of(RULES.strip().split("\\s+")),
        ROWS.stream()
            .filter(row -> row.section().equals("A"))
            .map(row -> row.id().substring(2))
            .toList());
  }

  /// Open rows do not fail; they are told where the tests tell how they went.
  @Test
  void mostRowsAreTestedHereAndOpenOnesAreTold() {
    List<String> open = ROWS.stream().filter(Row::isOpen).map(Row::id).toList();
    long elsewhere = ROWS.stream().filter(Row::isElsewhere).count();
    System.out.printf(
        "rows: %d, not here: %d, open: %d %s%n", ROWS.size(), elsewhere, open.size(), open);
    assertTrue(elsewhere + open.size() < ROWS.size() / 6, "rows without a test");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "2.3 x: RowsCoveredTest#noRowStandsTwice",
        "2.3 x: RouteTest#x RowsCoveredTest#noRowStandsTwice",
        "2.3 x: LegacyRegistersTest$Isr#readingReturnsAndClears",
        "2.3 x: LegacyRegistersTest$Isr#readingReturnsAndClear",
        "2.3 x: LegacyRegistersTest#readingReturnsAndClears",
        "2.3 x: LegacyRegistersTest#both",
        "2.3 x: ResetsTest$Way#values",
        "2.3 x: Rig#run",
        "2.3 x: a sentence",
        "2.3 x: not here: because",
        "2.3 x: not here:",
        "2.3 x: open: something",
      })
  void onlyTestsAndReasonsCover(String line) {
    boolean good =
        line.contains("#noRow") && !line.contains("Route")
            || line.contains("Isr#readingReturnsAndClears")
            || line.endsWith("because")
            || line.endsWith("something");
    assertEquals(good, Ledger.mistakes(Ledger.row(line)).isEmpty(), line);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "A-001: x, A, A-001",
    "6.4 EIO-x: y, 6.4, 6.4 EIO-x",
    "7 1-x: y z, 7, 7 1-x",
    "switch a=b: c, switch, switch a=b",
  })
  void aRowIsSectionLabelCover(String line, String section, String id) {
    Row row = Ledger.row(line);
    assertEquals(section + " | " + id, row.section() + " | " + row.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.4", "6.4 a b: c", "6.4 a:", "6.4 a : b", "A-01: c"})
  void aLineThatIsNoneIsRefused(String line) {
    assertThrows(AssertionError.class, () -> Ledger.row(line));
  }
}
