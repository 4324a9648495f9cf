package org.barscope.engine.variant;

import static org.barscope.engine.Rig.zeros;
import static org.barscope.engine.variant.MigrationStand.CREATE_GET;
import static org.barscope.engine.variant.MigrationStand.CREATE_SET;
import static org.barscope.engine.variant.MigrationStand.DESTROY;
import static org.barscope.engine.variant.MigrationStand.GO;
import static org.barscope.engine.variant.MigrationStand.PARTS;
import static org.barscope.engine.variant.MigrationStand.RECORD;
import static org.barscope.engine.variant.MigrationStand.SIZE;
import static org.barscope.engine.variant.MigrationStand.STOP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.port.MigrationFile;
import org.barscope.engine.protocol.vfio.MigrationState;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each step between migration states puts on the admin queue, in order, and what is left of
/// it when a command fails (reference §12.4).
class MigrationStepsTest {
  private final MigrationStand stand = new MigrationStand();

  @Nested
  class Arcs {
    private void step(String before, String to, String result, String... commands) {
      for (String state : before.split(" ")) {
        stand.at(state);
      }
      assertEquals(result, stand.set(to));
      assertEquals(List.of(commands), stand.wire());
      assertEquals(to, stand.state());
    }

    @Test
    void runningToP2pStopsTheDevice() {
      step("running", "running_p2p", "OK", STOP);
    }

    @Test
    void p2pToRunningStartsIt() {
      step("running_p2p", "running", "OK", GO);
    }

    @Test
    void preCopyToP2pStopsTheDevice() {
      step("pre_copy", "pre_copy_p2p", "OK", STOP);
    }

    @Test
    void preCopyP2pToPreCopyStartsIt() {
      step("pre_copy_p2p", "pre_copy", "OK", GO);
    }

    @Test
    void p2pToStopAndBackAsksForNothing() {
      step("running_p2p", "stop", "OK");
      step("stop", "running_p2p", "OK");
    }

    @Test
    void stopToStopCopyGetsAllParts() {
      step("stop", "stop_copy", "OK file", CREATE_GET, SIZE, PARTS);
      assertEquals(RECORD, stand.read(100));
    }

    @Test
    void stopCopyToStopEndsTheObjectAndTheFile() {
      step("stop_copy", "stop", "OK", DESTROY);
      assertEquals("ENODEV", stand.read(100));
    }

    @ParameterizedTest
    @CsvSource({"running, pre_copy", "running_p2p, pre_copy_p2p"})
    void intoPreCopyGetsAllParts(String from, String to) {
      step(from, to, "OK file", CREATE_GET, SIZE, PARTS);
      assertEquals("20 0", stand.precopy());
    }

    @ParameterizedTest
    @CsvSource({"pre_copy, running", "pre_copy_p2p, running_p2p"})
    void outOfPreCopyEndsTheObjectAndTheFile(String from, String to) {
      step(from, to, "OK", DESTROY);
      assertEquals("ENODEV", stand.read(100));
    }

    /// The last record goes to the same stream: no new file.
    @Test
    void preCopyP2pToStopCopyAppendsToTheStream() {
      stand.at("pre_copy_p2p");
      stand.parts("b1b2b3b4");
      step("pre_copy_p2p", "stop_copy", "OK", SIZE, PARTS);
      assertEquals(RECORD + "0400000000000000" + zeros(8) + "b1b2b3b4", stand.read(100));
      assertEquals("", stand.read(100));
    }

    @Test
    void stopToResumingMakesAnObjectToSet() {
      step("stop", "resuming", "OK file", CREATE_SET);
    }

    @Test
    void resumingToStopEndsTheObjectAndTheFile() {
      step("resuming", "stop", "OK", DESTROY);
      assertEquals("ENODEV", stand.write("00"));
    }

    @Test
    void toTheSameStateAsksForNothing() {
      step("stop", "stop", "OK");
      step("stop_copy", "stop_copy", "OK");
      assertEquals(RECORD, stand.read(100));
    }
  }

  @Nested
  class Ways {
    /// Exactly one MODE_SET.
    @Test
    void runningToStopIsWalkedOverP2p() {
      assertEquals("OK", stand.set("stop"));
      assertEquals(List.of(STOP), stand.wire());
      assertEquals(
          List.of("migration-state running running_p2p OK", "migration-state running_p2p stop OK"),
          stand.witnessed);
    }

    @Test
    void savedWithoutPreCopy() {
      assertEquals("OK file", stand.set("stop_copy"));
      assertEquals(RECORD, stand.read(100));
      assertEquals("OK", stand.set("stop"));
      assertEquals(List.of(STOP, CREATE_GET, SIZE, PARTS, DESTROY), stand.wire());
    }

