package org.barscope.tracer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.ExampleEvents;
import org.barscope.tracer.RandomEvents;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class EventTextTest {
  private final EventText text = new EventText(Glyphs.UTF_8, MemberTypes.NET);
  private long seq;

  @Test
  void showsAWholeRecording() {
    assertEquals(
        """
          0.000 000  pf0    setup {"pfs":1,"vfs":4,"seed":7}
          0.000 010  pf0    LIST_QUERY sriov → OK 0x7f  12.0 µs
          0.000 030  vf3    probe: transitional
                                ✓ the PF negotiated VIRTIO_F_ADMIN_VQ: bit 41
                                ✗ the VF has no BAR0: 0x0000e004
          1.204 118  vf3     R8 @18 DeviceStatus → 0x07 ACKNOWLEDGE|DRIVER|DRIVER_OK
                                └ COMMON_CFG_READ off 18 len 1 → OK  2.1 µs
          1.205 000  vf3    W16 @16 QueueNotify ← 0x0001 (queue 1)
                                ♦ doorbell queue 1 (bar 2 +0x3000)
          1.205 004  vf3    ⚡ vector 1 (queue 1)
          1.205 005  vf3    ⚡ intx (config)
          1.206 000  vf3    R16 config @4 COMMAND → 0x0507 (core 0x0506)
          1.207 000  vf3    R32 @12 QueueSize,QueueSelect → EINVAL, guest saw 0xffffffff
                                └ COMMON_CFG_READ off 12 len 4 → EINVAL / INVALID_FIELD  3.0 µs
          1.208 000  vf3    ✗ L-113 queue 9 notified, has 3
          1.209 000  pf0    ✗ 37 events lost: ring of pf 0
          1.210 000  vf3    unknown event 0x4d deadbeef
        """,
        all(text, ExampleEvents.recording()));
  }

  @Test
  void showsTheSameInAscii() {
    EventText ascii = new EventText(Glyphs.ASCII, MemberTypes.NET);
    String shown = all(ascii, ExampleEvents.recording());
    assertEquals(
        """
          1.204 118  vf3     R8 @18 DeviceStatus -> 0x07 ACKNOWLEDGE|DRIVER|DRIVER_OK
                                `- COMMON_CFG_READ off 18 len 1 -> OK  2.1 us
          1.205 000  vf3    W16 @16 QueueNotify <- 0x0001 (queue 1)
                                * doorbell queue 1 (bar 2 +0x3000)
        """,
        String.join("\n", shown.lines().skip(5).limit(4).toList()) + "\n");
    assertEquals(0, shown.chars().filter(c -> c > 0x7e).count());
  }

  @Nested
  class AnAccessThatTakesLong {
    @Test
    void isShownAsBegunAfterASecondAndAgainWhenItEnds() {
      start(0, 3, Direction.READ, 18, "");
      submit(300, 3, 0);
      assertEquals(
          """
            0.000 000  vf3     R8 @18 DeviceStatus …
                                  └ COMMON_CFG_READ off 18 len 1 …
          """,
          join(text.expire(1_000_000_000)));
      assertEquals("", join(text.expire(2_000_000_000)));
      assertEquals("", complete(2_000_000_300L, 3, 1));
      assertEquals(
          """
            2.000 000  vf3     R8 @18 DeviceStatus → 0x07 ACKNOWLEDGE|DRIVER|DRIVER_OK  (began 0.000 000)
                                  └ COMMON_CFG_READ off 18 len 1 → OK  2.0 s
          """,
          end(2_000_000_400L, 3, 0));
    }

    @Test
    void isShownAsBegunBeforeSomethingElseOfItsMember() {
      start(0, 3, Direction.WRITE, 18, "07");
      assertEquals(
          """
            0.000 000  vf3     W8 @18 DeviceStatus ← 0x07 ACKNOWLEDGE|DRIVER|DRIVER_OK …
            0.000 005  vf3    reset
          """,
          add(5_000, 3, -1, new Fact.Lifecycle("reset", List.of())));
    }

    @Test
    void waitsWhileOtherMembersGoOn() {
      start(0, 3, Direction.READ, 18, "");
      assertEquals(
          "  0.000 005  vf4    reset\n", add(5_000, 4, -1, new Fact.Lifecycle("reset", List.of())));
      assertEquals(
          "  0.000 000  vf3     R8 @18 DeviceStatus → 0x07 ACKNOWLEDGE|DRIVER|DRIVER_OK\n",
          end(6_000, 3, 0));
    }

    @Test
    void isShownWhenTheRecordingEnds() {
      start(0, 3, Direction.READ, 18, "");
      assertEquals("  0.000 000  vf3     R8 @18 DeviceStatus …\n", join(text.flush()));
    }

    @Test
    void leavesItsUnansweredCommandBehind() {
      start(0, 3, Direction.READ, 18, "");
      submit(300, 3, 0);
      assertEquals(
          """
            0.000 000  vf3     R8 @18 DeviceStatus → 0x07 ACKNOWLEDGE|DRIVER|DRIVER_OK
                                  └ COMMON_CFG_READ off 18 len 1 …
          """,
          end(6_000, 3, 0));
      assertEquals(
          "  0.000 000  vf3    COMMON_CFG_READ off 18 len 1 → OK  8.7 µs\n", complete(9_000, 3, 1));
    }
  }

  @Test
  void showsWhoseBarWasRung() {
    assertEquals(
        "  0.000 005  vf3    ♦ doorbell queue 1 (owner's bar 2 +0x10)\n",
        add(5_000, 3, -1, new Fact.Notify(true, 2, 0x10, 1)));
    assertEquals(
        "  0.000 006  pf0    ♦ nobody's doorbell, value 0x1 (owner's bar 2 +0x12)\n",
        add(6_000, 0, -1, new Fact.Notify(true, 2, 0x12, 1)));
  }

  @Test
  void showsACommandThatIsAnsweredTwiceTwice() {
    start(0, 3, Direction.READ, 18, "");
    submit(300, 3, 0);
    complete(1_300, 3, 1);
    complete(2_300, 3, 1);
    assertEquals(
        """
          0.000 000  vf3     R8 @18 DeviceStatus → 0x07 ACKNOWLEDGE|DRIVER|DRIVER_OK
                                └ COMMON_CFG_READ off 18 len 1 → OK  1.0 µs
                                └ COMMON_CFG_READ off 18 len 1 → OK  2.0 µs
        """,
        end(6_000, 3, 0));
  }

  @Test
  void showsAnEndAndAnAnswerWhoseBeginningWasNotSeen() {
    assertEquals(
        "  0.000 006  vf3     R8 @18 DeviceStatus → 0x07 ACKNOWLEDGE|DRIVER|DRIVER_OK\n",
        end(6_000, 3, 77));
    assertEquals(
        "  0.000 007  vf3    COMMON_CFG_READ → OK  (submit not seen)\n", complete(7_000, 3, 78));
  }

  @Test
  void marksAnInferredStepAndAnotherOwner() {
    Event event = new Event(0, 0, 1, 12, -1, 5, true, new Fact.Lifecycle("MSI-X on", List.of()));
    assertEquals("  0.000 000  pf1.vf12  MSI-X on  (inferred)\n", join(text.lines(event)));
  }

  @Test
  void spellsControlCharactersOfAFileInsteadOfPrintingThem() {
    assertEquals(
        "  0.000 000  vf3    ✗ L-1 \\u001b[2J \\u202e µ\n",
        add(0, 3, -1, new Fact.GuestFault("L-1", "\u001b[2J \u202e µ")));
  }

  @Test
  void endsWithoutAnExceptionWhateverComes() {
    for (long seed = 1; seed <= 20; seed++) {
      all(new EventText(Glyphs.UTF_8, MemberTypes.NET), RandomEvents.of(seed, 500));
    }
  }

  private void start(long time, int vf, Direction direction, int offset, String data) {
    add(time, vf, -1, new Fact.AccessStart(Region.BAR0, direction, offset, 1, Bytes.hex(data)));
  }

  private void submit(long time, int vf, long cause) {
    String readable = "0300 0100" + "00".repeat(12) + "0300000000000000 12";
    add(time, vf, cause, new Fact.AdminSubmit(3, 1, vf, Bytes.hex(readable), 9));
  }

  private String complete(long time, int vf, long cause) {
    Bytes written = Bytes.hex("0000000000000000 07");
    return add(time, vf, cause, new Fact.AdminComplete(3, vf, 0, 0, 9, written, -1));
  }

  private String end(long time, int vf, long cause) {
    Bytes seven = Bytes.of(7);
    return add(
        time,
        vf,
        cause,
        new Fact.LegacyAccess(Direction.READ, 18, 1, 24, seven, seven, 0, 0, time));
  }

  private String add(long time, int vf, long cause, Fact fact) {
    return join(text.lines(ExampleEvents.event(seq++, time, vf, cause, fact)));
  }

  private static String all(EventText text, List<Event> events) {
    StringBuilder all = new StringBuilder();
    for (Event event : events) {
      all.append(join(text.lines(event)));
    }
    return all.append(join(text.flush())).toString();
  }

  private static String join(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
