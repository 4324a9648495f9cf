package org.barscope.engine.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.barscope.engine.protocol.vfio.MigrationState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The ways between migration states (reference §12.4): VFIO's own, step by step.
class MigrationArcTest {
  private static final List<String> STATES =
      List.of(
          "stop",
          "running",
          "pre_copy",
          "pre_copy_p2p",
          "stop_copy",
          "resuming",
          "running_p2p",
          "error");

  private static String next(String from, String to) {
    Optional<MigrationArc> arc =
        MigrationArc.next(MigrationStand.named(from), MigrationStand.named(to));
    arc.ifPresent(step -> assertEquals(from, step.from().text()));
    return arc.map(step -> step.to().text()).orElse("-");
  }

  @Test
  void numbersAndFlags() {
    assertEquals(
        List.of(
            "error",
            "stop",
            "running",
            "stop_copy",
            "resuming",
            "running_p2p",
            "pre_copy",
            "pre_copy_p2p"),
        MigrationState.texts());
    assertEquals(3, MigrationStand.named("stop_copy").number());
    assertEquals(Optional.empty(), MigrationState.of(8));
    assertEquals(Optional.empty(), MigrationState.of(-1));
    assertEquals(Optional.empty(), MigrationState.named("RUNNING"));
    assertEquals(7, Migration.FLAGS);
  }

  /// The first step from each state (row) to each other (column).
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          from,         stop,        running,     pre_copy,    pre_copy_p2p, stop_copy,    resuming,    running_p2p, error
          stop,         -,           running_p2p, running_p2p, running_p2p,  stop_copy,    resuming,    running_p2p, -
          running,      running_p2p, -,           pre_copy,    running_p2p,  running_p2p,  running_p2p, running_p2p, -
          pre_copy,     running,     running,     -,           pre_copy_p2p, pre_copy_p2p, running,     running,     -
          pre_copy_p2p, running_p2p, running_p2p, pre_copy,    -,            stop_copy,    running_p2p, running_p2p, -
          stop_copy,    stop,        stop,        -,           -,            -,            stop,        stop,        -
          resuming,     stop,        stop,        stop,        stop,         stop,         -,           stop,        -
          running_p2p,  stop,        running,     running,     pre_copy_p2p, stop,         stop,        -,           -
          error,        -,           -,           -,           -,            -,            -,           -,           -
          """)
  void firstStep(
      String from,
      String stop,
      String running,
      String preCopy,
      String preCopyP2p,
      String stopCopy,
      String resuming,
      String runningP2p,
      String error) {
    List<String> expected =
        List.of(stop, running, preCopy, preCopyP2p, stopCopy, resuming, runningP2p, error);
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), next(from, STATES.get(i)), from + " to " + STATES.get(i));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "running running_p2p stop",
    "running running_p2p stop stop_copy",
    "running running_p2p stop resuming",
    "running pre_copy",
    "pre_copy pre_copy_p2p stop_copy",
    "pre_copy running running_p2p stop resuming",
    "resuming stop running_p2p running pre_copy",
    "resuming stop stop_copy",
    "stop_copy stop running_p2p running",
  })
  void wholeWays(String way) {
    List<String> states = List.of(way.split(" "));
    for (int i = 0; i + 1 < states.size(); i++) {
      assertEquals(states.get(i + 1), next(states.get(i), states.getLast()));
    }
  }

  /// Reference §12.4, last row: no way has another step, and each of them is on some way.
  @Test
  void noStepButThoseOfTheTable() {
    Set<String> steps = new HashSet<>();
    for (String from : STATES) {
      for (String to : STATES) {
        String step = next(from, to);
        if (!step.equals("-")) {
          steps.add(from + " " + step);
        }
      }
    }
    assertEquals(
        Set.of(
            "running running_p2p",
            "running_p2p running",
            "pre_copy pre_copy_p2p",
            "pre_copy_p2p pre_copy",
            "running_p2p stop",
            "stop running_p2p",
            "stop stop_copy",
            "stop_copy stop",
            "running pre_copy",
            "running_p2p pre_copy_p2p",
            "pre_copy running",
            "pre_copy_p2p running_p2p",
            "pre_copy_p2p stop_copy",
            "stop resuming",
            "resuming stop"),
        steps);
    assertTrue(MigrationArc.ALL.size() == steps.size());
  }
}
