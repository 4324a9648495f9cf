package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.vfio.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the host's kernel logs, and what it does not (reference §2.5 step 3c, §5.7, §6.1 step 4).
class KernelLogTest {
  private static final long SECOND = 1_000_000_000;

  /// The lines so far: `dev_err: text`.
  private static List<String> log(Rig rig) {
    return rig.facts(Fact.Lifecycle.class).stream()
        .filter(fact -> fact.what().equals("kernel-log"))
        .map(fact -> fact.reasons().getFirst())
        .map(line -> line.name() + ": " + line.value())
        .toList();
  }

  private static Rig started(String kernel, long commands, int objects) {
    Topology.Pf pf =
        new Topology.Pf(
            256,
            Rig.topology(1).pfs().getFirst().vfs(),
            new Topology.BuiltIn(commands, objects, Topology.Latency.NONE),
            true);
    return Rig.of(new Topology(List.of(pf), Switches.DEFAULT.with(Switch.KERNEL, kernel), 0));
  }

  /// > Otherwise the command is refused before it is queued: nothing on the wire, kernel log … -95
  @ParameterizedTest(name = "{0}, PF offers {1}: {2} lines")
  @CsvSource({
    "6.13+, 0x7f, 1",
    "6.13-6.14, 0x7f, 1",
    "6.11, 0x7f, 0",
    "6.8, 0x7f, 0",
    "6.13+, 0x3ff, 0"
  })
  void theStartUpOfAPfWithoutCapabilityCommands(String kernel, String offered, int lines) {
    try (Rig rig = started(kernel, Long.decode(offered), 1)) {
      assertEquals(
          Collections.nCopies(lines, "dev_err: Failed to execute command on admin vq: -95"),
          log(rig));
    }
  }

  @Test
  void aPfWithoutTheFeatureIsNotWorthALine() {
    Topology.Pf pf = new Topology.Pf(0, Rig.topology(1).pfs().getFirst().vfs());
    try (Rig rig = Rig.of(new Topology(List.of(pf), Switches.DEFAULT, 0))) {
      assertEquals(List.of(), log(rig));
    }
  }

  /// Not rate limited: every failing access has its line (F-40).
  @Test
  void aCommandThatTheFirmwareRefused() {
    try (Rig rig = Rig.net(1)) {
      rig.ready(
          1,
          guest -> {
            rig.forget();
            for (int i = 0; i < 20; i++) {
              assertEquals("EINVAL", guest.read(12, 4));
            }
            assertEquals("00", guest.read(18, 1));
          });
      assertEquals(
          Collections.nCopies(20, "dev_err: admin command error: status(0x16) qualifier(0x3)"),
          log(rig));
      List<Event> events = rig.events();
      Event line = events.stream().filter(e -> e.fact() instanceof Fact.Lifecycle).toList().get(0);
      Event cause = events.stream().filter(e -> e.seq() == line.cause()).findFirst().orElseThrow();
      assertEquals(Fact.AccessStart.class, cause.fact().getClass());
      assertEquals(0, line.vf(), "it is the PF's driver that logs");
    }
  }

  @Test
  void aCommandThatCannotBeQueued() {
    try (Rig rig = Rig.net(1)) {
      rig.ready(
          1,
          guest -> {
            rig.forget();
            guest.member();
            rig.engine().owners().getFirst().reset();
            assertEquals("EIO", guest.read(18, 1));
            assertEquals("EIO", guest.write(18, "00"));
            rig.engine().owners().getFirst().setBound(false);
            assertEquals("ENODEV", guest.read(18, 1));
          });
      assertEquals(
          Collections.nCopies(2, "dev_err: Failed to execute command on admin vq: -5"),
          log(rig),
          "without a driver nobody logs");
    }
  }

  /// > PF reset while pending … ret = -EIO (§5.7)
  @Test
  void aCommandThatAPfResetBroke() {
    try (Rig rig = Rig.net(1)) {
      EmulatedOwner owner = rig.engine().owners().getFirst();
      rig.ready(
          1,
          guest -> {
            rig.forget();
            owner.setFirmwareHeld(true);
            rig.scheduler()
                .spawn(
                    "administrator",
                    () -> {
                      rig.scheduler().sleepUntil(SECOND);
                      owner.reset();
                    });
            assertEquals("EIO", guest.read(18, 1));
          });
      assertEquals(List.of("dev_err: Failed to execute command on admin vq: -5"), log(rig));
    }
  }

  @Test
  void anOpcodeThatWasNotAgreedOn() {
    try (Rig rig = started("6.11", 0x5f, 0)) {
      assertEquals(List.of(), log(rig), "looking at the list is no command");
    }
  }

  /// Rate limited: ten lines in five seconds.
  @Test
  void aFunctionThatDoesNotResume() {
    try (Rig rig = Rig.net(1)) {
      rig.ready(
          1,
          guest -> {
            rig.forget();
            guest.member().setResumable(false);
            for (int i = 0; i < 15; i++) {
              assertEquals("EIO", guest.read(18, 1));
            }
            assertEquals(10, log(rig).size());
            rig.scheduler().sleepUntil(5 * SECOND);
            assertEquals("EIO", guest.read(18, 1));
            assertEquals(10, log(rig).size());
            rig.scheduler().sleepUntil(5 * SECOND + 1);
            assertEquals("EIO", guest.write(16, "0000"));
          });
      assertEquals(Collections.nCopies(11, "pci_info: runtime resume failed"), log(rig));
    }
  }

  @Test
  void aLineIsNoConditionThatHolds() {
    try (Rig rig = Rig.net(1)) {
      Condition line =
          rig.facts(Fact.Lifecycle.class).stream()
              .filter(fact -> fact.what().equals("kernel-log"))
              .findFirst()
              .orElseThrow()
              .reasons()
              .getFirst();
      assertEquals(false, line.holds());
    }
  }
}
