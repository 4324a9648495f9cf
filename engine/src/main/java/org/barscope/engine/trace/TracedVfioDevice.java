package org.barscope.engine.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.EventFd;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.MigrationState;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.engine.protocol.vfio.RegionInfo;
import org.jspecify.annotations.Nullable;

/// Records each access to BAR0 and configuration space, and each call of the VMM.
///
/// A read that fails is seen by the guest as all ones, as QEMU has it.
record TracedVfioDevice(VfioDevice inner, Recorder recorder, IntSupplier headerLength)
    implements VfioDevice {

  @Override
  public int open() {
    int errno = inner.open();
    recorder.record(ended("open", errno));
    return errno;
  }

  @Override
  public void close() {
    Fact end = new Fact.Lifecycle("close", List.of());
    if (inner.migrationFlags() == 0) {
      inner.close();
      recorder.record(end);
    } else {
      recorder.around(
          call("close"),
          () -> {
            inner.close();
            return 0;
          },
          _ -> end);
    }
  }

  @Override
  public RegionInfo regionInfo(int index) {
    return inner.regionInfo(index);
  }

  @Override
  public int ioEventFd(Region region, long offset, byte[] data, @Nullable EventFd event) {
    int errno = inner.ioEventFd(region, offset, data, event);
    recorder.record(
        new Fact.Lifecycle(
            event == null ? "ioeventfd-end" : "ioeventfd",
            List.of(
                new Condition("region", true, region.text()),
                new Condition("offset", true, "0x" + Long.toHexString(offset)),
                new Condition("data", true, Bytes.copyOf(data).toHex()),
                Condition.result(errno))));
    return errno;
  }

  @Override
  public int setIrqs(IrqMode mode, int count) {
    int errno = inner.setIrqs(mode, count);
    recorder.record(
        new Fact.Lifecycle(
            "irq-mode",
            List.of(
                new Condition("mode", true, mode.text()),
                new Condition("vectors", true, Integer.toString(count)),
                Condition.result(errno))));
    return errno;
  }

  @Override
  public int reset() {
    if (inner.migrationFlags() != 0) {
      return recorder.around(call("reset"), inner::reset, errno -> ended("reset", errno));
    }
    int errno = inner.reset();
    recorder.record(ended("reset", errno));
    return errno;
  }

  @Override
  public int read(Region region, int offset, byte[] into, int count) {
    if (count < 0 || (region != Region.BAR0 && region != Region.CONFIG)) {
      return inner.read(region, offset, into, count);
    }
    Trail trail = Trail.current();
    long start = recorder.clock().now();
    long seq = recorder.record(start, start(region, Direction.READ, offset, count, Bytes.EMPTY));
    long outer = enter(trail, seq);
    int result = inner.read(region, offset, into, count);
    trail.cause = outer;
    Bytes data = result < 0 ? Bytes.EMPTY : Bytes.copyOf(into, 0, result);
    Bytes seen = result < 0 ? allOnes(count) : data;
    long end = recorder.clock().now();
    recorder.recordEnd(
        end,
        seq,
        trail,
        end(region, Direction.READ, offset, count, data, seen, result, start, end - start));
    return result;
  }

  @Override
  public int write(Region region, int offset, byte[] from, int count) {
    if (count < 0 || (region != Region.BAR0 && region != Region.CONFIG)) {
      return inner.write(region, offset, from, count);
    }
    Trail trail = Trail.current();
    Bytes data = Bytes.copyOf(from, 0, Math.min(count, from.length));
    long start = recorder.clock().now();
    long seq = recorder.record(start, start(region, Direction.WRITE, offset, count, data));
    long outer = enter(trail, seq);
    int result = inner.write(region, offset, from, count);
    trail.cause = outer;
    long end = recorder.clock().now();
    recorder.recordEnd(
        end,
        seq,
        trail,
        end(region, Direction.WRITE, offset, count, data, Bytes.EMPTY, result, start, end - start));
    return result;
  }

  private static long enter(Trail trail, long seq) {
    long outer = trail.cause;
    if (seq != Event.NONE) {
      trail.cause = seq;
    }
    trail.core = Bytes.EMPTY;
    trail.waited = Fact.Wait.NONE;
    return outer;
  }

  private static Fact start(Region region, Direction direction, int offset, int width, Bytes data) {
    return new Fact.AccessStart(region, direction, offset, width, data);
  }

  private Fact end(
      Region region,
      Direction direction,
      int offset,
      int width,
      Bytes data,
      Bytes seen,
      int result,
      long start,
      long duration) {
    int errno = Math.max(0, -result);
    return region == Region.CONFIG
        ? new Fact.ConfigAccess(
            direction, offset, width, data, seen, Trail.current().core, errno, start, duration)
        : new Fact.LegacyAccess(
            direction, offset, width, headerLength.getAsInt(), data, seen, errno, start, duration);
  }

  private static Bytes allOnes(int width) {
    byte[] ones = new byte[width];
    Arrays.fill(ones, (byte) 0xff);
    return Bytes.owning(ones);
  }

  @Override
  public int migrationFlags() {
    return inner.migrationFlags();
  }

  @Override
  public int migrationState() {
    return inner.migrationState();
  }

  @Override
  public StateChange setMigrationState(MigrationState wanted) {
    Condition state = new Condition("state", true, wanted.text());
    StateChange change =
        recorder.around(
            call("migration state", state),
            () -> inner.setMigrationState(wanted),
            done ->
                new Fact.Lifecycle(
                    "migration-done", List.of(state, Condition.result(done.errno()))));
    return new StateChange(
        change.errno(), change.file().map(file -> new TracedMigrationFile(file, recorder)));
  }

  @Override
  public long migrationDataSize() {
    return recorder.around(
        call("data size"),
        inner::migrationDataSize,
        size ->
            new Fact.Lifecycle(
                "migration-size",
                List.of(
                    new Condition("bytes", true, Long.toString(Math.max(0, size))),
                    Condition.result(size))));
  }

  /// What the VMM calls, where that may take commands on the admin queue: they are caused by it.
  static Fact call(String call, Condition... arguments) {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(new Condition("call", true, call));
    conditions.addAll(List.of(arguments));
    return new Fact.Lifecycle("vmm-call", List.copyOf(conditions));
  }

  private static Fact ended(String what, int errno) {
    return new Fact.Lifecycle(what, List.of(Condition.result(errno)));
  }
}
