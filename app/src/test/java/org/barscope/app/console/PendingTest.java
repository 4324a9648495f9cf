package org.barscope.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import org.barscope.engine.Engine;
import org.barscope.engine.EngineOptions;
import org.barscope.engine.Topology;
import org.barscope.engine.port.Scheduler.Mutex;
import org.barscope.engine.port.Scheduler.Signal;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Accesses that do not end at once, on the virtual clock.
class PendingTest {
  /// Opens both VFs; with a microsecond for each of the start-up's commands, it ends at 4000.
  private static final String OPEN =
      """
      > {"id":1,"op":"device.open","vf":1}
      < {"id":1,"ok":true}
      > {"id":2,"op":"config.write","vf":1,"offset":4,"data":"0700"}
      < {"id":2,"ok":true,"count":2}
      > {"id":3,"op":"device.open","vf":2}
      < {"id":3,"ok":true}
      > {"id":4,"op":"config.write","vf":2,"offset":4,"data":"0700"}
      < {"id":4,"ok":true,"count":2}
      """;

  @Nested
  class WithASlowFirmware {
    private void play(String transcript) {
      try (Script script = Script.deterministic(Script.slow(0))) {
        script.play(OPEN + transcript);
        assertFalse(script.anyPending());
      }
    }

    @Test
    void aRequestTakesTheTimeItTakes() {
      play(
          """
          > {"id":5,"op":"clock.step","nanos":0}
          < {"id":5,"ok":true,"now":4000}
          > {"id":6,"op":"bar.read","vf":1,"bar":0,"offset":0,"length":4}
          < {"id":6,"ok":true,"data":"6480bf39"}
          > {"id":7,"op":"clock.step","nanos":0}
          < {"id":7,"ok":true,"now":5000}
          """);
    }

    @Test
    void aTimeLimitPutsItInFlightAndWaitGivesItsResultOnce() {
      play(
          """
          > {"id":5,"op":"bar.read","vf":1,"bar":0,"offset":0,"length":4,"timeoutMillis":0}
          < {"id":5,"ok":true,"pending":20}
          > {"id":6,"op":"clock.step","nanos":999}
          < {"id":6,"ok":true,"now":4999}
          > {"id":7,"op":"wait","access":20,"timeoutMillis":0}
          < {"id":7,"ok":true,"pending":20}
          > {"id":8,"op":"clock.step","nanos":1}
          < {"id":8,"ok":true,"now":5000}
          > {"id":9,"op":"wait","access":20,"timeoutMillis":0}
          < {"id":9,"ok":true,"data":"6480bf39"}
          > {"id":10,"op":"wait","access":20}
          < {"id":10,"ok":false,"errno":"EINVAL","message":"access 20, expected the number of one that is pending"}
          """);
    }

    @Test
    void waitRunsTheEngineItself() {
      play(
          """
          > {"id":5,"op":"bar.read","vf":1,"bar":0,"offset":19,"length":4,"timeoutMillis":0}
          < {"id":5,"ok":true,"pending":20}
          > {"id":6,"op":"wait","access":20}
          < {"id":6,"ok":false,"errno":"EINVAL","message":"read of 4 bytes at bar0 19 ended with EINVAL"}
          > {"id":7,"op":"clock.step","nanos":0}
          < {"id":7,"ok":true,"now":5000}
          """);
    }

    @Test
    void aSecondAccessOfTheSameVfWaitsAndAnotherVfGoesOn() {
      play(
          """
          > {"id":5,"op":"bar.write","vf":1,"bar":0,"offset":18,"data":"01","timeoutMillis":0}
          < {"id":5,"ok":true,"pending":20}
          > {"id":6,"op":"bar.read","vf":1,"bar":0,"offset":18,"length":1,"timeoutMillis":0}
          < {"id":6,"ok":true,"pending":23}
          > {"id":7,"op":"config.read","vf":2,"offset":0,"length":4}
          < {"id":7,"ok":true,"data":"f41a0110"}
          > {"id":8,"op":"bar.write","vf":1,"bar":0,"offset":16,"data":"0000"}
          < {"id":8,"ok":true,"count":2}
          > {"id":9,"op":"admin","opcode":0,"resultLength":8,"timeoutMillis":0}
          < {"id":9,"ok":true,"pending":30}
          > {"id":10,"op":"clock.step","nanos":1000}
          < {"id":10,"ok":true,"now":5000}
          > {"id":11,"op":"wait","access":20,"timeoutMillis":0}
          < {"id":11,"ok":true,"count":1}
          > {"id":12,"op":"wait","access":23,"timeoutMillis":0}
          < {"id":12,"ok":true,"pending":23}
          > {"id":13,"op":"wait","access":30}
          < {"id":13,"ok":true,"status":22,"qualifier":2,"usedLength":8,"written":"1600020000000000"}
          > {"id":14,"op":"wait","access":23}
          < {"id":14,"ok":true,"data":"01"}
          > {"id":15,"op":"clock.step","nanos":0}
          < {"id":15,"ok":true,"now":7000}
          """);
    }

    @Test
    void aResetOfTheOwnerEndsWhatIsInFlight() {
      play(
          """
          > {"id":5,"op":"bar.read","vf":1,"bar":0,"offset":0,"length":4,"timeoutMillis":0}
          < {"id":5,"ok":true,"pending":20}
          > {"id":6,"op":"stimulus","what":"reset"}
          < {"id":6,"ok":true}
          > {"id":7,"op":"wait","access":20,"timeoutMillis":0}
          < {"id":7,"ok":false,"errno":"EIO","message":"read of 4 bytes at bar0 0 ended with EIO"}
          """);
    }

