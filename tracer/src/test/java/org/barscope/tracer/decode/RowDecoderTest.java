package org.barscope.tracer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.ExampleEvents;
import org.barscope.tracer.decode.RowText.Line;
import org.barscope.tracer.decode.RowText.Mark;
import org.barscope.tracer.decode.RowText.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowDecoderTest {
  private static final List<Event> EXAMPLE = ExampleEvents.recording();

  private final RowDecoder decoder = new RowDecoder(MemberTypes.NET);

  private RowText row(int from, int to) {
    return decoder.row(EXAMPLE.subList(from, to + 1), false, 20);
  }

  private static String columns(RowText row) {
    return String.join(" | ", row.mark().name(), row.tag(), row.place(), row.offset(), row.value())
        + " | "
        + row.outcome()
        + " | "
        + row.result()
        + " | "
        + row.roundTrip();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = ';',
      textBlock =
          """
           0;  0; LIFECYCLE | ◇ | setup |  | topology and switches | NONE |  | -1
           1;  2; COMMAND | ADM | LIST_QUERY sriov |  | 0x7f | OK |  | 12000
           3;  3; LIFECYCLE | ✗ | probe: transitional |  | the VF has no BAR0: 0x0000e004 | FAILED |  | -1
           4;  7; READ | R8 | DeviceStatus | @18 | 0x07 ACKNOWLEDGE|DRIVER|DRIVER_OK | OK |  | 2100
           8; 10; NOTIFY | ♦ | Notify | @16 | queue 1 | OK |  | -1
          11; 11; INTERRUPT | ⚡ | Interrupt |  | vector 1, queue 1 | NONE |  | -1
          12; 12; INTERRUPT | ⚡ | Interrupt |  | INTx, config change | NONE |  | -1
          13; 14; READ | R16 | config COMMAND | @4 | 0x0507 | OK |  | -1
          15; 18; READ | R32 | QueueSize,QueueSelect | @12 | guest saw 0xffffffff | FAILED | EINVAL | 3000
          19; 19; GUEST_FAULT | ✗ | guest fault L-113 |  | queue 9 notified, has 3 | FAILED |  | -1
          20; 20; LOST | ⋯ | 37 lost |  | ring of pf 0 | NONE |  | -1
          21; 21; UNKNOWN | ? | unknown kind 0x4d |  | deadbeef | NONE |  | -1
          """)
  void cutsARowIntoColumns(int from, int to, String expected) {
    assertEquals(expected, columns(row(from, to)));
  }

  @Test
  void putsTheCommandWithItsAnswerUnderTheAccess() {
    Line line = row(4, 7).children().getFirst();
    assertEquals("COMMON_CFG_READ off 18 len 1 → OK", line.text());
    assertEquals(Mark.COMMAND, line.mark());
    assertEquals(Outcome.OK, line.outcome());
    assertEquals(2100, line.roundTrip());
    assertEquals(1_204_118_300L, line.time());
  }

  @Test
  void putsStatusAndQualifierOfARefusalUnderTheAccess() {
    Line line = row(15, 18).children().getFirst();
    assertEquals("COMMON_CFG_READ off 12 len 4 → EINVAL / INVALID_FIELD", line.text());
    assertEquals(Outcome.FAILED, line.outcome());
  }

  @Test
  void putsTheDoorbellUnderTheAccess() {
    assertEquals(
        List.of("doorbell queue 1 in BAR 2 at 0x3000"),
        row(8, 10).children().stream().map(Line::text).toList());
  }

  @ParameterizedTest
  @CsvSource({"true, queue 1 in the owner's BAR 2, 3", "false, queue 1, 3"})
  void saysWhoseBarADoorbellIsIn(boolean owner, String value, int vf) {
    assertEquals(value, notify(owner, vf).value());
    assertEquals(Mark.NOTIFY, notify(owner, vf).mark());
  }

  @Test
  void saysThatAWordInTheOwnersBarReachedNobody() {
    assertEquals("nobody's, value 0x1 in the owner's BAR 2", notify(true, 0).value());
  }

  private static RowText notify(boolean owner, int vf) {
    Event event = ExampleEvents.event(0, 5, vf, -1, new Fact.Notify(owner, 2, 0x3000, 1));
    return new RowDecoder(MemberTypes.NET).row(List.of(event), false, 20);
  }

  @Test
  void saysWhatTheOverlayChanged() {
    assertEquals(
        List.of("the VF itself answered 0x0506, the overlay made it 0x0507"),
        row(13, 14).children().stream().map(Line::text).toList());
  }

  @Test
  void listsTheConditionsOfADecision() {
    assertEquals(
        List.of(
            "OK the PF negotiated VIRTIO_F_ADMIN_VQ: bit 41",
            "FAILED the VF has no BAR0: 0x0000e004"),
        row(3, 3).children().stream().map(line -> line.outcome() + " " + line.text()).toList());
    Event holding =
        ExampleEvents.event(
            0, 0, 3, -1, new Fact.Lifecycle("open", List.of(new Condition("result", true, "OK"))));
    assertEquals("result: OK", decoder.row(List.of(holding), false, 20).value());
  }

  @Test
  void showsAnAccessThatHasNotEndedWithItsOpenCommand() {
    RowText row = decoder.row(EXAMPLE.subList(4, 6), true, 24);
    assertEquals("READ | R8 | DeviceStatus | @18 |  | OPEN |  | -1", columns(row));
    assertEquals(Outcome.OPEN, row.children().getFirst().outcome());
    assertEquals("COMMON_CFG_READ off 18 len 1", row.children().getFirst().text());
  }

  @ParameterizedTest
  @CsvSource({
    "8, a3f20100, 0x1f2a3",
    "8, 00000000, 0x0 (not set)",
    "12, 0001, 256 entries",
    "12, 0000, no such queue",
    "14, 0100, queue 1",
    "19, 01, 0x01 QUEUE",
    "20, ffff, no vector",
    "22, 0200, vector 2",
    "4, 00000000, 0x00000000 none",
    "9, f2, 0xf2"
  })
  void saysBrieflyWhatARegisterHolds(int offset, String hex, String expected) {
    Bytes data = Bytes.hex(hex);
    Fact end =
        new Fact.LegacyAccess(
            Direction.WRITE, offset, data.length(), 24, data, Bytes.EMPTY, 0, 0, 0);
    Fact start = new Fact.AccessStart(Region.BAR0, Direction.WRITE, offset, data.length(), data);
    List<Event> events =
        List.of(ExampleEvents.event(0, 0, 1, -1, start), ExampleEvents.event(1, 0, 1, 0, end));
    assertEquals(expected, decoder.row(events, false, 20).value());
  }

  @Test
  void marksARowOfWhichAStepIsInferred() {
    Event start = EXAMPLE.get(8);
    Event inferred =
        new Event(
            start.seq(),
            start.time(),
            0,
            start.vf(),
            start.cause(),
            Event.NONE,
            true,
            start.fact());
    assertTrue(
        decoder.row(List.of(inferred, EXAMPLE.get(9), EXAMPLE.get(10)), false, 20).inferred());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999",
    "-999, -999",
    "1000, '1,000'",
    "88120, '88,120'",
    "-1234567, '-1,234,567'",
    "9223372036854775807, '9,223,372,036,854,775,807'"
  })
  void groupsDigitsByThousands(long number, String expected) {
    assertEquals(expected, Grouped.of(number));
  }
}
