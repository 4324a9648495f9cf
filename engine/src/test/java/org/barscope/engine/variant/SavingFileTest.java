package org.barscope.engine.variant;

import static org.barscope.engine.Rig.zeros;
import static org.barscope.engine.variant.MigrationStand.PARTS;
import static org.barscope.engine.variant.MigrationStand.RECORD;
import static org.barscope.engine.variant.MigrationStand.SIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.port.MigrationFile;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a VMM reads while a device is saved, and what it is told of how much there is (reference
/// §12.5).
class SavingFileTest {
  private final MigrationStand stand = new MigrationStand();

  /// Size le64, flags le32, tag le32, then the parts.
  @Test
  void isOneRecordAfterTheOther() {
    stand.at("pre_copy");
    stand.parts("b1b2b3b4b5");
    stand.at("stop_copy");
    String second = "0500000000000000" + zeros(8) + "b1b2b3b4b5";
    assertEquals(RECORD + second, stand.read(100));
  }

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 3, 7, 16, 19, 20})
  void isReadInPiecesOfAnySize(int size) {
    stand.at("stop_copy");
    StringBuilder all = new StringBuilder();
    String some = stand.read(size);
    while (!some.isEmpty()) {
      all.append(some);
      some = stand.read(size);
    }
    assertEquals(RECORD, all.toString());
  }

  @Nested
  class Reading {
    @Test
    void ofADisabledFileIsEnodev() {
      stand.at("stop_copy", "stop");
      assertEquals("ENODEV", stand.read(1));
      assertEquals("ENODEV", stand.read(0));
    }

    @Test
    void atTheEndInPreCopyIsEnomsg() {
      stand.at("pre_copy");
      assertEquals(RECORD, stand.read(100));
      assertEquals("ENOMSG", stand.read(1));
      assertEquals("", stand.read(0));
      stand.at("pre_copy_p2p");
      assertEquals("ENOMSG", stand.read(1));
    }

    @Test
    void atTheEndWhenCompleteIsTheEnd() {
      stand.at("stop_copy");
      assertEquals(RECORD, stand.read(100));
      assertEquals("", stand.read(1));
      assertEquals("", stand.read(1));
    }

    @Test
    void intoTooLittleMemoryFaults() {
      stand.at("stop_copy");
      assertEquals(-14, stand.file().read(new byte[3], 4));
      assertEquals(RECORD, stand.read(100), "nothing was lost");
    }

    /// A device that tells a size and then gives nothing: behind the record's header no data is
    /// found, and the file is at an end.
    @Test
    void whereAChunkIsEmptyEndsTheFile() {
      stand.owner.results.put(0xf, "");
      stand.at("stop_copy");
      assertEquals(zeros(16), stand.read(16));
      assertEquals("EINVAL", stand.read(1));
      assertEquals("ENODEV", stand.read(1));
    }

    /// F-41, A-063: until 6.15.3 a record is 8 bytes longer than the parts.
    @Test
    void ofAResultThatIsTakenTooLongGivesBytesBeyondIt() {
      stand.owner.told = 12;
      stand.at("stop_copy");
      assertEquals("0c00000000000000" + zeros(8) + "a1a2a3a4" + zeros(8), stand.read(100));
    }

    /// There is memory in whole pages; bytes beyond it cannot be read, whatever was told.
    @ParameterizedTest(name = "of {0} bytes")
    @CsvSource({"4096, 4096", "4097, 4096", "4294967295, 4096"})
    void stopsWhereMemoryEnds(long told, int there) {
      stand.owner.told = told;
      stand.at("stop_copy");
      assertEquals("%02x".formatted(told & 0xff), stand.read(16).substring(0, 2));
      assertEquals(2 * there, stand.read(there).length());
      assertEquals(told > there ? "EINVAL" : "", stand.read(1));
      assertEquals(told > there ? "EINVAL" : "", stand.read(1));
    }
  }

  @Nested
  class PrecopyInfo {
    private static final long SECOND = 1_000_000_000;

    @Test
    void tellsWhatIsLeftOfTheFirstSnapshot() {
      stand.at("pre_copy");
      assertEquals("20 0", stand.precopy());
      stand.read(7);
      assertEquals("13 0", stand.precopy());
      stand.read(13);
      assertEquals("0 0", stand.precopy());
    }

    @Test
    void asksTheDeviceOncePerSecond() {
      stand.at("pre_copy");
      stand.precopy();
      assertEquals(List.of(SIZE), stand.wire());
      stand.precopy();
      stand.pass(SECOND);
      stand.precopy();
      assertEquals(List.of(), stand.wire());
      stand.pass(1);
      stand.precopy();
      assertEquals(List.of(SIZE), stand.wire());
    }

    /// When all was read and the device has something, that is a new record at once: the bytes told
    /// are those of the device.
    @Test
    void readsMoreWhenAllWasRead() {
      stand.at("pre_copy");
      stand.read(100);
      stand.parts("b1b2b3b4b5");
      assertEquals("0 5", stand.precopy());
      assertEquals(List.of(SIZE, "0f " + zeros(8) + "01" + zeros(7) + "/13"), stand.wire());
      assertEquals("0500000000000000" + zeros(8) + "b1b2b3b4b5", stand.read(100));
      assertEquals("ENOMSG", stand.read(1));
    }

    @Test
    void countsWhatIsLeftOfLaterRecordsAsDirty() {
      stand.at("pre_copy");
      stand.read(100);
      stand.precopy();
      stand.read(5);
      assertEquals("0 15", stand.precopy());
      stand.pass(SECOND + 1);
      assertEquals("0 19", stand.precopy());
      assertEquals(List.of(SIZE, PARTS, SIZE), stand.wire());
    }

    @Test
    void readsNothingMoreIfTheDeviceHasNothing() {
      stand.at("pre_copy");
      stand.read(100);
      stand.parts("");
      assertEquals("0 0", stand.precopy());
      assertEquals(List.of(SIZE), stand.wire());
    }

    @Test
    void worksInPreCopyP2p() {
      stand.at("pre_copy_p2p");
      assertEquals("20 0", stand.precopy());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop_copy", "running", "stop"})
    void inAnotherStateIsEinval(String state) {
      stand.at("pre_copy", state);
      assertEquals("EINVAL", stand.precopy());
      assertEquals(List.of(), stand.wire());
    }

    /// A file of an earlier migration, while another one is in pre-copy: the device is asked first.
    @Test
    void ofADisabledFileIsEnodev() {
      stand.at("pre_copy");
      MigrationFile first = stand.file();
      stand.at("running", "pre_copy");
      assertEquals(-19, first.precopyInfo().errno());
      assertEquals(List.of(SIZE), stand.wire());
      assertEquals("20 0", stand.precopy());
    }

    @Test
    void failsWithTheDevicesError() {
      stand.at("pre_copy");
      stand.owner.errors.put(0xe, -16);
      assertEquals("EBUSY", stand.precopy());
      assertEquals(RECORD, stand.read(100));
    }

    /// F-45: the device is at work, its parts may have grown; nothing ends.
    @Test
    void survivesPartsThatCannotBeRead() {
      stand.at("pre_copy");
      stand.read(100);
      stand.owner.errors.put(0xf, -12);
      assertEquals("ENOMEM", stand.precopy());
      assertEquals("ENOMSG", stand.read(1));
      stand.owner.errors.clear();
      stand.pass(SECOND + 1);
      assertEquals("0 4", stand.precopy());
      assertEquals(RECORD, stand.read(100));
    }
  }
}
