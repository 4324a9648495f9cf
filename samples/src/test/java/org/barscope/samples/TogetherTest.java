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

/// All logs in one run: every device is a VF of one PF.
class TogetherTest {
  /// The log of each device, and which of the log's devices it is.
  private static final List<String> DEVICES =
      List.of(
          "a1 1", "a2 1", "a4 1", "a6 1", "a6 2", "b1 1", "b2 1", "c1 1", "c2 1", "e1 1", "j1 1",
          "j3 1", "j7 1", "j8 1", "z1 1", "z1 2", "z1 3", "z1 4", "z1 5", "z1 6");

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
  void areOneVfForEachDevice() {
    assertEquals(
        DEVICES.stream().map(device -> device.substring(0, 2)).toList(),
        TOGETHER.cast().roles().stream()
            .map(role -> role.source().replaceFirst(".*/(..)-[^/]*$", "$1"))
            .toList());
    assertEquals(List.of(), TOGETHER.cast().notEmulated());
  }

  @Test
  void differInNothingUnexplained() {
    TOGETHER.assertNothingUnexplained("together");
    assertEquals(
        "47599 compared, 2515 equal, 45009 cause-not-logged, 75 no-interrupt-pin, 0 unexplained",
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
    for (int i = 0; i < DEVICES.size(); i++) {
      String device = DEVICES.get(i);
      int vf = Integer.parseInt(device.substring(3));
      List<String> alone = stream(Run.of(device.substring(0, 2)), vf);
      List<String> together = stream(TOGETHER, i + 1);
      assertEquals(alone.size(), together.size(), device);
      for (int j = 0; j < alone.size(); j++) {
        assertEquals(alone.get(j), together.get(j), device);
      }
    }
  }
}
