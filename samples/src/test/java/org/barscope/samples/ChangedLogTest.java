package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedDevice;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;
import org.barscope.tracer.recording.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Logs as other QEMUs or other options would have written them, made of the real ones.
class ChangedLogTest {
  static Stream<Arguments> everyLogWithEveryChange() {
    return Traces.SMALL_NET.stream()
        .flatMap(id -> Stream.of(Change.values()).map(change -> Arguments.of(id, change)));
  }

  private static Run run(String id, Change... changes) {
    return Run.of(recording(id, changes));
  }

  private static Recording recording(String id, Change... changes) {
    List<String> lines = Traces.lines(id);
    for (Change change : changes) {
      lines = change.apply(lines);
    }
    return Traces.read(lines);
  }

  /// The steps that were inferred, `command`, `msix`, `no msix` or `doorbell`.
  private static List<String> inferred(Run run) {
    List<String> found = new ArrayList<>();
    for (RecordedStep step : run.cast().roles().getFirst().completed().device().steps()) {
      if (step.inferred()) {
        found.add(word(step.action()));
      }
    }
    return found;
  }

  private static String word(Action action) {
    return switch (action) {
      case Action.SwitchIrqMode to -> to.mode().text();
      case Action.Access access when access.region() == Region.CONFIG -> {
        assertEquals(4, access.offset());
        assertEquals(Bytes.hex("0700"), access.data(), "I/O, memory and bus master");
        yield "command";
      }
      case Action.Access access -> {
        assertEquals(16, access.offset());
        yield "doorbell";
      }
      default -> throw new AssertionError(action);
    };
  }

  @ParameterizedTest
  @MethodSource("everyLogWithEveryChange")
  void giveTheSameRowsAndDifferInNothingUnexplained(String id, Change change) {
    Run run = run(id, change);
    assertEquals(players(id, change), run.players().size());
    run.assertNothingUnexplained(id + " " + change);
    boolean doorbellsGone =
        id.equals("a2") && (change == Change.WITHOUT_KICKS || change == Change.REGISTERS_ONLY);
    List<String> expected = rows(Run.of(id));
    boolean interruptsGone = change == Change.WITHOUT_INTERRUPTS || change == Change.REGISTERS_ONLY;
    if (doorbellsGone) {
      expected.removeIf(row -> row.startsWith("?W16@16="));
    }
    if (interruptsGone && (id.equals("b1") || id.equals("b2"))) {
      expected.replaceAll(row -> row.equals("R8@19=01 3@19") ? "R8@19=00 3@19" : row);
    }
    assertEquals(expected, rows(run));
  }

  /// How many devices play: without any line that names a type, only those whose registers do.
  private static int players(String id, Change change) {
    return id.equals("z1") && change == Change.REGISTERS_ONLY ? 4 : Run.of(id).players().size();
  }

  /// The rows of the network device, whether the interrupt mode was inferred or not.
  private static List<String> rows(Run run) {
    int vf =
        run.cast().roles().stream()
            .filter(role -> role.spec().type() == DeviceType.NET)
            .findFirst()
            .orElseThrow()
            .vf();
    List<String> rows = new ArrayList<>(Rows.of(run, vf));
    rows.replaceAll(row -> row.startsWith("?irq-mode ") ? row.substring(1) : row);
    return rows;
  }

  @ParameterizedTest
  @EnumSource(
      value = Change.class,
      names = {
        "WITHOUT_TIMES",
        "PROCESS_AND_SECONDS",
        "WITHOUT_REGION_NAMES",
        "WITHOUT_MAPPINGS",
        "WITHOUT_KICKS",
        "WITHOUT_INTERRUPTS"
      })
  void needNothingInferredWhereConfigurationAndMsixAreLogged(Change change) {
    assertEquals(List.of(), inferred(run("a1", change)));
    assertEquals(List.of(), inferred(run("j1", change)));
    assertEquals(List.of(), inferred(run("b1", change)));
  }

  @ParameterizedTest
  @CsvSource({"a1", "a4", "a6", "b1", "b2", "j1", "z1"})
  void enableTheBarThemselvesWithoutConfigurationLines(String id) {
    Run run = run(id, Change.WITHOUT_CONFIG);
    assertEquals(List.of("command"), inferred(run));
    Event write = run.events(Fact.ConfigAccess.class).findFirst().orElseThrow();
    assertTrue(write.inferred());
  }

