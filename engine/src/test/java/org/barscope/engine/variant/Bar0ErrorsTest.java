package org.barscope.engine.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.Rig;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Region;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How an access to BAR0 fails (reference §6.4), each cause alone and which comes first.
class Bar0ErrorsTest {
  private final Stand stand = new Stand().up();

  private void nothingReachedTheDevice() {
    assertEquals(List.of(), stand.owner.commands);
    assertEquals(
        List.of(), stand.function.log.stream().filter(entry -> entry.contains("bar")).toList());
  }

  @Nested
  class Causes {
    @ParameterizedTest(name = "{1} bytes at {0}")
    @CsvSource({"0, 4", "16, 2", "18, 1", "24, 6", "31, 1"})
    void ioDisabled(int offset, int count) {
      stand.cfgWrite(0x04, "0600");
      stand.forget();
      assertEquals("EIO", stand.read(offset, count));
      assertEquals("EIO", stand.write(offset, "00".repeat(count)));
      assertEquals(List.of(), stand.function.log);
      nothingReachedTheDevice();
    }

    @ParameterizedTest(name = "{1} bytes at {0}")
    @CsvSource({"32, 1", "31, 2", "29, 4", "0, 33", "0, 256", "1000, 1", "16, 17"})
    void beyond32Bytes(int offset, int count) {
      assertEquals("EINVAL", stand.read(offset, count));
      assertEquals("EINVAL", stand.write(offset, "00".repeat(count)));
      assertEquals(List.of(), stand.function.log);
      nothingReachedTheDevice();
    }

    @Test
    void beyondWhateverTheNumbers() {
      assertEquals("EINVAL", stand.read(Integer.MAX_VALUE, 4));
      assertEquals("EINVAL", stand.read(-1, 4));
      nothingReachedTheDevice();
    }

    @ParameterizedTest(name = "{1} bytes at {0}")
    @CsvSource({"0, 4", "16, 2", "18, 1", "24, 4"})
    void theFunctionDoesNotResume(int offset, int count) {
      stand.function.resumes = false;
      assertEquals("EIO", stand.read(offset, count));
      assertEquals("EIO", stand.write(offset, "00".repeat(count)));
      nothingReachedTheDevice();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 8, 16})
    void aDoorbellThatIsNotTwoBytes(int count) {
      assertEquals("EINVAL", stand.read(16, count));
      assertEquals("EINVAL", stand.write(16, "00".repeat(count)));
      nothingReachedTheDevice();
    }

    @Test
    void aBufferThatCannotBeReadSendsNothing() {
      assertEquals("EFAULT", stand.write(18, new byte[0], 1));
      assertEquals("EFAULT", stand.write(8, new byte[3], 4));
      assertEquals("EFAULT", stand.write(16, new byte[1], 2));
      nothingReachedTheDevice();
    }

    /// The command is long done when the copy to the user fails: the ISR is lost.
    @Test
    void aBufferThatCannotBeWrittenIsFoundAfterTheCommand() {
      stand.owner.result = "01";
      assertEquals("EFAULT", stand.read(19, new byte[0], 1));
      assertEquals(1, stand.owner.commands.size());
      assertEquals("EFAULT", stand.read(16, new byte[1], 2));
      assertEquals(
          List.of("resume", "idle", "resume", "read bar 4 + 0x3000", "idle"), stand.function.log);
    }

    @Test
    void aDoorbellOfASleepingFunction() {
      stand.function.asleep = true;
      assertEquals("EIO", stand.write(16, "0000"));
      assertEquals("EIO", stand.read(16, 2));
      nothingReachedTheDevice();
      stand.owner.result = "00";
      assertEquals("00", stand.read(18, 1));
    }

