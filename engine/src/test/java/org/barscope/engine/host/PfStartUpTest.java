package org.barscope.engine.host;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.barscope.engine.Rig;
import org.barscope.engine.Switch;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the PF driver does to the device until its VFs are probed (reference §2.5), as the trace
/// shows it.
class PfStartUpTest {
  private static final String LIST_QUERY = hex("0000 0100", zeros(20)) + "/16";
  private static final String LIST_USE = hex("0100 0100", zeros(20), "7c00000000000000") + "/8";

  private static Rig kernel(String kernel, int vfs) {
    Topology topology = Rig.topology(vfs);
    return Rig.of(new Topology(topology.pfs(), Switches.DEFAULT.with(Switch.KERNEL, kernel), 0));
  }

  private static String notifyInfo(int vf) {
    return hex("0600 0100", zeros(12), "%02x".formatted(vf), zeros(7)) + "/72";
  }

  /// A legacy-only PF (LIST_QUERY 0x7f) never sees 0x7; bits 0 and 1 are cleared.
  @ParameterizedTest(name = "kernel {0}")
  @ValueSource(strings = {"6.8", "6.11", "6.13+"})
  void commandsAreTheListsThenOneNotifyInfoPerVf(String kernel) {
    try (Rig rig = kernel(kernel, 2)) {
      assertEquals(List.of(LIST_QUERY, LIST_USE, notifyInfo(1), notifyInfo(2)), rig.commands());
      assertEquals(
          List.of(zeros(8) + "7f00000000000000", zeros(8)),
          rig.facts(Fact.AdminComplete.class).stream()
              .limit(2)
              .map(complete -> complete.written().toHex())
              .toList());
    }
  }

  @Test
  void everyStepIsAnEvent() {
    try (Rig rig = Rig.net(2)) {
      List<String> steps = rig.events().stream().map(PfStartUpTest::step).toList();
      assertEquals(
          List.of(
              "0 vf 0 Setup",
              "1 vf 0 AdminSubmit 0",
              "2 vf 0 AdminComplete 0",
              "3 vf 0 AdminSubmit 1",
              "4 vf 0 AdminComplete 1",
              "5 vf 0 kernel-log",
              "6 vf 0 pf-driver-start",
              "7 vf 0 vf-enable",
              "8 vf 1 AdminSubmit 6",
              "9 vf 1 AdminComplete 6",
              "10 vf 1 probe",
              "11 vf 2 AdminSubmit 6",
              "12 vf 2 AdminComplete 6",
              "13 vf 2 probe"),
          steps);
    }
  }

  private static String step(Event event) {
    String what =
        switch (event.fact()) {
          case Fact.AdminSubmit submit -> "AdminSubmit " + submit.opcode();
          case Fact.AdminComplete complete -> "AdminComplete " + complete.opcode();
          case Fact.Lifecycle lifecycle -> lifecycle.what();
          default -> event.fact().getClass().getSimpleName();
        };
    return event.seq() + " vf " + event.vf() + " " + what;
  }

  @Test
  void theStartTellsItsConditions() {
    try (Rig rig = kernel("6.8", 1)) {
      Fact.Lifecycle start = rig.facts(Fact.Lifecycle.class).getFirst();
      assertEquals("pf-driver-start", start.what());
      // features: bits 32, 37 and 41
      assertEquals(
          List.of("true 6.8", "true 0x22100000000", "true 0x7c"),
          start.reasons().stream().map(reason -> reason.holds() + " " + reason.value()).toList());
    }
  }

  @Test
  void severalOwnersStartOneAfterTheOther() {
    Topology.Pf pf = Rig.topology(1).pfs().getFirst();
    try (Rig rig = Rig.of(new Topology(List.of(pf, pf), Switches.DEFAULT, 0))) {
      assertEquals(
          List.of(LIST_QUERY, LIST_USE, notifyInfo(1), LIST_QUERY, LIST_USE, notifyInfo(1)),
          rig.commands());
      assertEquals(
          List.of(0, 0, 0, 1, 1, 1),
          rig.events(Fact.AdminSubmit.class).stream().map(Event::pf).toList());
    }
  }

  @Test
  void anUnknownKernelIsRefused() {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> kernel("5.4", 1));
    assertEquals("kernel 5.4, expected 6.13+ or 6.13-6.14 or 6.11 or 6.8", thrown.getMessage());
  }
}