  @ParameterizedTest
  @ValueSource(strings = {"WITHOUT_MSIX", "WITHOUT_CONFIG_AND_MSIX", "REGISTERS_ONLY"})
  void switchMsixThemselvesWithoutItsLines(Change change) {
    List<String> command = change == Change.WITHOUT_MSIX ? List.of() : List.of("command");
    List<String> once = new ArrayList<>(command);
    once.add("msix");
    for (String id : List.of("a1", "a4", "a6", "z1")) {
      assertEquals(once, inferred(run(id, change)), id);
    }
    List<String> often = new ArrayList<>(once);
    for (int i = 0; i < 10; i++) {
      often.add("none");
      often.add("msix");
    }
    assertEquals(often, inferred(run("j1", change)));
    assertEquals(
        List.of("?irq-mode none", "?irq-mode msix"),
        Rows.of(run("a1", change), 1).stream().filter(row -> row.contains("irq-mode")).toList());
    assertEquals(command, inferred(run("b1", change)), "never with INTx");
    assertEquals(command, inferred(run("b2", change)), "never without the capability");
  }

  @Test
  void haveTheirDoorbellsInferredOnlyFromKicks() {
    assertEquals(11, inferred(run("a2", Change.WITHOUT_REGION_NAMES)).size());
    assertEquals(List.of(), inferred(run("a2", Change.WITHOUT_KICKS)));
  }

  @ParameterizedTest
  @CsvSource({"b1", "b2"})
  void haveTheirIsrReadsExplainedWithoutInterruptLines(String id) {
    assertEquals(
        "62 compared, 57 equal, 5 cause-not-logged, 0 unexplained",
        run(id, Change.WITHOUT_INTERRUPTS).comparison());
    assertEquals(0, run(id, Change.WITHOUT_INTERRUPTS).facts(Fact.Interrupt.class).count());
    assertEquals(
        "25 compared, 20 equal, 5 cause-not-logged, 0 unexplained",
        run(id, Change.REGISTERS_ONLY).comparison());
  }

  @Test
  void saySoWhenTypeAndBaseFollowFromTheAccessesOnly() {
    RecordedDevice device = recording("a4", Change.REGISTERS_ONLY).devices().getFirst();
    assertTrue(device.typeInferred());
    assertTrue(device.baseInferred());
    assertEquals("virtio-pci at 0xc040", device.name());
    assertEquals("net", device.type().orElseThrow().text());
    RecordedDevice unmapped = recording("a4", Change.WITHOUT_MAPPINGS).devices().getFirst();
    assertFalse(unmapped.baseInferred(), "configuration tells the base");
  }

  @Test
  void keepDevicesApartByTheirAccessesOnly() {
    assertEquals(
        List.of("blk", "scsi", "net", "rng", "unknown", "unknown"),
        recording("z1", Change.REGISTERS_ONLY).devices().stream()
            .map(device -> device.type().map(type -> type.text()).orElse("unknown"))
            .toList());
  }

  @Test
  void haveTheTimesOfTheirPrefixOrTheirLineNumbers() {
    Recording timed = recording("a1", Change.PROCESS_AND_SECONDS);
    assertTrue(timed.timed());
    assertEquals(Traces.recording("a1").devices(), timed.devices());

    Recording untimed = recording("a1", Change.WITHOUT_TIMES);
    assertFalse(untimed.timed());
    List<RecordedStep> steps = untimed.devices().getFirst().steps();
    RecordedStep reset =
        steps.stream()
            .filter(s -> s.action() instanceof Action.Access a && a.region() == Region.BAR0)
            .findFirst()
            .orElseThrow();
    assertEquals(24_441_000, reset.time(), "line 24441, a microsecond each");
  }

  @Test
  void maySayNothingButRegistersWithoutTimes() {
    Run run = run("j1", Change.REGISTERS_ONLY, Change.WITHOUT_TIMES);
    run.assertNothingUnexplained("j1");
    assertEquals(rows(Run.of("j1")), rows(run));
    Run nameless = run("a6", Change.WITHOUT_REGION_NAMES, Change.WITHOUT_CONFIG_AND_MSIX);
    nameless.assertNothingUnexplained("a6");
    assertEquals(rows(Run.of("a6")), rows(nameless));
  }
}
