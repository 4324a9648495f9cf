package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.tracer.replay.Cast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/// What the emulated VFs answer, compared with what QEMU's devices answered.
class DifferencesTest {
  @SuppressWarnings("unused") // named by @FieldSource
  private static final List<String> ALL = Traces.ALL;

  @ParameterizedTest
  @FieldSource("ALL")
  void areAllExplained(String id) {
    Run.of(id).assertNothingUnexplained(id);
  }

  @ParameterizedTest
  @CsvSource({
    // five reads of the Interrupt Pin, which a VF has not got, for each device; j1 is scanned twice
    "a1, '61 compared, 56 equal, 5 no-interrupt-pin, 0 unexplained'",
    "a2, '61 compared, 56 equal, 5 no-interrupt-pin, 0 unexplained'",
    "a4, '62 compared, 57 equal, 5 no-interrupt-pin, 0 unexplained'",
    "a6, '190 compared, 180 equal, 10 no-interrupt-pin, 0 unexplained'",
    "j1, '431 compared, 421 equal, 10 no-interrupt-pin, 0 unexplained'",
    "j3, '61 compared, 56 equal, 5 no-interrupt-pin, 0 unexplained'",
    "z1, '887 compared, 857 equal, 30 no-interrupt-pin, 0 unexplained'",
    // guests on INTx get the pin they were recorded with
    "b1, '62 compared, 62 equal, 0 unexplained'",
    "b2, '62 compared, 62 equal, 0 unexplained'",
    // without interrupt lines nobody can know when the ISR was set
    "j7, '45029 compared, 20 equal, 45009 cause-not-logged, 0 unexplained'",
    "c1, '129 compared, 124 equal, 5 no-interrupt-pin, 0 unexplained'",
    "c2, '131 compared, 131 equal, 0 unexplained'",
    "e1, '248 compared, 248 equal, 0 unexplained'",
    "j8, '185 compared, 185 equal, 0 unexplained'",
  })
  void areCountedByRule(String id, String counts) {
    assertEquals(counts, Run.of(id).comparison());
  }

  @Test
  void areTheIsrReadsOfTheFloodWithoutInterruptLines() {
    long isrReads =
        Run.of("j7")
            .facts(Fact.LegacyAccess.class)
            .filter(a -> a.direction() == Direction.READ && a.offset() == 19)
            .count();
    assertEquals(45009, isrReads);
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void noAccessFailsAndNoGuestBreaksARule(String id) {
    Run run = Run.of(id);
    assertEquals(List.of(), run.facts(Fact.GuestFault.class).toList());
    assertTrue(run.facts(Fact.LegacyAccess.class).allMatch(access -> access.errno() == 0));
    assertTrue(run.facts(Fact.ConfigAccess.class).allMatch(access -> access.errno() == 0));
    assertTrue(run.facts(Fact.AdminComplete.class).allMatch(answer -> answer.status() == 0));
  }

  @ParameterizedTest
  @CsvSource({
    "a1, net",
    "c1, blk",
    "c2, blk",
    "e1, blk",
    "j8, blk",
    "a6, net blk",
    "z1, net blk scsi rng console balloon"
  })
  void arePlayedByEveryDeviceOfALog(String id, String types) {
    Run run = Run.of(id);
    assertEquals(
        List.of(types.split(" ")),
        run.cast().roles().stream().map(role -> role.spec().type().text()).toList());
    assertEquals(List.of(), run.cast().notEmulated());
    assertEquals(List.of(), run.cast().silent());
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void everyEventHasACauseBeforeItAndNumbersHaveNoGaps(String id) {
    List<Event> events = Run.of(id).events();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      assertEquals(i, event.seq());
      assertTrue(event.cause() < event.seq(), event::toString);
      boolean answer =
          event.fact() instanceof Fact.LegacyAccess
              || event.fact() instanceof Fact.ConfigAccess
              || event.fact() instanceof Fact.AdminComplete;
      if (answer) {
        Event cause = events.get((int) event.cause());
        assertTrue(
            cause.fact() instanceof Fact.AccessStart || cause.fact() instanceof Fact.AdminSubmit,
            event::toString);
        assertEquals(event.vf(), cause.vf());
      }
    }
  }

  @Test
  void guestsOnThePinGetOneAndOthersDoNot() {
    for (Map.Entry<String, Boolean> entry :
        Map.of("a1", false, "b1", true, "b2", true, "j7", true, "z1", false).entrySet()) {
      Cast.Role role = Run.of(entry.getKey()).cast().roles().getFirst();
      assertEquals(entry.getValue(), role.spec().interruptPin(), entry.getKey());
    }
  }
}
