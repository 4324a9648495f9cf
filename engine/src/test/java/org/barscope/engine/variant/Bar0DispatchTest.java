package org.barscope.engine.variant;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.Rig;
import org.barscope.engine.event.Fact;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of one access to BAR0 (reference §6).
class Bar0DispatchTest {
  /// The table of reference §6.3, row by row, and the rows between: what goes on the queue, and
  /// what a conforming device answers. Member 3; `-` is no command.
  private static final String TABLE =
      """
      # dir, off, bytes or count, MSI-X, opcode, data,                     writable, answer
      R,  0, 4,        off, 03, 00,                        12, 6480bf39
      R,  0, 4,        on,  03, 00,                        12, 6480bf39
      W,  4, 20000000, off, 02, 04 00000000000000 20000000, 8, 4
      W,  4, 20000000, on,  02, 04 00000000000000 20000000, 8, 4
      R, 12, 2,        off, 03, 0c,                        10, 0001
      R, 12, 2,        on,  03, 0c,                        10, 0001
      R, 12, 4,        off, 03, 0c,                        12, EINVAL
      R, 12, 4,        on,  03, 0c,                        12, EINVAL
      W, 16, 0000,     off, -,  -,                          0, 2
      W, 16, 0000,     on,  -,  -,                          0, 2
      R, 16, 2,        off, -,  -,                          0, 0000
      W, 16, 00000000, off, -,  -,                          0, EINVAL
      W, 16, 00000000, on,  -,  -,                          0, EINVAL
      R, 16, 4,        off, -,  -,                          0, EINVAL
      W, 16, 00,       off, -,  -,                          0, EINVAL
      W, 16, 00,       on,  -,  -,                          0, EINVAL
      R, 16, 1,        off, -,  -,                          0, EINVAL
      W, 17, 00,       off, 02, 11 00000000000000 00,       8, 1
      W, 17, 00,       on,  02, 11 00000000000000 00,       8, 1
      W, 15, 0000,     off, 02, 0f 00000000000000 0000,     8, EINVAL
      W, 14, 00000000, off, 02, 0e 00000000000000 00000000, 8, EINVAL
      W, 14, 00000000, on,  02, 0e 00000000000000 00000000, 8, EINVAL
      W, 14, 0100,     off, 02, 0e 00000000000000 0100,     8, 2
      W, 18, 01,       off, 02, 12 00000000000000 01,       8, 1
      W, 18, 01,       on,  02, 12 00000000000000 01,       8, 1
      R, 18, 2,        off, 03, 12,                        10, EINVAL
      R, 18, 2,        on,  03, 12,                        10, EINVAL
      R, 19, 1,        off, 03, 13,                         9, 00
      R, 19, 1,        on,  03, 13,                         9, 00
      W, 20, 0100,     on,  02, 14 00000000000000 0100,     8, 2
      W, 20, 0100,     off, 04, 00 00000000000000 0100,     8, 2
      R, 22, 4,        on,  03, 16,                        12, EINVAL
      R, 18, 4,        off, 03, 12,                        12, EINVAL
      R, 23, 1,        on,  03, 17,                         9, ff
      R, 24, 1,        on,  05, 00,                         9, 52
      R, 24, 4,        on,  05, 00,                        12, 52540012
      R, 24, 1,        off, 05, 04,                         9, 34
      R, 20, 4,        off, 05, 00,                        12, 52540012
      R, 30, 2,        on,  05, 06,                        10, 0100
      R, 26, 2,        off, 05, 06,                        10, 0100
      R, 28, 2,        off, 05, 08,                        10, 0000
      R, 28, 4,        off, 05, 08,                        12, EINVAL
      R, 24, 6,        on,  05, 00,                        14, 525400123403
      R, 31, 1,        on,  05, 07,                         9, 00
      R, 31, 1,        off, 05, 0b,                         9, 00
      R, 32, 2,        off, -,  -,                          0, EINVAL
      R, 32, 2,        on,  -,  -,                          0, EINVAL
      W, 32, 0000,     off, -,  -,                          0, EINVAL
      R, 30, 4,        off, -,  -,                          0, EINVAL
      R, 30, 4,        on,  -,  -,                          0, EINVAL
      R, 31, 2,        on,  -,  -,                          0, EINVAL
      R,  0, 256,      off, -,  -,                          0, EINVAL
      R,  0, 256,      on,  -,  -,                          0, EINVAL
      R,  0, 33,       on,  -,  -,                          0, EINVAL
      R,  0, 32,       off, 03, 00,                        40, EINVAL
      R, 18, 0,        off, -,  -,                          0, ''
      """;

  @ParameterizedTest(name = "{0}@{1} {2}, MSI-X {3}: {7}")
  @CsvSource(textBlock = TABLE)
  void oneAccessIsOneCommand(
      String direction,
      int offset,
      String what,
      String msix,
      String opcode,
      String data,
      int writable,
      String answer) {
    try (Rig rig = Rig.net(3)) {
      rig.ready(
          3,
          guest -> {
            guest.msix(msix.equals("on"));
            rig.forget();
            String got =
                direction.equals("R")
                    ? guest.read(offset, Integer.parseInt(what))
                    : guest.write(offset, what);
            assertEquals(answer, got);
            String command =
                hex(opcode, "000100", zeros(12), "0300000000000000", data) + "/" + writable;
            assertEquals(opcode.equals("-") ? List.of() : List.of(command), rig.commands());
          });
    }
  }

