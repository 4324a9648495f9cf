package org.barscope.engine.trace;

import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.port.AdminExecutor;
import org.barscope.engine.port.AdminQueue;
import org.barscope.engine.port.EventFd;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.MigrationState;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.engine.protocol.vfio.RegionInfo;
import org.barscope.engine.time.DeterministicScheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The decorators over stub ports that wait, which the real engine never does.
class TracedPortsTest {
  private static final Bytes NONE = Bytes.EMPTY;

  private final DeterministicScheduler virtual = new DeterministicScheduler(0);
  private final Scheduler scheduler = new TracedScheduler(virtual);
  private final EventRing ring = new EventRing(64, false);
  private final Recorder recorder = new Recorder(ring, scheduler, 0, 0);

  private List<Event> events() {
    List<Event> events = new ArrayList<>();
    ring.drain(events::add, 64);
    return events;
  }

  /// F-03
  @Test
  void anAccessThatNeverEndsIsVisible() {
    Scheduler.Signal never = scheduler.signal();
    VfioDevice hanging = new Hanging(never);
    VfioDevice traced = new MemberTrace(new Recorder(ring, scheduler, 0, 3)).around(hanging);
    Scheduler.Strand strand =
        scheduler.spawn("guest", () -> traced.read(Region.BAR0, 18, new byte[1], 1));
    assertFalse(strand.join());
    List<Event> events = events();
    assertEquals(1, events.size());
    assertEquals(3, events.getFirst().vf());
    assertEquals(
        new Fact.AccessStart(Region.BAR0, Direction.READ, 18, 1, NONE), events.getFirst().fact());
    virtual.close();
    assertEquals(List.of(), events());
  }

  @Test
  void anAccessThatTakesTimeSaysHowLong() {
    VfioDevice slow = new Hanging(scheduler.signal(), 250);
    VfioDevice traced = new MemberTrace(new Recorder(ring, scheduler, 0, 1)).around(slow);
    assertTrue(
        scheduler
            .spawn(
                "guest",
                () -> {
                  scheduler.sleepUntil(1000);
                  traced.read(Region.BAR0, 18, new byte[1], 1);
                })
            .join());
    List<Event> events = events();
    assertEquals(1000, events.get(0).time());
    assertEquals(1250, events.get(1).time());
    Fact.LegacyAccess access = (Fact.LegacyAccess) events.get(1).fact();
    assertEquals(1000, access.start());
    assertEquals(250, access.duration());
  }

  /// Submitted at 0, taken at 70, answered at 100.
  @Test
  void aCompletionSaysWhenTheFirmwareTookTheCommand() {
    OwnerTrace trace = new OwnerTrace(recorder, 2);
    AdminExecutor firmware =
        trace.aroundFirmware((readable, writableLength) -> {
          scheduler.sleepUntil(100);
          return Bytes.hex(zeros(8));
        });
    Scheduler.Lane lane = scheduler.lane("firmware");
    AdminQueue queue =
        trace.aroundQueue((command, _) -> {
          Scheduler.Signal done = scheduler.signal();
          lane.post(() -> {
            scheduler.sleepUntil(70);
            firmware.execute(command.write(), 8);
            done.raise();
          });
          done.await(Scheduler.FOREVER);
          return new AdminCompletion(0, 8, Bytes.hex(zeros(8)));
        });
    assertTrue(
        scheduler
            .spawn("host", () -> queue.submit(new AdminCommand(2, 1, 2, NONE, 0), NONE))
            .join());
    List<Event> events = events();
    assertEquals(2, events.size());
    assertEquals(0, events.get(0).time());
    assertEquals(2, events.get(0).vf());
    assertEquals(100, events.get(1).time());
    assertEquals(70, ((Fact.AdminComplete) events.get(1).fact()).taken());
    assertEquals(0, events.get(1).cause());
  }

  @Test
  void aCommandThatNobodyTookSaysSo() {
    AdminQueue queue =
        new OwnerTrace(recorder, 2)
            .aroundQueue(
                (command, _) -> new AdminCompletion(0, 3, Bytes.hex("16000300000000000102")));
    queue.submit(new AdminCommand(3, 1, 9, NONE, 2), NONE);
    List<Event> events = events();
    assertEquals(
        new Fact.AdminComplete(3, 9, 22, 3, 3, Bytes.hex("160003"), -1), events.get(1).fact());
    assertEquals(0, events.get(0).vf(), "nobody has id 9: it is about the owner");
  }

