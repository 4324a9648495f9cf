package org.barscope.engine.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.port.AdminQueue;
import org.barscope.engine.port.EventFd;
import org.barscope.engine.port.MigrationFile;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.MigrationState;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.engine.protocol.vfio.RegionInfo;
import org.barscope.engine.time.LiveScheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a migration leaves in the events, and what caused the commands it took.
class TracedMigrationTest {
  private final LiveScheduler scheduler = new LiveScheduler();
  private final EventRing ring = new EventRing(256, false);
  private final Recorder recorder = new Recorder(ring, scheduler, 0, 1);
  private final AdminQueue queue =
      new OwnerTrace(recorder.about(0), 1)
          .aroundQueue((command, found) -> new AdminCompletion(0, 8, Bytes.hex("00".repeat(8))));
  private final MemberTrace trace = new MemberTrace(recorder);
  private final VfioDevice device = trace.around(new Migrating());

  @AfterEach
  void close() {
    scheduler.close();
  }

  /// One line per event: number, cause, what, values.
  private List<String> events() {
    List<String> lines = new ArrayList<>();
    ring.drain(event -> lines.add(line(event)), Integer.MAX_VALUE);
    return lines;
  }

  private static String line(Event event) {
    String cause = event.cause() == Event.NONE ? "-" : "" + event.cause();
    String what =
        switch (event.fact()) {
          case Fact.Lifecycle lifecycle -> {
            StringBuilder text = new StringBuilder(lifecycle.what());
            lifecycle.reasons().forEach(reason -> text.append(' ').append(reason.value()));
            yield text.toString();
          }
          case Fact.AdminSubmit submit -> "submit " + submit.opcode();
          case Fact.AdminComplete complete -> "complete " + complete.opcode();
          default -> throw new AssertionError(event);
        };
    return event.seq() + " " + cause + " " + what;
  }

  @Test
  void aRequestForAStateCausesItsCommands() {
    assertTrue(device.setMigrationState(MigrationState.STOP_COPY).file().isPresent());
    assertEquals(
        List.of(
            "0 - vmm-call migration state stop_copy",
            "1 0 submit 17",
            "2 1 complete 17",
            "3 0 migration-done stop_copy OK"),
        events());
  }

  @Test
  void aRequestThatFailsSaysSo() {
    assertEquals(-22, device.setMigrationState(MigrationState.ERROR).errno());
    assertEquals("3 0 migration-done error EINVAL", events().getLast());
  }

  @Test
  void dataIsCountedAndNotKept() {
    MigrationFile file = device.setMigrationState(MigrationState.STOP_COPY).file().orElseThrow();
    events();
    assertEquals(3, file.read(new byte[10], 10));
    assertEquals(-42, file.read(new byte[0], 0));
    assertEquals(4, file.write(new byte[4], 4));
    file.close();
    assertEquals(
        List.of(
            "4 - migration-data read 3 OK",
            "5 - migration-data read 0 ENOMSG",
            "6 - vmm-call migration write 4",
            "7 6 submit 17",
            "8 7 complete 17",
            "9 6 migration-data write 4 OK",
            "10 - migration-close"),
        events());
  }

  @Test
  void sizesAreTold() {
    MigrationFile file = device.setMigrationState(MigrationState.PRE_COPY).file().orElseThrow();
    events();
    assertEquals(20, file.precopyInfo().initialBytes());
    assertEquals(0xffff_ffffL, device.migrationDataSize());
    assertEquals(
        List.of(
            "4 - vmm-call pre-copy info",
            "5 4 submit 17",
            "6 5 complete 17",
            "7 4 migration-precopy 20 7 OK",
            "8 - vmm-call data size",
            "9 8 submit 17",
            "10 9 complete 17",
            "11 8 migration-size 4294967295 OK"),
        events());
  }

  /// A device that can migrate may have files to end, which takes commands.
  @Test
  void resetAndCloseCauseWhatTheyTake() {
    device.reset();
    device.close();
    assertEquals(
        List.of(
            "0 - vmm-call reset",
            "1 0 submit 17",
            "2 1 complete 17",
            "3 0 reset OK",
            "4 - vmm-call close",
            "5 4 submit 17",
            "6 5 complete 17",
            "7 4 close"),
        events());
  }

  @Test
  void lookingLeavesNothing() {
    assertEquals(7, device.migrationFlags());
    assertEquals(2, device.migrationState());
    assertEquals(List.of(), events());
  }

  private void command() {
    queue.submit(new AdminCommand(0x11, 1, 1, Bytes.EMPTY, 0), Bytes.EMPTY);
  }

  /// A device whose every call takes one command.
  private final class Migrating implements VfioDevice {
    @Override
    public int open() {
      return 0;
    }

    @Override
    public void close() {
      command();
    }

    @Override
    public RegionInfo regionInfo(int index) {
      return RegionInfo.of(index, 0, 0);
    }

    @Override
    public int read(Region region, int offset, byte[] into, int count) {
      return 0;
    }

    @Override
    public int write(Region region, int offset, byte[] from, int count) {
      return 0;
    }

    @Override
    public int ioEventFd(Region region, long offset, byte[] data, @Nullable EventFd event) {
      return 0;
    }

    @Override
    public int setIrqs(IrqMode mode, int count) {
      return 0;
    }

    @Override
    public int reset() {
      command();
      return 0;
    }

    @Override
    public int migrationFlags() {
      return 7;
    }

    @Override
    public int migrationState() {
      return 2;
    }

    @Override
    public StateChange setMigrationState(MigrationState wanted) {
      command();
      return wanted == MigrationState.ERROR
          ? StateChange.failed(-22)
          : new StateChange(0, Optional.of(new DataFile()));
    }

    @Override
    public long migrationDataSize() {
      command();
      return 0xffff_ffffL;
    }
  }

  private final class DataFile implements MigrationFile {
    @Override
    public int read(byte[] into, int count) {
      return count == 0 ? -42 : 3;
    }

    @Override
    public int write(byte[] from, int count) {
      command();
      return count;
    }

    @Override
    public PrecopyInfo precopyInfo() {
      command();
      return new PrecopyInfo(0, 20, 7);
    }

    @Override
    public void close() {}
  }
}
