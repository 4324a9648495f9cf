package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.tracer.recording.Recording;
import org.junit.jupiter.api.Test;

/// All logs in one run: every network device is a VF of one PF.
class TogetherTest {
  private static final List<String> NET =
      List.of("a1", "a2", "a4", "a6", "b1", "b2", "j1", "j3", "j7", "z1");

  private static final Run TOGETHER =
      Run.of(Traces.ALL.stream().map(Traces::recording).toArray(Recording[]::new));

  /// The events of one member without what must differ: numbers, and the member itself.
  private static List<String> stream(Run run, int vf) {
    Map<Long, Integer> places = new HashMap<>();
    List<String> texts = new ArrayList<>();
    for (Event event : run.of(vf)) {
      places.put(event.seq(), texts.size());
      int cause = places.getOrDefault(event.cause(), -1);
      texts.add(
          "t=%d cause=%d recorded=%d inferred=%s %s"
              .formatted(
                  event.time(),
                  cause,
                  event.recorded(),
                  event.inferred(),
                  withoutMember(event.fact(), vf)));
    }
    return texts;
  }

  private static String withoutMember(Fact fact, int vf) {
    return switch (fact) {
      case Fact.AdminSubmit submit -> {
        assertEquals(vf, submit.member());
        String readable = submit.readable().toHex();
        assertEquals("%02x00000000000000".formatted(vf), readable.substring(32, 48));
        yield "submit %d %d %s %s %d"
            .formatted(
                submit.opcode(),
                submit.group(),
                readable.substring(0, 32),
                readable.substring(48),
                submit.writableLength());
      }
      case Fact.AdminComplete complete -> {
        assertEquals(vf, complete.member());
        yield "complete %d %d %d %d %s %d"
            .formatted(
                complete.opcode(),
                complete.status(),
                complete.qualifier(),
                complete.usedLength(),
                complete.written().toHex(),
                complete.taken());
      }
      case Fact.Lifecycle life -> life.toString().replace("VF " + vf, "VF");
      default -> fact.toString();
    };
  }

  @Test
  void areOneVfForEachNetworkDevice() {
    assertEquals(
        NET,
        TOGETHER.cast().roles().stream()
            .map(role -> role.source().replaceFirst(".*/(..)-[^/]*$", "$1"))
            .toList());
    assertEquals(10, TOGETHER.cast().notEmulated().size());
  }

  @Test
  void differInNothingUnexplained() {
    TOGETHER.assertNothingUnexplained("together");
    assertEquals(
        "45952 compared, 903 equal, 45009 cause-not-logged, 40 no-interrupt-pin, 0 unexplained",
        TOGETHER.comparison());
  }

  @Test
  void areInterleavedByTime() {
    long last = 0;
    int turns = 0;
    int vf = 0;
    for (Event event : TOGETHER.events()) {
      assertTrue(event.time() >= last, event::toString);
      last = event.time();
      turns += event.vf() != vf && event.vf() != 0 ? 1 : 0;
      vf = event.vf();
    }
    assertTrue(turns > 10_000, "turns: " + turns);
  }

  @Test
  void giveEachVfTheEventsThatItHasAlone() {
    for (int i = 0; i < NET.size(); i++) {
      List<String> alone = stream(Run.of(NET.get(i)), 1);
      List<String> together = stream(TOGETHER, i + 1);
      assertEquals(alone.size(), together.size(), NET.get(i));
      for (int j = 0; j < alone.size(); j++) {
        assertEquals(alone.get(j), together.get(j), NET.get(i));
      }
    }
  }
}
