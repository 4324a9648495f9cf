package org.barscope.app.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.barscope.engine.Engine;
import org.barscope.engine.EngineOptions;
import org.barscope.engine.Topology;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.capture.RowStore;
import org.barscope.tracer.state.StateHistory;
import org.barscope.tracer.state.StateHistory.Member;

/// A recording of an engine whose guests a test plays by hand, access by access; and events that no
/// engine gives, such as accesses that never end.
public final class Played {
  private static final long STEP = 1000;

  private final RowStore rows = new RowStore(64 << 20);
  private final StateHistory history = new StateHistory(rows);
  private final Engine engine;
  private long seq;
  private long time;

  /// An engine with so many network members, opened, with MSI-X and I/O enabled.
  public Played(int members) {
    List<Topology.Vf> vfs = new ArrayList<>();
    for (int vf = 1; vf <= members; vf++) {
      vfs.add(Topology.net(Bytes.of(0x52, 0x54, 0, 0x12, 0x34, vf)));
    }
    engine = Engine.start(Topology.of(vfs), EngineOptions.DETERMINISTIC);
    for (int vf = 1; vf <= members; vf++) {
      play(
          vf,
          device -> {
            device.open();
            device.setIrqs(IrqMode.MSIX, 3);
            device.write(Region.CONFIG, 4, new byte[] {7, 0}, 2);
          });
    }
  }

  /// The rows so far.
  public RowStore rows() {
    return rows;
  }

  /// The states so far.
  public StateHistory history() {
    return history;
  }

  /// The newest row.
  public long lastRow() {
    return rows.rowCount() - 1;
  }

  /// A member of the engine.
  public static Member vf(int number) {
    return new Member(0, number);
  }

  private void play(int vf, Consumer<VfioDevice> guest) {
    VfioDevice device = engine.member(0, vf).device();
    engine.scheduler().spawn("guest", () -> guest.accept(device)).join();
    engine.drain(this::take, Integer.MAX_VALUE);
  }

  /// Times of the engine stand still; here every event is a microsecond later.
  private void take(Event event) {
    time += STEP;
    Event timed =
        new Event(seq++, time, 0, event.vf(), event.cause(), event.recorded(), false, event.fact());
    rows.accept(timed);
    history.accept(timed);
  }

  /// Time passes before the next event.
  public void pass(long nanos) {
    time += nanos;
  }

  /// The guest writes to BAR0; the new row.
  public long write(int vf, int offset, String hex) {
    byte[] data = Bytes.hex(hex).toArray();
    play(vf, device -> device.write(Region.BAR0, offset, data, data.length));
    return lastRow();
  }

  /// The guest reads from BAR0; the new row.
  public long read(int vf, int offset, int width) {
    play(vf, device -> device.read(Region.BAR0, offset, new byte[width], width));
    return lastRow();
  }

  /// The guest reads configuration space; the new row.
  public long readConfig(int vf, int offset, int width) {
    play(vf, device -> device.read(Region.CONFIG, offset, new byte[width], width));
    return lastRow();
  }

  /// The usual way to DRIVER_OK, with one pair of queues.
  public void bringUp(int vf) {
    write(vf, 18, "00");
    write(vf, 18, "01");
    write(vf, 18, "03");
    read(vf, 0, 4);
    write(vf, 4, "2000bf00");
    for (int queue = 0; queue < 2; queue++) {
      write(vf, 14, "0" + queue + "00");
      read(vf, 12, 2);
      write(vf, 8, "a" + queue + "f20100");
      write(vf, 22, "0" + (queue + 1) + "00");
    }
    for (int at = 0; at < 8; at++) {
      read(vf, 24 + at, 1);
    }
    write(vf, 18, "07");
  }

  /// A read begins and does not end; the new row.
  public long begin(int vf, int offset, int width) {
    add(vf, -1, new Fact.AccessStart(Region.BAR0, Direction.READ, offset, width, Bytes.EMPTY));
    return lastRow();
  }

  /// A read that has begun as the last event ends now.
  public void end(int vf, int offset, String hex) {
    Bytes data = Bytes.hex(hex);
    long begin = seq - 1;
    add(
        vf,
        begin,
        new Fact.LegacyAccess(
            Direction.READ, offset, data.length(), 24, data, data, 0, time, STEP));
  }

  /// An event that no engine gave.
  public void add(int vf, long cause, Fact fact) {
    time += STEP;
    Event event = new Event(seq++, time, 0, vf, cause, Event.NONE, false, fact);
    rows.accept(event);
    history.accept(event);
  }
}
