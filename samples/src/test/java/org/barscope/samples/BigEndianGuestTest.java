package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A guest of the other byte order sees device configuration in its own order: the two bytes of the
/// link status change places, and nothing else does.
class BigEndianGuestTest {
  private static List<String> bigEndian(String id, int low) {
    String first = " addr 0xc0%02x value 0x1 size 1 ".formatted(low);
    String second = " addr 0xc0%02x value 0x0 size 1 ".formatted(low + 1);
    return Traces.lines(id).stream()
        .map(line ->
            line.contains("_read") && line.contains(first)
                ? line.replace(" value 0x1 ", " value 0x0 ")
                : line.contains("_read") && line.contains(second)
                    ? line.replace(" value 0x0 ", " value 0x1 ")
                    : line)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"a1, 30", "j1, 30", "b1, 26", "b2, 26"})
  void isSeenByItsLinkStatus(String id, int low) {
    Run run = Run.of(Traces.read(bigEndian(id, low)));
    assertEquals(GuestOrder.BIG, run.cast().roles().getFirst().spec().guestOrder());
    run.assertNothingUnexplained(id);
    assertEquals(Run.of(id).comparison(), run.comparison());
    List<String> rows = Rows.of(run, 1);
    assertTrue(rows.contains("R8@%d=00 5@6".formatted(low)), rows::toString);
    assertTrue(rows.contains("R8@%d=01 5@7".formatted(low + 1)), rows::toString);
    assertTrue(rows.contains("R32@0=6480bf79 3@0"), "the header stays little-endian");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a1", "a2", "b1", "b2", "j1", "j3", "j7"})
  void isNotSeenInARealLog(String id) {
    assertEquals(GuestOrder.LITTLE, Run.of(id).cast().roles().getFirst().spec().guestOrder());
    String setup = Run.of(id).facts(Fact.Setup.class).findFirst().orElseThrow().json();
    assertTrue(setup.contains("little"), setup);
  }

  @ParameterizedTest
  @CsvSource({"a1, 30", "b1, 26"})
  void staysSeenWithNothingButRegisters(String id, int low) {
    Run run = Run.of(Traces.read(Change.REGISTERS_ONLY.apply(bigEndian(id, low))));
    assertEquals(GuestOrder.BIG, run.cast().roles().getFirst().spec().guestOrder());
    run.assertNothingUnexplained(id);
  }
}
