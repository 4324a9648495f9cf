package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The log in which the driver leaves its device and comes back, five times on the virtio bus and
/// five times on the PCI bus.
class RebindTest {
  /// The device is reset, every queue loses its vector and its ring, then the vectors end, and only
  /// then is MSI-X switched off. The ISR read flushes the vector write.
  private static final String TEAR_DOWN =
      """
      W8@18=00        2@18=00
      R8@18=00        3@18
      W16@14=0000     2@14=0000
      W16@22=ffff     2@22=ffff
      R16@22=ffff     3@22
      R8@19=00        3@19
      W16@14=0000     2@14=0000
      W32@8=00000000  2@8=00000000
      W16@14=0100     2@14=0100
      W16@22=ffff     2@22=ffff
      R16@22=ffff     3@22
      R8@19=00        3@19
      W16@14=0100     2@14=0100
      W32@8=00000000  2@8=00000000
      W16@14=0200     2@14=0200
      W16@22=ffff     2@22=ffff
      R16@22=ffff     3@22
      R8@19=00        3@19
      W16@14=0200     2@14=0200
      W32@8=00000000  2@8=00000000
      W16@20=ffff     2@20=ffff
      R16@20=ffff     3@20
      irq-mode none
      R8@18=00        3@18
      R8@18=00        3@18
      W8@18=01        2@18=01
      """;

  /// What follows a tear-down.
  private static final String BACK_ON_VIRTIO =
      """
      R8@18=01        3@18
      W8@18=03        2@18=03
      R32@0=6480bf79  3@0
      W32@4=6480af38  2@4=6480af38
      R8@20=52        5@0
      """;

  private static final String BACK_ON_PCI =
      """
      W8@18=00        2@18=00
      R8@18=00        3@18
      R8@18=00        3@18
      W8@18=01        2@18=01
      R8@18=01        3@18
      W8@18=03        2@18=03
      """;

  private final List<String> rows = Rows.of(Run.of("j1"), 1);

  /// The places where a block of rows begins.
  private List<Integer> places(String block) {
    List<String> wanted = Rows.parse(block);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i + wanted.size() <= rows.size(); i++) {
      if (rows.subList(i, i + wanted.size()).equals(wanted)) {
        places.add(i);
      }
    }
    return places;
  }

  @Test
  void tearsDownTenTimesInTheSameOrder() {
    assertEquals(10, places(TEAR_DOWN).size());
  }

  @Test
  void tearsDownNowhereElse() {
    long vectorsTaken = rows.stream().filter(row -> row.startsWith("W16@20=ffff")).count();
    assertEquals(10, vectorsTaken);
    long off = rows.stream().filter(row -> row.equals("irq-mode none")).count();
    long on = rows.stream().filter(row -> row.equals("irq-mode msix")).count();
    assertEquals(11, on);
    assertEquals(10 + 11, off, "ten tear-downs, and eleven times before MSI-X is switched on");
  }

  @Test
  void comesBackWithoutAResetOnTheVirtioBusAndWithOneOnThePciBus() {
    assertEquals(5, places(TEAR_DOWN + BACK_ON_VIRTIO).size());
    assertEquals(5, places(TEAR_DOWN + BACK_ON_PCI).size());
  }

  @Test
  void hasItsConfigurationAt20AgainAfterTheTearDown() {
    assertEquals(11, rows.stream().filter("R8@20=52 5@0"::equals).count());
    assertEquals(11, rows.stream().filter("R8@30=01 5@6"::equals).count());
  }
}