    @Test
    void savedWithPreCopy() {
      assertEquals("OK file", stand.set("pre_copy"));
      assertEquals("OK", stand.set("stop_copy"));
      assertEquals("OK", stand.set("running"));
      assertEquals(List.of(CREATE_GET, SIZE, PARTS, STOP, SIZE, PARTS, DESTROY, GO), stand.wire());
    }

    @Test
    void restored() {
      assertEquals("OK file", stand.set("resuming"));
      assertEquals("40", stand.write(RECORD + RECORD));
      assertEquals("OK", stand.set("running"));
      String set = "10 " + zeros(8) + "a1a2a3a4/8";
      assertEquals(List.of(STOP, CREATE_SET, set, set, DESTROY, GO), stand.wire());
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({
      "running, error",
      "stop, error",
      "stop_copy, pre_copy",
      "stop_copy, pre_copy_p2p",
      "resuming, error",
    })
    void thatAreBlocked(String from, String to) {
      stand.at(from);
      assertEquals("EINVAL", stand.set(to));
      assertEquals(List.of(), stand.wire());
      assertEquals(from, stand.state());
    }

    @Test
    void aFileIsHandedOutOnlyByTheStepThatMakesIt() {
      stand.at("pre_copy");
      assertEquals("OK", stand.set("pre_copy_p2p"));
      assertEquals("OK", stand.set("pre_copy"));
      assertEquals("20 0", stand.precopy());
    }
  }

  /// A command that fails ends the request with its error, in the state reached before it (F-42).
  @Nested
  class Failures {
    private void fails(String from, String to, int opcode, String left, String... commands) {
      stand.at(from);
      stand.owner.errors.put(opcode, -16);
      assertEquals("EBUSY", stand.set(to));
      assertEquals(List.of(commands), stand.wire());
      assertEquals(left, stand.state());
      stand.owner.errors.clear();
    }

    @Test
    void ofModeSet() {
      fails("running", "stop", 0x11, "running", STOP);
      fails("stop", "running", 0x11, "running_p2p", GO);
      fails("pre_copy", "stop_copy", 0x11, "pre_copy", STOP);
    }

    @Test
    void ofCreate() {
      fails("running", "stop_copy", 0xa, "stop", STOP, CREATE_GET);
      fails("stop", "resuming", 0xa, "stop", CREATE_SET);
      fails("running", "pre_copy", 0xa, "running", CREATE_GET);
      assertTrue(stand.owner.objects.isEmpty(), "numbers of objects that were not made");
    }

    @Test
    void ofTheSizeEndsTheObject() {
      fails("stop", "stop_copy", 0xe, "stop", CREATE_GET, SIZE, DESTROY);
      assertTrue(stand.owner.objects.isEmpty());
    }