    /// The events name the number that the reply gave.
    @Test
    void theNumberIsThatOfTheAccess() {
      try (Script script = Script.deterministic(Script.slow(0))) {
        script.play(OPEN);
        script.line(
            "{\"op\":\"bar.read\",\"vf\":1,\"bar\":0,\"offset\":0,\"length\":4,\"timeoutMillis\":0}");
        assertTrue(script.anyPending());
        String events = script.line("{\"op\":\"events\",\"since\":20,\"limit\":1}");
        assertTrue(
            events.startsWith(
                "{\"id\":null,\"ok\":true,\"events\":[{\"seq\":20,\"t\":4000,\"vf\":1,"
                    + "\"kind\":\"AccessStart\",\"cause\":null,\"region\":\"bar0\","),
            events);
      }
    }

    @Test
    void aTimeLimitIsVirtualTime() {
      play(
          """
          > {"id":5,"op":"bar.read","vf":1,"bar":0,"offset":0,"length":4,"timeoutMillis":3}
          < {"id":5,"ok":true,"data":"6480bf39"}
          > {"id":6,"op":"clock.step","nanos":0}
          < {"id":6,"ok":true,"now":5000}
          """);
    }
  }

  @Nested
  class WithAFirmwareThatLiesStill {
    @Test
    void anAccessIsPendingWhenNobodyCanRunAnyMoreAndGoesOnWithTheFirmware() {
      try (Script script = Script.deterministic()) {
        script.play(
            """
            > {"id":1,"op":"device.open","vf":1}
            < {"id":1,"ok":true}
            > {"id":2,"op":"config.write","vf":1,"offset":4,"data":"0700"}
            < {"id":2,"ok":true,"count":2}
            > {"id":3,"op":"stimulus","what":"hold"}
            < {"id":3,"ok":true}
            > {"id":4,"op":"bar.read","vf":1,"bar":0,"offset":0,"length":4}
            < {"id":4,"ok":true,"pending":18}
            > {"id":5,"op":"wait","access":18}
            < {"id":5,"ok":true,"pending":18}
            > {"id":6,"op":"clock.step","nanos":1000000}
            < {"id":6,"ok":true,"now":1000000}
            > {"id":7,"op":"bar.write","vf":1,"bar":0,"offset":16,"data":"0000"}
            < {"id":7,"ok":true,"count":2}
            > {"id":8,"op":"stimulus","what":"release"}
            < {"id":8,"ok":true}
            > {"id":9,"op":"wait","access":18}
            < {"id":9,"ok":true,"data":"6480bf39"}
            """);
        assertFalse(script.anyPending());
      }
    }
  }

  @Nested
  class WithASlowReset {
    /// A request for an interrupt mode that was before the close ends before it, too.
    @Test
    void aClosedDeviceHasNoInterruptMode() {
      Topology.Vf slow =
          Script.TOPOLOGY
              .pfs()
              .getFirst()
              .vfs()
              .getFirst()
              .with(new Topology.Pci(3, 0, false, 0, true, 20_000_000));
      try (Script script = Script.deterministic(Topology.of(List.of(slow)))) {
        script.play(
            """
            > {"id":1,"op":"device.open","vf":1}
            < {"id":1,"ok":true}
            > {"id":2,"op":"device.reset","vf":1,"timeoutMillis":0}
            < {"id":2,"ok":true,"pending":-2}
            > {"id":3,"op":"irq.set","vf":1,"index":"msix","timeoutMillis":0}
            < {"id":3,"ok":true,"pending":-3}
            > {"id":4,"op":"device.close","vf":1,"timeoutMillis":0}
            < {"id":4,"ok":true,"pending":-4}
            > {"id":5,"op":"wait","access":-4}
            < {"id":5,"ok":true}
            """);
        String info = script.line("{\"op\":\"info\"}");
        assertTrue(info.contains("\"irq\":\"none\",\"open\":false"), info);
      }
    }
  }

  /// What nobody will ever answer, and what dies, done by hand.
  @Nested
  class WithNobodyToAnswer {
    private final Engine engine = Engine.start(Script.TOPOLOGY, EngineOptions.DETERMINISTIC);
    private final Accesses accesses = new Accesses(engine.scheduler(), true);
    private final Signal answered = engine.scheduler().signal();
    private final Mutex lock = engine.scheduler().mutex("bar_mutex");

    private Answer access(boolean waits, OptionalLong timeoutMillis) {
      return accesses.run(
          "access",
          timeoutMillis,
          () -> {
            lock.acquire();
            if (waits) {
              answered.await(Long.MAX_VALUE);
            }
            lock.release();
            return Answer.invalid("over");
          });
    }

    @Test
    void theRequestIsPendingAndEndsWhenItIsAnswered() {
      assertEquals(new Answer.Pending(-2), access(true, OptionalLong.empty()));
      assertEquals(new Answer.Pending(-3), access(false, OptionalLong.of(5)));
      assertEquals(5_000_000, engine.scheduler().now());
      assertEquals(new Answer.Pending(-3), accesses.await(-3, OptionalLong.empty()));
      assertTrue(accesses.anyPending());
      assertEquals(
          Answer.invalid("answered"),
          accesses.run(
              "firmware",
              OptionalLong.empty(),
              () -> {
                answered.raise();
                return Answer.invalid("answered");
              }));
      assertEquals(Answer.invalid("over"), accesses.await(-2, OptionalLong.empty()));
      assertEquals(Answer.invalid("over"), accesses.await(-3, OptionalLong.empty()));
      assertFalse(accesses.anyPending());
    }

    @Test
    void whatAStrandDiesOfIsNoReply() {
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  accesses.run(
                      "access",
                      OptionalLong.empty(),
                      () -> {
                        throw new IllegalStateException("ours");
                      }));
      assertEquals("ours", thrown.getCause().getMessage());
    }
  }
}