  @Test
  void noneOfTheRefusedAccessesTouchesTheDevice() {
    try (Rig rig = Rig.net(1)) {
      rig.ready(
          1,
          guest -> {
            guest.member().setIsr(0x03);
            assertEquals("EINVAL", guest.read(16, 4));
            assertEquals("EINVAL", guest.read(18, 2));
            assertEquals("EINVAL", guest.read(0, 32));
            assertEquals("03", guest.read(19, 1));
          });
    }
  }

  @Nested
  class Doorbells {
    private final Stand stand = new Stand().up();

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0000, 0x0000", "0100, 0x0001", "3412, 0x1234", "ffff, 0xffff"})
    void areOneLittleEndianWordAtTheNotifyAddress(String bytes, String word) {
      assertEquals("2", stand.write(16, bytes));
      assertEquals(List.of("resume", "bar 4 + 0x3000 = " + word, "idle"), stand.function.log);
      assertEquals(List.of(), stand.owner.commands);
    }

    @Test
    void readBackWhatTheDeviceSays() {
      stand.function.word = 0xabcd;
      assertEquals("cdab", stand.read(16, 2));
      assertEquals(List.of("resume", "read bar 4 + 0x3000", "idle"), stand.function.log);
      assertEquals(List.of(), stand.owner.commands);
    }

    @Test
    void goWhereNotifyInfoSaid() {
      Stand other = new Stand();
      other.owner.notifyInfo = "0202000000000000" + "0210000000000000" + zeros(48);
      other.function.bars[2] = 0x2000;
      other.up();
      assertEquals("2", other.write(16, "0100"));
      assertEquals(List.of("resume", "bar 2 + 0x1002 = 0x0001", "idle"), other.function.log);
    }

    /// Reference §6.5: the notify path does not take bar_mutex.
    @Test
    void doNotWaitForACommandInFlight() {
      List<String> answers = new ArrayList<>();
      stand.owner.during = () -> answers.add(stand.write(16, "0100"));
      stand.owner.result = "07";
      assertEquals("07", stand.read(18, 1));
      assertEquals(List.of("2"), answers);
      assertEquals(
          List.of("resume", "resume", "bar 4 + 0x3000 = 0x0001", "idle", "idle"),
          stand.function.log);
    }

    @Test
    void showAsNotifyInTheTrace() {
      try (Rig rig = Rig.net(2)) {
        rig.ready(
            2,
            guest -> {
              rig.forget();
              guest.w16(16, 2);
            });
        assertEquals(List.of(new Fact.Notify(4, 0x3000, 2)), rig.facts(Fact.Notify.class));
        assertEquals(List.of(), rig.commands());
      }
    }
  }

  /// Reference §6.1, step 6, and F-08.
  @Nested
  class ShadowBuffer {
    private final Stand stand = new Stand().up();

    @Test
    void aShortAnswerReturnsWhatWasReadBefore() {
      stand.owner.result = "0102";
      assertEquals("0102", stand.read(12, 2));
      stand.owner.result = "ff";
      assertEquals("ff02", stand.read(12, 2));
      stand.owner.result = "";
      assertEquals("ff02", stand.read(12, 2));
    }

    @Test
    void anEmptyAnswerReturnsWhatWasWrittenBefore() {
      assertEquals("4", stand.write(8, "45230100"));
      assertEquals("45230100", stand.read(8, 4));
      assertEquals("2301", stand.read(9, 2));
    }

    @Test
    void startsZeroed() {
      assertEquals("00000000", stand.read(0, 4));
      assertEquals("00", stand.read(31, 1));
    }

    @Test
    void aFailedWriteKeepsItsBytes() {
      stand.owner.error = -22;
      assertEquals("EINVAL", stand.write(8, "45230100"));
      stand.owner.error = 0;
      assertEquals("45230100", stand.read(8, 4));
    }

    @Test
    void aFailedReadReturnsNothingAndKeepsWhatTheDeviceWrote() {
      stand.owner.error = -22;
      stand.owner.result = "aabb";
      byte[] untouched = {1, 2};
      assertEquals("EINVAL", stand.read(12, untouched, 2));
      assertEquals(1, untouched[0]);
      stand.owner.error = 0;
      stand.owner.result = "";
      assertEquals("aabb", stand.read(12, 2));
    }

    @Test
    void anAnswerThatIsTooLongIsCut() {
      stand.owner.result = "01020304";
      assertEquals("01", stand.read(18, 1));
      stand.owner.result = "";
      assertEquals("00", stand.read(19, 1));
    }

    @Test
    void theLastBytesOfTheBufferWork() {
      stand.owner.result = "0708";
      assertEquals("0708", stand.read(30, 2));
      assertEquals("1", stand.write(31, "09"));
      stand.owner.result = "";
      assertEquals("0709", stand.read(30, 2));
    }

    @Test
    void headerAndConfigurationShareItByPosition() {
      assertEquals("2", stand.write(20, "abcd"));
      stand.msix(true);
      assertEquals("abcd", stand.read(20, 2));
    }

    @Test
    void outlivesResetAndReopening() {
      assertEquals("1", stand.write(18, "07"));
      assertEquals(0, stand.device.reset());
      stand.device.close();
      assertEquals(0, stand.device.open());
      stand.cfgWrite(0x04, "0100");
      assertEquals("07", stand.read(18, 1));
    }

    @Test
    void aDoorbellDoesNotTouchIt() {
      assertEquals("2", stand.write(16, "ffff"));
      assertEquals("00", stand.read(17, 1));
    }
  }

  @Test
  void everyAccessResumesTheFunctionOnce() {
    Stand stand = new Stand().up();
    stand.owner.result = "00000000";
    stand.read(0, 4);
    stand.write(18, "01");
    stand.write(16, "0000");
    stand.read(16, 2);
    assertEquals(4, stand.function.log.stream().filter("resume"::equals).count());
  }
}