  @Test
  void aCommandThatWasNeverCompletedHasNoEnd() {
    AdminQueue queue =
        new OwnerTrace(recorder, 2).aroundQueue((command, _) -> AdminCompletion.failed(-5));
    assertEquals(-5, queue.submit(new AdminCommand(3, 1, 1, NONE, 2), NONE).errno());
    assertEquals(1, events().size());
  }

  @ParameterizedTest(name = "group {0} member {1} is about VF {2}")
  @CsvSource({"1, 1, 1", "1, 2, 2", "1, 3, 0", "1, 0, 0", "1, -1, 0", "0, 1, 0", "7, 1, 0"})
  void aCommandIsAboutItsMember(int group, long member, int vf) {
    AdminQueue queue =
        new OwnerTrace(recorder, 2).aroundQueue((command, _) -> AdminCompletion.failed(-5));
    queue.submit(new AdminCommand(3, group, member, NONE, 0), NONE);
    assertEquals(vf, events().getFirst().vf());
  }

  /// A posted task inherits the cause of its poster, through any number of lanes.
  @Test
  void causesTravelFromLaneToLane() {
    Scheduler.Lane one = scheduler.lane("one");
    Scheduler.Lane two = scheduler.lane("two");
    VfioDevice posting =
        new Hanging(scheduler.signal(), 0) {
          @Override
          public int write(Region region, int offset, byte[] from, int count) {
            one.post(
                () -> two.post(() -> recorder.record(new Fact.GuestFault("L-113", "far away"))));
            return count;
          }
        };
    VfioDevice traced = new MemberTrace(new Recorder(ring, scheduler, 0, 1)).around(posting);
    scheduler
        .spawn(
            "guest",
            () -> {
              traced.write(Region.BAR0, 16, new byte[2], 2);
              traced.write(Region.BAR0, 16, new byte[2], 2);
            })
        .join();
    List<Event> events = events();
    assertEquals(List.of(-1L, 0L, -1L, 2L, 0L, 2L), events.stream().map(Event::cause).toList());
  }

  @Test
  void aTaskOnTheWaitersThreadLeavesItsOwnCauseAlone() {
    Scheduler.Lane lane = scheduler.lane("l");
    scheduler
        .spawn(
            "a",
            () -> {
              lane.postLazily(() -> recorder.record(new Fact.GuestFault("x", "task")));
              Trail.current().cause = recorder.record(new Fact.GuestFault("x", "own"));
              scheduler.sleepUntil(1);
              recorder.record(new Fact.GuestFault("x", "after"));
            })
        .join();
    assertEquals(
        List.of("own -1", "task -1", "after 0"),
        events().stream()
            .map(event -> ((Fact.GuestFault) event.fact()).message() + " " + event.cause())
            .toList());
  }

  /// A device whose reads wait.
  private static class Hanging implements VfioDevice {
    private final Scheduler.Signal signal;
    private final long nanos;
    private long now = 1000;

    Hanging(Scheduler.Signal signal) {
      this(signal, -1);
    }

    Hanging(Scheduler.Signal signal, long nanos) {
      this.signal = signal;
      this.nanos = nanos;
    }

    @Override
    public int read(Region region, int offset, byte[] into, int count) {
      now += nanos;
      signal.await(nanos < 0 ? Scheduler.FOREVER : now);
      return count;
    }

    @Override
    public int write(Region region, int offset, byte[] from, int count) {
      return count;
    }

    @Override
    public int open() {
      return 0;
    }

    @Override
    public void close() {}

    @Override
    public int ioEventFd(Region region, long offset, byte[] data, @Nullable EventFd event) {
      return 0;
    }

    @Override
    public RegionInfo regionInfo(int index) {
      return RegionInfo.of(index, 0, 0);
    }

    @Override
    public int setIrqs(IrqMode mode, int count) {
      return 0;
    }

    @Override
    public int reset() {
      return 0;
    }

    @Override
    public int migrationFlags() {
      return 0;
    }

    @Override
    public int migrationState() {
      return -25;
    }

    @Override
    public StateChange setMigrationState(MigrationState wanted) {
      return StateChange.failed(-25);
    }

    @Override
    public long migrationDataSize() {
      return -25;
    }
  }
}
