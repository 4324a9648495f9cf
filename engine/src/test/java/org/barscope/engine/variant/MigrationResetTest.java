package org.barscope.engine.variant;

import static org.barscope.engine.Rig.zeros;
import static org.barscope.engine.variant.MigrationStand.CREATE_GET;
import static org.barscope.engine.variant.MigrationStand.DESTROY;
import static org.barscope.engine.variant.MigrationStand.PARTS;
import static org.barscope.engine.variant.MigrationStand.RECORD;
import static org.barscope.engine.variant.MigrationStand.SIZE;
import static org.barscope.engine.variant.MigrationStand.STOP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.port.Scheduler;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What opening, closing and resets do to a migration (reference §2.6, §12.6).
class MigrationResetTest {
  private final MigrationStand stand = new MigrationStand();

  @Test
  void anOpenedDeviceRuns() {
    assertEquals("running", stand.state());
    stand.at("stop");
    stand.device().close();
    assertEquals(0, stand.device().open());
    assertEquals("running", stand.state());
    assertEquals(List.of(), stand.wire());
  }

  @Test
  void closingEndsTheFiles() {
    stand.at("stop_copy");
    stand.device().close();
    assertEquals(List.of(DESTROY), stand.wire());
    assertEquals("ENODEV", stand.read(1));
    assertTrue(stand.owner.objects.isEmpty());
    stand.device().close();
    assertEquals(List.of(), stand.wire());
  }

  @Test
  void closingEndsTheFileThatIsWritten() {
    stand.at("resuming");
    stand.device().close();
    assertEquals(List.of(DESTROY), stand.wire());
    assertEquals("ENODEV", stand.write(RECORD));
  }

  @Nested
  class AReset {
    private void reset(String by) {
      switch (by) {
        case "VMM" -> assertEquals(0, stand.device().reset());
        default -> stand.stand.cfgWrite(0x48, "0080"); // initiate function level reset
      }
    }

    @ParameterizedTest(name = "by the {0}")
    @ValueSource(strings = {"VMM", "guest"})
    void endsSaving(String by) {
      stand.at("pre_copy");
      stand.witnessed.clear();
      reset(by);
      assertEquals(List.of(DESTROY), stand.wire());
      assertEquals("running", stand.state());
      assertEquals("ENODEV", stand.read(1));
      assertEquals("EINVAL", stand.precopy());
      assertEquals(List.of("migration-reset pre_copy running"), stand.witnessed);
    }

    @ParameterizedTest(name = "by the {0}")
    @ValueSource(strings = {"VMM", "guest"})
    void endsResuming(String by) {
      stand.at("resuming");
      reset(by);
      assertEquals(List.of(DESTROY), stand.wire());
      assertEquals("running", stand.state());
      assertEquals("ENODEV", stand.write(RECORD));
    }

    @Test
    void ofAStoppedDeviceSendsNothing() {
      stand.at("stop");
      reset("VMM");
      assertEquals(List.of(), stand.wire());
      assertEquals("running", stand.state());
    }

    @Test
    void ofARunningDeviceIsNoEvent() {
      reset("VMM");
      assertEquals(List.of(), stand.witnessed);
    }

    /// The device has dropped the object by itself: that its end then fails is nobody's concern,
    /// but the number is lost (F-43).
    @Test
    void ignoresThatTheObjectIsGone() {
      stand.at("stop_copy");
      stand.owner.errors.put(0xd, -6);
      reset("VMM");
      assertEquals(List.of(DESTROY), stand.wire());
      assertEquals("running", stand.state());
      assertEquals("OK file", stand.set("stop_copy"));
      assertEquals(
          List.of(STOP, "0a " + zeros(4) + "01000000" + zeros(16) + "/8"),
          stand.wire().subList(0, 2));
    }

    /// AER recovery does not run the reset-done callback.
    @Test
    void ofTheBusLeavesTheMigrationAlone() {
      stand.at("stop_copy");
      ((VariantDriver.Bound) stand.device()).busReset();
      assertEquals(List.of(), stand.wire());
      assertEquals("stop_copy", stand.state());
      assertEquals(RECORD, stand.read(100));
    }

