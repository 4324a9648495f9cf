package org.barscope.engine.variant;

import static org.barscope.engine.Rig.zeros;
import static org.barscope.engine.variant.MigrationStand.RECORD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a VMM writes while a device is resumed: one PARTS_SET per complete record, and the rows of
/// reference §12.5 (F-44).
class ResumingFileTest {
  private static final String SET = "10 " + zeros(8) + "a1a2a3a4/8";
  private static final String SKIPPED =
      "0300000000000000 01000000 07000000 c1c2c3".replace(" ", "");

  private final MigrationStand stand = new MigrationStand();

  @BeforeEach
  void resume() {
    stand.at("resuming");
  }

  private static String header(String size, String flags, String tag) {
    return size + flags + tag;
  }

  @Test
  void setsEachRecord() {
    assertEquals("37", stand.write(RECORD + "0100000000000000" + zeros(8) + "b1"));
    assertEquals(List.of(SET, "10 " + zeros(8) + "b1/8"), stand.wire());
  }

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 3, 7, 16, 17, 19})
  void comesInPiecesOfAnySize(int size) {
    String stream = RECORD + SKIPPED + RECORD;
    for (int at = 0; at < stream.length(); at += 2 * size) {
      String some = stream.substring(at, Math.min(stream.length(), at + 2 * size));
      assertEquals("" + some.length() / 2, stand.write(some));
    }
    assertEquals(List.of(SET, SET), stand.wire());
  }

  @Test
  void aRecordOfManyPagesIsOneCommand() {
    String data = "5a".repeat(0x3001);
    assertEquals("12305", stand.write("0130000000000000" + zeros(8) + data));
    assertEquals(List.of("10 " + zeros(8) + data + "/8"), stand.wire());
  }

  @Nested
  class Refusals {
    /// Whatever is refused ends the file.
    private void refused(String errno, String stream) {
      assertEquals(errno, stand.write(stream));
      assertEquals("ENODEV", stand.write(RECORD));
      assertEquals("ENODEV", stand.write(""));
      assertEquals(List.of(), stand.wire());
    }

    @Test
    void ofADisabledFile() {
      stand.at("stop");
      assertEquals("ENODEV", stand.write(RECORD));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"0000000001000000", "0000000000000080", "ffffffffffffffff", "0000000080000000"})
    void ofARecordBeyond4Gib(String size) {
      refused("ENOMEM", header(size, zeros(4), zeros(4)));
    }

    /// More than this emulation has memory for, though the kernel may have.
    @Test
    void ofARecordBeyondMemory() {
      refused("ENOMEM", header("0000000400000000", zeros(4), zeros(4)) + "00");
    }

    @ParameterizedTest(name = "flags {0}, tag {1}")
    @CsvSource({"00000000, 01000000", "02000000, 01000000", "00000000, ffffffff"})
    void ofAnUnknownMandatoryTag(String flags, String tag) {
      refused("EOPNOTSUPP", header("0000000000000000", flags, tag));
    }

    @Test
    void ofMemoryThatIsNotThere() {
      assertEquals(-14, stand.file().write(new byte[15], 16));
      assertEquals("ENODEV", stand.write(RECORD));
    }

    @Test
    void ofPartsByTheDevice() {
      stand.owner.errors.put(0x10, -22);
      assertEquals("EINVAL", stand.write(RECORD + RECORD));
      assertEquals(List.of(SET), stand.wire());
      stand.owner.errors.clear();
      assertEquals("ENODEV", stand.write(RECORD));
      assertEquals(List.of(), stand.wire());
      assertEquals("resuming", stand.state());
    }

    /// The kernel adds the 8 bytes of the object's header in 32 bits: what it then has is the first
    /// MiB, and the record does not fit.
    @Test
    void ofARecordJustBelow4Gib() {
      String mebibyte = "00".repeat((1 << 20) - 8);
      assertEquals("16", stand.write(header("f8ffffff00000000", zeros(4), zeros(4))));
      assertEquals("1048568", stand.write(mebibyte));
      refused("EINVAL", "00");
    }
  }

  @Nested
  class OptionalTags {
    @Test
    void areReadAndSkipped() {
      assertEquals(
          "56",
          stand.write(
              SKIPPED
                  + SKIPPED.substring(0, 32)
                  + "d1d2d3"
                  + header("0000000000000000", "01000000", "02000000")
                  + "0500"));
      stand.at("stop", "resuming");
      assertEquals("39", stand.write(SKIPPED + RECORD));
      assertEquals(List.of("10 " + zeros(8) + "a1a2a3a4/8"), stand.wire());
    }

    @Test
    void setNothing() {
      assertEquals("19", stand.write(SKIPPED));
      assertEquals(List.of(), stand.wire());
    }

    /// Device parts are known: the flag changes nothing.
    @Test
    void ofDevicePartsAreSet() {
      assertEquals(
          "20", stand.write(header("0400000000000000", "01000000", zeros(4)) + "a1a2a3a4"));
      assertEquals(List.of(SET), stand.wire());
    }
  }

  @Nested
  class EmptyRecords {
    private static final String EMPTY_SET = "10 " + zeros(8) + "/8";

    /// The loader parks until there is another write.
    @Test
    void areSetWithTheNextWrite() {
      assertEquals("16", stand.write(zeros(16)));
      assertEquals(List.of(), stand.wire());
      assertEquals("0", stand.write(""));
      assertEquals(List.of(), stand.wire());
      assertEquals("1", stand.write("04"));
      assertEquals(List.of(EMPTY_SET), stand.wire());
      assertEquals("19", stand.write(RECORD.substring(2)));
      assertEquals(List.of(SET), stand.wire());
    }

    @Test
    void areSetAtOnceIfMoreFollows() {
      assertEquals("36", stand.write(zeros(16) + RECORD));
      assertEquals(List.of(EMPTY_SET, SET), stand.wire());
    }

    @Test
    void mayNeverBeSet() {
      stand.write(zeros(16));
      stand.at("stop");
      assertEquals(List.of(), stand.wire());
    }
  }

  /// F-44: a stream that is cut sets what was complete, and nobody complains.
  @Test
  void aStreamThatIsCutSetsWhatWasComplete() {
    assertEquals("39", stand.write(RECORD + RECORD.substring(0, 38)));
    assertEquals(List.of(SET), stand.wire());
    assertEquals("OK", stand.set("running"));
  }
}
