package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Linux 6.12 `virtio_net` does, access by access, and the admin command that each becomes
/// (opcodes: 2 COMMON_CFG_WRITE, 3 COMMON_CFG_READ, 5 DEV_CFG_READ).
class LinuxNetTest {
  /// From the reset to the end of probe, with MSI-X; `PFN0` to `PFN2` stand for the rings, whose
  /// places differ from run to run.
  private static final String MSIX_PROBE =
      """
      W8@18=00        2@18=00
      R8@18=00        3@18
      R8@18=00        3@18
      W8@18=01        2@18=01
      R8@18=01        3@18
      W8@18=03        2@18=03
      R32@0=6480bf79  3@0
      W32@4=6480af38  2@4=6480af38
      R8@20=52        5@0
      R8@21=54        5@1
      R8@22=00        5@2
      R8@23=12        5@3
      R8@24=34        5@4
      R8@25=56        5@5
      irq-mode none
      irq-mode msix
      W16@20=0000     2@20=0000
      R16@20=0000     3@20
      W16@14=0000     2@14=0000
      R16@12=0001     3@12
      W16@14=0000     2@14=0000
      R32@8=00000000  3@8
      W16@14=0000     2@14=0000
      W32@8=PFN0      2@8=PFN0
      W16@14=0000     2@14=0000
      W16@22=0100     2@22=0100
      R16@22=0100     3@22
      W16@14=0100     2@14=0100
      R16@12=0001     3@12
      W16@14=0100     2@14=0100
      R32@8=00000000  3@8
      W16@14=0100     2@14=0100
      W32@8=PFN1      2@8=PFN1
      W16@14=0100     2@14=0100
      W16@22=0200     2@22=0200
      R16@22=0200     3@22
      W16@14=0200     2@14=0200
      R16@12=4000     3@12
      W16@14=0200     2@14=0200
      R32@8=00000000  3@8
      W16@14=0200     2@14=0200
      W32@8=PFN2      2@8=PFN2
      R8@18=03        3@18
      W8@18=07        2@18=07
      R8@18=07        3@18
      """;

  /// The interface goes up: the receive ring is filled, the link is asked for, six settings go
  /// through the control queue.
  private static final String MSIX_UP =
      """
      W16@16=0000     bell 0
      R8@30=01        5@6
      R8@31=00        5@7
      W16@16=0200     bell 2
      W16@16=0200     bell 2
      W16@16=0200     bell 2
      W16@16=0200     bell 2
      W16@16=0200     bell 2
      W16@16=0200     bell 2
      """;

  private static final String INTX_PROBE =
      """
      irq-mode intx
      W8@18=00        2@18=00
      R8@18=00        3@18
      R8@18=00        3@18
      W8@18=01        2@18=01
      R8@18=01        3@18
      W8@18=03        2@18=03
      R32@0=FEATURES  3@0
      W32@4=ACCEPTED  2@4=ACCEPTED
      R8@20=52        5@0
      R8@21=54        5@1
      R8@22=00        5@2
      R8@23=12        5@3
      R8@24=34        5@4
      R8@25=56        5@5
      W16@14=0000     2@14=0000
      R16@12=0001     3@12
      W16@14=0000     2@14=0000
      R32@8=00000000  3@8
      W16@14=0000     2@14=0000
      W32@8=PFN0      2@8=PFN0
      W16@14=0100     2@14=0100
      R16@12=0001     3@12
      W16@14=0100     2@14=0100
      R32@8=00000000  3@8
      W16@14=0100     2@14=0100
      W32@8=PFN1      2@8=PFN1
      W16@14=0200     2@14=0200
      R16@12=4000     3@12
      W16@14=0200     2@14=0200
      R32@8=00000000  3@8
      W16@14=0200     2@14=0200
      W32@8=PFN2      2@8=PFN2
      R8@18=03        3@18
      W8@18=07        2@18=07
      R8@18=07        3@18
      """;

  private static List<String> rows(String block, String pfn0, String pfn1, String pfn2) {
    return Rows.parse(block.replace("PFN0", pfn0).replace("PFN1", pfn1).replace("PFN2", pfn2));
  }

  private static List<String> bells(int queue, int count) {
    return Collections.nCopies(count, "W16@16=0%d00 bell %d".formatted(queue, queue));
  }

  private static long commands(Run run, int vf) {
    return run.of(vf).stream()
        .filter(event -> event.fact() instanceof Fact.AdminSubmit s && s.opcode() != 6)
        .count();
  }

  @Test
  void probesAsTheReferenceSays() {
    List<String> expected = new ArrayList<>();
    expected.addAll(rows(MSIX_PROBE, "98240000", "9c240000", "e8230000"));
    expected.addAll(Rows.parse(MSIX_UP));
    expected.addAll(bells(1, 4));
    assertEquals(expected, Rows.of(Run.of("a1"), 1));
  }

  @ParameterizedTest
  @CsvSource({
    "a4, 1, a0240000, a4240000, 62230000,  6",
    "a6, 1, 98240000, 9c240000, 00240000,  4",
    "j1, 1, fc230000, 80240000, ae230000,  2",
    "j3, 1, 58240000, 5c240000, 24230000, 40",
    "z1, 1, 44260000, 48260000, e0250000,  4",
  })
  void probesAsEverInOtherSituations(
      String id, int vf, String pfn0, String pfn1, String pfn2, int packets) {
    List<String> expected = new ArrayList<>(rows(MSIX_PROBE, pfn0, pfn1, pfn2));
    expected.addAll(Rows.parse(MSIX_UP));
    expected.addAll(bells(1, packets));
    assertEquals(expected, Rows.of(Run.of(id), vf).subList(0, expected.size()));
  }