    /// Overlay and BAR0's address are not in the stream; the reset turns I/O off all the same.
    @Test
    void turnsIoOffToo() {
      stand.stand.cfgWrite(0x04, "0100");
      stand.at("stop_copy");
      reset("VMM");
      assertEquals("EIO", stand.stand.read(18, 1));
    }
  }

  /// A reset does not wait for whoever is busy migrating: that one does its work at the end (F-46).
  @Nested
  class Deferred {
    private final Scheduler.Signal hold = stand.scheduler().signal();
    private final List<String> results = new ArrayList<>();

    private Scheduler.Strand busy(Runnable call) {
      stand.owner.during =
          () -> {
            stand.owner.during = () -> {};
            hold.await(Scheduler.FOREVER);
          };
      Scheduler.Strand strand = stand.scheduler().spawn("migration", call);
      assertFalse(strand.join());
      return strand;
    }

    private void resetThenLet(Scheduler.Strand strand) {
      Scheduler.Strand reset =
          stand.scheduler().spawn("reset", () -> results.add("" + stand.device().reset()));
      assertTrue(reset.join(), "a reset waits for nobody");
      assertEquals("migration-reset-deferred", stand.witnessed.getLast());
      stand.scheduler().spawn("device", hold::raise);
      assertTrue(strand.join());
    }

    @Test
    void untilAStateIsReached() {
      resetThenLet(busy(() -> results.add(stand.set("stop_copy"))));
      assertEquals(List.of("0", "OK file"), results);
      assertEquals(List.of(STOP, CREATE_GET, SIZE, PARTS, DESTROY), stand.wire());
      assertEquals("running", stand.state());
      assertEquals("ENODEV", stand.read(1));
      assertEquals("migration-reset stop_copy running", stand.witnessed.getLast());
    }

    @Test
    void untilAWriteIsDone() {
      stand.at("resuming");
      resetThenLet(busy(() -> results.add(stand.write(RECORD))));
      assertEquals(List.of("0", "20"), results);
      assertEquals(List.of("10 " + zeros(8) + "a1a2a3a4/8", DESTROY), stand.wire());
      assertEquals("ENODEV", stand.write(RECORD));
    }

    @Test
    void untilThePrecopyInfoIsTold() {
      stand.at("pre_copy");
      resetThenLet(busy(() -> results.add(stand.precopy())));
      assertEquals(List.of("0", "20 0"), results);
      assertEquals(List.of(SIZE, DESTROY), stand.wire());
      assertEquals("running", stand.state());
    }

    @Test
    void untilTheSizeIsTold() {
      stand.at("stop");
      resetThenLet(busy(() -> results.add("" + stand.device().migrationDataSize())));
      assertEquals(List.of("0", "4"), results);
      assertEquals(List.of(CREATE_GET, SIZE, DESTROY), stand.wire());
      assertEquals("running", stand.state());
    }
  }

  /// `state_mutex` is held for a whole request: whoever asks for the state waits; a reader does
  /// not.
  @Test
  void whoAsksForTheStateWaitsForARequest() {
    Scheduler.Signal hold = stand.scheduler().signal();
    stand.at("pre_copy");
    stand.owner.during = () -> hold.await(Scheduler.FOREVER);
    List<String> results = new ArrayList<>();
    Scheduler.Strand request =
        stand.scheduler().spawn("a", () -> results.add(stand.set("stop_copy")));
    assertFalse(request.join());
    Scheduler.Strand asker = stand.scheduler().spawn("b", () -> results.add(stand.state()));
    assertFalse(asker.join());
    assertTrue(stand.scheduler().spawn("c", () -> results.add(stand.read(20))).join());
    stand.scheduler().spawn("device", hold::raise);
    assertTrue(asker.join());
    assertEquals(List.of(RECORD, "OK", "stop_copy"), results);
  }

  /// Nothing stops a guest from reaching the registers of a stopped device.
  @Test
  void registersAreReachedWhileStopped() {
    stand.stand.cfgWrite(0x04, "0100");
    stand.at("stop_copy");
    stand.owner.result = "55";
    assertEquals("55", stand.stand.read(18, 1));
    assertEquals(List.of("03 12/9"), stand.wire());
  }
}