    @Test
    void ofGettingPartsEndsTheObject() {
      fails("stop", "stop_copy", 0xf, "stop", CREATE_GET, SIZE, PARTS, DESTROY);
      fails("running", "pre_copy", 0xf, "running", CREATE_GET, SIZE, PARTS, DESTROY);
      assertTrue(stand.owner.objects.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop_copy", "pre_copy_p2p"})
    void aSizeOf0IsEinval(String to) {
      stand.at("running_p2p", to.equals("stop_copy") ? "stop" : "running_p2p");
      stand.parts("");
      assertEquals("EINVAL", stand.set(to));
      assertEquals(List.of(CREATE_GET, SIZE, DESTROY), stand.wire());
    }

    /// In STOP_COPY parts that have grown since (F-45) are fatal: the file is at an end. The device
    /// stays where it was.
    @ParameterizedTest
    @ValueSource(ints = {0xe, 0xf})
    void ofTheLastRecordEndTheFile(int opcode) {
      stand.at("pre_copy_p2p");
      stand.owner.errors.put(opcode, -12);
      assertEquals("ENOMEM", stand.set("stop_copy"));
      assertEquals("pre_copy_p2p", stand.state());
      assertEquals("ENODEV", stand.read(100));
      stand.owner.errors.clear();
      stand.wire();
      assertEquals("ENODEV", stand.set("stop_copy"));
      assertEquals(List.of(), stand.wire());
      assertEquals("ENODEV", stand.precopy());
      stand.wire();
      assertEquals("OK", stand.set("running"));
      assertEquals(List.of(DESTROY, GO), stand.wire());
    }

    @Test
    void aLastRecordOfSize0EndsTheFile() {
      stand.at("pre_copy_p2p");
      stand.parts("");
      assertEquals("EINVAL", stand.set("stop_copy"));
      assertEquals("ENODEV", stand.read(1));
    }

    /// Its number is nobody's any more (F-43).
    @Test
    void ofDestroyLoseTheObjectsNumber() {
      stand.at("stop_copy");
      stand.owner.errors.put(0xd, -6);
      assertEquals("OK", stand.set("stop"));
      assertEquals(1, stand.owner.objects.size());
      assertEquals("OK file", stand.set("stop_copy"));
      assertEquals("0a " + zeros(4) + "01000000" + zeros(16) + "/8", stand.wire().get(1));
    }

    @Test
    void withoutANumberForTheObjectNothingIsSent() {
      stand.at("stop");
      stand.owner.objects.addAll(List.of(0, 1, 2, 3));
      assertEquals("ENOSPC", stand.set("stop_copy"));
      assertEquals("ENOSPC", stand.set("resuming"));
      assertEquals(-28, stand.device().migrationDataSize());
      assertEquals(List.of(), stand.wire());
      stand.owner.objects.remove(2);
      assertEquals("OK file", stand.set("resuming"));
      assertEquals(
          List.of("0a " + zeros(4) + "02000000" + zeros(8) + "01" + zeros(7) + "/8"), stand.wire());
    }

    /// More than this emulation gives a record.
    @Test
    void partsWithoutEnd() {
      stand.at("stop");
      stand.owner.results.put(0xe, "ffffffff" + zeros(4));
      assertEquals("ENOMEM", stand.set("stop_copy"));
      assertEquals(3, stand.wire().size());
    }
  }

  @Nested
  class DataSize {
    @Test
    void takesAnObjectForAMoment() {
      assertEquals(4, stand.device().migrationDataSize());
      assertEquals(List.of(CREATE_GET, SIZE, DESTROY), stand.wire());
      assertTrue(stand.owner.objects.isEmpty());
    }

    @Test
    void asksTheObjectThatSaves() {
      stand.at("pre_copy");
      assertEquals(4, stand.device().migrationDataSize());
      assertEquals(List.of(SIZE), stand.wire());
    }

    @Test
    void takesItsOwnWhileResuming() {
      stand.at("resuming");
      assertEquals(4, stand.device().migrationDataSize());
      assertEquals("0a " + zeros(4) + "01000000" + zeros(16) + "/8", stand.wire().getFirst());
    }

    @Test
    void failsWithItsCommands() {
      stand.owner.errors.put(0xe, -22);
      assertEquals(-22, stand.device().migrationDataSize());
      assertEquals(List.of(CREATE_GET, SIZE, DESTROY), stand.wire());
      stand.owner.errors.put(0xa, -6);
      assertEquals(-6, stand.device().migrationDataSize());
    }

    @Test
    void is32BitsUnsigned() {
      stand.owner.results.put(0xe, "ffffffff" + zeros(4));
      assertEquals(0xffff_ffffL, stand.device().migrationDataSize());
    }
  }

  @Nested
  class WithoutOperations {
    @Test
    void thereIsNothingToCall() {
      stand.owner.devParts = 0;
      Stand other = stand.stand;
      other.up();
      assertEquals(0, other.device.migrationFlags());
      assertEquals(-25, other.device.migrationState());
      assertEquals(-25, other.device.setMigrationState(MigrationState.STOP).errno());
      assertEquals(-25, other.device.migrationDataSize());
    }

    @Test
    void aClosedDeviceTellsItsFlagsOnly() {
      stand.device().close();
      assertEquals(7, stand.device().migrationFlags());
      assertEquals(-19, stand.device().migrationState());
      assertEquals(-19, stand.device().setMigrationState(MigrationState.STOP).errno());
      assertEquals(-19, stand.device().migrationDataSize());
    }

    /// Operations without BAR0 migrate all the same.
    @Test
    void ofBar0TheyAreThere() {
      stand.owner.supported = 0x3e780;
      Stand other = stand.stand;
      other.probe();
      assertEquals(0, other.device.open());
      other.forget();
      assertEquals(7, other.device.migrationFlags());
      assertEquals(0, other.device.setMigrationState(MigrationState.STOP).errno());
      assertEquals(List.of(STOP), stand.wire());
    }
  }

  /// The wrong direction, and a file that its owner has closed.
  @Test
  void filesHaveOneDirection() {
    stand.at("stop_copy");
    assertEquals("EBADF", stand.write("00"));
    MigrationFile saved = stand.file();
    stand.at("resuming");
    assertEquals("EBADF", stand.read(1));
    assertEquals("ENOTTY", stand.precopy());
    stand.file().close();
    assertEquals("EBADF", stand.write("00"));
    assertEquals("EBADF", stand.precopy());
    saved.close();
    assertEquals(-9, saved.read(new byte[1], 1));
    assertEquals(-9, saved.precopyInfo().errno());
    assertEquals(List.of(), new ArrayList<>(stand.wire()));
    assertEquals("resuming", stand.state());
  }
}