  @ParameterizedTest
  @CsvSource({"b1, 90240000, 94240000, 32230000", "b2, 8c240000, 90240000, 32230000"})
  void probesAndReadsItsIsrWithoutMsix(String id, String pfn0, String pfn1, String pfn2) {
    String probe = INTX_PROBE.replace("FEATURES", "6480bf79").replace("ACCEPTED", "6480af38");
    List<String> expected = new ArrayList<>(rows(probe, pfn0, pfn1, pfn2));
    expected.addAll(
        Rows.parse(
            """
            W16@16=0000     bell 0
            R8@26=01        5@6
            R8@27=00        5@7
            W16@16=0200     bell 2
            R8@19=01        3@19
            W16@16=0200     bell 2
            W16@16=0200     bell 2
            W16@16=0200     bell 2
            W16@16=0200     bell 2
            W16@16=0200     bell 2
            W16@16=0100     bell 1
            R8@19=01        3@19
            W16@16=0100     bell 1
            R8@19=01        3@19
            W16@16=0100     bell 1
            R8@19=01        3@19
            W16@16=0100     bell 1
            R8@19=01        3@19
            """));
    assertEquals(expected, Rows.of(Run.of(id), 1));
  }

  @Test
  void probesWithoutEventIndexInTheFloodWithoutMsix() {
    String probe = INTX_PROBE.replace("FEATURES", "6480bf59").replace("ACCEPTED", "6480af18");
    List<String> expected = rows(probe, "84240000", "88240000", "38240000");
    assertEquals(expected, Rows.of(Run.of("j7"), 1).subList(0, expected.size()));
  }

  @Test
  void makes43AccessesBeforeTheFirstDoorbellAnd45InAll() {
    List<String> accesses = Rows.accesses(Run.of("a1"), 1);
    assertEquals(43, accesses.indexOf("W16@16=0000"));
    assertEquals(45, accesses.stream().filter(row -> !row.startsWith("W16@16=")).count());
    assertEquals(56, accesses.size());
  }

  @Test
  void makes35AccessesBeforeTheFirstDoorbellWithoutMsix() {
    assertEquals(35, Rows.accesses(Run.of("b1"), 1).indexOf("W16@16=0000"));
    assertEquals(35, Rows.accesses(Run.of("b2"), 1).indexOf("W16@16=0000"));
  }

  @ParameterizedTest
  @CsvSource({
    "a1, 45, 11",
    "a2, 45, 11",
    "a4, 45, 13",
    "a6, 45, 11",
    "b1, 42, 11",
    "b2, 42, 11",
    "j1, 725, 132",
    "z1, 45, 15"
  })
  void becomesOneAdminCommandPerAccessAndNonePerDoorbell(String id, int commands, int doorbells) {
    Run run = Run.of(id);
    assertEquals(commands, commands(run, 1));
    assertEquals(doorbells, count(run, Fact.Notify.class));
    assertEquals(commands + doorbells, count(run, Fact.LegacyAccess.class), "BAR0 accesses");
  }

  private static long count(Run run, Class<? extends Fact> kind) {
    return run.of(1).stream().filter(event -> kind.isInstance(event.fact())).count();
  }

  @Test
  void hasItsConfigurationAt20BeforeMsixIsOnAndAt24After() {
    List<String> found = new ArrayList<>();
    for (Event event : Run.of("a1").events()) {
      if (event.fact() instanceof Fact.LegacyAccess access && access.offset() >= 20) {
        found.add(access.offset() + ":" + access.headerLength());
      } else if (event.fact() instanceof Fact.Lifecycle life && life.what().equals("irq-mode")) {
        found.add(life.reasons().getFirst().value());
      }
    }
    assertEquals(
        List.of(
            "20:20", "21:20", "22:20", "23:20", "24:20", "25:20", "none", "msix", "20:24", "20:24",
            "22:24", "22:24", "22:24", "22:24", "30:24", "31:24"),
        found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b1", "b2"})
  void hasItsConfigurationAt20WithoutMsix(String id) {
    assertTrue(Run.of(id).facts(Fact.LegacyAccess.class).allMatch(a -> a.headerLength() == 20), id);
  }

  @Test
  void isInterruptedByTheVectorOfTheQueue() {
    assertEquals(
        List.of(
            "1 queue 0",
            "2 queue 1",
            "1 queue 0",
            "2 queue 1",
            "1 queue 0",
            "2 queue 1",
            "1 queue 0",
            "2 queue 1"),
        interrupts("a1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b1", "b2"})
  void isInterruptedByThePinWithoutMsix(String id) {
    assertEquals(
        List.of(
            "-1 queue 2",
            "-1 queue 0",
            "-1 queue 1",
            "-1 queue 0",
            "-1 queue 1",
            "-1 queue 0",
            "-1 queue 1",
            "-1 queue 0",
            "-1 queue 1"),
        interrupts(id));
  }

  private static List<String> interrupts(String id) {
    return Run.of(id)
        .facts(Fact.Interrupt.class)
        .map(irq -> irq.vector() + " " + irq.reason().text() + " " + irq.queue())
        .toList();
  }
}