    @ParameterizedTest(name = "status {0} is {1}")
    @CsvSource({
      "1, EPERM",
      "6, ENXIO",
      "11, EAGAIN",
      "12, ENOMEM",
      "16, EBUSY",
      "17, EEXIST",
      "22, EINVAL",
      "28, ENOSPC",
      "95, EOPNOTSUPP",
      "19, ENODEV",
      "4095, -4095",
      "4096, -4096",
      "32768, -32768",
      "65535, -65535",
    })
    void whatTheCommandEndedWith(int status, String result) {
      stand.owner.error = -status;
      stand.owner.result = "ff";
      assertEquals(result, stand.read(18, 1));
      assertEquals(result, stand.write(18, "00"));
      assertEquals(2, stand.owner.commands.size());
    }
  }

  /// Each row breaks two rules; the first one answers.
  @Nested
  class Order {
    @Test
    void ioBeforeLength() {
      stand.cfgWrite(0x04, "0000");
      assertEquals("EIO", stand.read(32, 4));
      assertEquals("EIO", stand.write(0, "00".repeat(33)));
    }

    @Test
    void lengthBeforeResume() {
      stand.function.resumes = false;
      assertEquals("EINVAL", stand.read(32, 4));
      assertEquals(List.of(), stand.function.log);
    }

    @Test
    void resumeBeforeTheDoorbellsWidth() {
      stand.function.resumes = false;
      assertEquals("EIO", stand.write(16, "00"));
    }

    @Test
    void theDoorbellsWidthBeforeItsBuffer() {
      assertEquals("EINVAL", stand.write(16, new byte[0], 4));
    }

    @Test
    void theDoorbellsBufferBeforePower() {
      stand.function.asleep = true;
      assertEquals("EFAULT", stand.write(16, new byte[1], 2));
    }

    @Test
    void powerBeforeTheBufferOfADoorbellRead() {
      stand.function.asleep = true;
      assertEquals("EIO", stand.read(16, new byte[1], 2));
    }

    @Test
    void theCommandsErrorBeforeTheBuffer() {
      stand.owner.error = -12;
      assertEquals("ENOMEM", stand.read(18, new byte[0], 1));
    }

    @Test
    void nothingAtAllBeforeEverything() {
      stand.cfgWrite(0x04, "0000");
      stand.function.resumes = false;
      stand.forget();
      assertEquals("", stand.read(99, 0));
      assertEquals("0", stand.write(99, ""));
      assertEquals(List.of(), stand.function.log);
    }
  }

  /// The power state of the real member: PMCSR at 0x54.
  @Nested
  class Power {
    @ParameterizedTest(name = "D{0}: {1}")
    @CsvSource({"00, 2", "01, 2", "02, 2", "03, EIO"})
    void decidesOverDoorbellsOnly(String state, String result) {
      try (Rig rig = Rig.net(1)) {
        rig.ready(
            1,
            guest -> {
              guest.cfgWrite(0x54, state);
              assertEquals("0" + "89ab".charAt(state.charAt(1) - '0'), guest.cfgRead(0x54, 1));
              assertEquals(result, guest.write(16, "0000"));
              assertEquals("00", guest.read(18, 1));
              guest.cfgWrite(0x54, "00");
              assertEquals("2", guest.write(16, "0000"));
            });
      }
    }

    /// > VFs have `no_command_memory` (§6.4)
    @Test
    void theMemoryBitOfCommandDoesNot() {
      try (Rig rig = Rig.net(1)) {
        rig.ready(
            1,
            guest -> {
              guest.cfgWrite(0x04, "0100");
              assertEquals("2", guest.write(16, "0000"));
            });
      }
    }

    @Test
    void aResetWakesTheFunction() {
      try (Rig rig = Rig.net(1)) {
        rig.ready(
            1,
            guest -> {
              guest.cfgWrite(0x54, "03");
              assertEquals(0, guest.device().reset());
              guest.cfgWrite(0x04, "0100");
              assertEquals("2", guest.write(16, "0000"));
            });
      }
    }
  }

  /// Plain operations: BAR0 is whatever the VF has, and the notify BAR is a BAR like any other.
  @ParameterizedTest
  @CsvSource({"BAR0, 16", "BAR0, 0", "BAR4, 0x3000", "CONFIG, 0"})
  void lessThanNoByteIsInvalid(Region region, String offset) {
    try (Rig rig = Rig.net(1)) {
      rig.ready(
          1,
          guest -> {
            int at = Integer.decode(offset);
            assertEquals(-22, guest.device().read(region, at, new byte[4], -1));
            assertEquals(-22, guest.device().write(region, at, new byte[4], -1));
          });
    }
  }

  @Nested
  class OtherRegions {
    @Test
    void theNotifyBarTakesWords() {
      try (Rig rig = Rig.net(1)) {
        rig.ready(
            1,
            guest -> {
              byte[] word = {3, 0};
              assertEquals(2, guest.device().write(Region.BAR4, 0x3000, word, 2));
              assertEquals(2, guest.device().read(Region.BAR4, 0x3000, word, 2));
              assertEquals(4, guest.device().write(Region.BAR4, 0x3000, new byte[4], 4));
              byte[] table = {1, 2, 3, 4, 5, 6, 7, 8};
              assertEquals(8, guest.device().read(Region.BAR1, 0, table, 8));
              assertEquals("0000000000000000", Bytes.copyOf(table).toHex());
              assertEquals(-22, guest.device().read(Region.BAR1, 0xffc, table, 8));
              assertEquals(-22, guest.device().write(Region.BAR4, 0x3fff, word, 2));
              assertEquals(-22, guest.device().read(Region.BAR2, 0, word, 2));
              assertEquals(-22, guest.device().read(Region.ROM, 0, word, 2));
              assertEquals(-22, guest.device().write(Region.VGA, 0, word, 2));
              assertEquals(-14, guest.device().write(Region.BAR4, 0x3000, new byte[1], 2));
              guest.cfgWrite(0x54, "03");
              assertEquals(-5, guest.device().write(Region.BAR4, 0x3000, word, 2));
              assertEquals(-5, guest.device().read(Region.BAR4, 0x3000, word, 2));
            });
        assertEquals(List.of("L-111"), rig.faults());
      }
    }

    @ParameterizedTest
    @CsvSource({"BAR1, 0x7ffffffe", "BAR2, 0x7fffffff", "BAR4, 0x7fffffff", "BAR5, 0x7ffffffe"})
    void aWordAtTheLastOffsetsIsBehindEveryBar(Region bar, String offset) {
      try (Rig rig = Rig.net(1)) {
        rig.ready(
            1,
            guest -> {
              int at = Integer.decode(offset);
              assertEquals(-22, guest.device().read(bar, at, new byte[2], 2));
              assertEquals(-22, guest.device().write(bar, at, new byte[2], 2));
            });
      }
    }
  }
}
