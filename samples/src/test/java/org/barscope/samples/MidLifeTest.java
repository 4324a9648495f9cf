package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;
import org.barscope.tracer.replay.Explanation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Logs that begin anywhere in a driver's life, or end there.
class MidLifeTest {
  /// The lines of a log from each access of its network device's BAR on.
  private static List<List<String>> cuts(String id, int step) {
    List<String> lines = Traces.lines(id);
    String region = " mr " + region(id) + " ";
    List<List<String>> cuts = new ArrayList<>();
    int access = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(region) && access++ % step == 0) {
        cuts.add(lines.subList(i, lines.size()));
      }
    }
    return cuts;
  }

  private static String region(String id) {
    return switch (id) {
      case "a1" -> "0x555595133f70";
      case "a2" -> "0x5555869fdec0";
      case "a6" -> "0x5555616ba3c0";
      case "b1" -> "0x55557f066f70";
      case "j1" -> "0x55555ceb7f70";
      default -> throw new IllegalArgumentException(id);
    };
  }

  private static Map<Explanation, Long> explained(Run run) {
    Map<Explanation, Long> sum = new EnumMap<>(Explanation.class);
    run.players()
        .forEach(p -> p.comparison().explained().forEach((k, v) -> sum.merge(k, v, Long::sum)));
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"a1, 56, 1", "a2, 45, 1", "a6, 56, 5", "b1, 53, 1", "j1, 857, 7"})
  void differInNothingUnexplainedWhereverTheyBegin(String id, int accesses, int step) {
    List<List<String>> cuts = cuts(id, step);
    assertEquals((accesses + step - 1) / step, cuts.size());
    for (List<String> lines : cuts) {
      Run run = Run.of(Traces.read(lines));
      List<String> types =
          run.cast().roles().stream().map(role -> role.spec().type().text()).toList();
      assertTrue(types.contains("net"), lines.getFirst() + " " + types);
      assertTrue(types.size() == 1 || id.equals("a6"), lines.getFirst() + " " + types);
      run.assertNothingUnexplained(lines.getFirst());
    }
  }

  @ParameterizedTest
  @CsvSource({"a1, 3", "a2, 5", "j1, 11"})
  void areExplainedByNothingButWhatWasSetBefore(String id, int step) {
    for (List<String> lines : cuts(id, step)) {
      Map<Explanation, Long> explained = explained(Run.of(Traces.read(lines)));
      explained.remove(Explanation.NO_INTERRUPT_PIN);
      assertTrue(explained.getOrDefault(Explanation.MID_LIFE_UNKNOWN, 0L) <= 1, lines.getFirst());
      explained.remove(Explanation.MID_LIFE_UNKNOWN);
      assertEquals(Map.of(), explained, lines.getFirst());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"REGISTERS_ONLY", "WITHOUT_CONFIG_AND_MSIX", "WITHOUT_MSIX", "WITHOUT_INTERRUPTS"})
  void differInNothingUnexplainedWithFewerKindsOfLines(Change change) {
    for (String id : List.of("a1", "b1", "j1")) {
      for (List<String> lines : cuts(id, id.equals("j1") ? 13 : 4)) {
        Run run = Run.of(Traces.read(change.apply(lines)));
        run.assertNothingUnexplained(id + " " + change + " " + lines.getFirst());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"WITHOUT_MSIX", "REGISTERS_ONLY"})
  void knowTheInterruptModeWhereverTheyBegin(Change change) {
    // no configuration is mistaken for vectors, nor vectors for configuration
    for (List<String> lines : cuts("j1", 1).subList(0, 170)) {
      Map<Explanation, Long> explained = explained(Run.of(Traces.read(change.apply(lines))));
      assertEquals(0, explained.getOrDefault(Explanation.CAUSE_NOT_LOGGED, 0L), lines.getFirst());
    }
  }

  @ParameterizedTest
  @CsvSource({
    // cut before this access, what is inferred first: none, or a status
    "a1,  0, false, ''",
    "a1,  1, false, ''",
    "a1,  4, true, W8@18=01",
    "a1,  6, true, W8@18=03",
    "a1, 30, true, W8@18=03",
    "a1, 42, true, W8@18=07",
    "a1, 50, true, W8@18=07",
    "b1, 20, true, W8@18=03",
    "b1, 40, true, W8@18=07",
    "j1, 60, false, ''",
  })
  void inferHowFarTheDriverHadCome(String id, int access, boolean midLife, String status) {
    Run run = Run.of(Traces.read(cuts(id, 1).get(access)));
    var completed = run.cast().roles().getFirst().completed();
    assertEquals(midLife, completed.midLife());
    assertEquals(
        status,
        completed.device().steps().stream()
            .filter(RecordedStep::inferred)
            .filter(s -> s.action() instanceof Action.Access a && a.offset() == 18)
            .map(s -> "W8@18=" + ((Action.Access) s.action()).data().toHex())
            .findFirst()
            .orElse(""));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.86, 0.9, 0.955, 0.96, 0.97, 0.99})
  void mayEndAnywhere(double part) {
    List<String> lines = Traces.lines("a1");
    Run run = Run.of(Traces.read(lines.subList(0, (int) (part * lines.size()))));
    run.assertNothingUnexplained("a1 to " + part);
    List<String> rows = Rows.accesses(Run.of("a1"), 1);
    List<String> found = run.players().isEmpty() ? List.of() : Rows.accesses(run, 1);
    assertEquals(rows.subList(0, found.size()), found);
  }

  @Test
  void mayBeginInTheMiddleOfTheFlood() {
    List<String> lines = Traces.lines("j7");
    Run run = Run.of(Traces.read(lines.subList(270_000, lines.size())));
    assertEquals(1, run.players().size());
    run.assertNothingUnexplained("j7");
  }
}
