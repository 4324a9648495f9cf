package org.barscope.app.events;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.barscope.app.session.LiveSession.Phase;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.event.InterruptReason;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.capture.RowStore;
import org.barscope.tracer.state.StateHistory;

/// A recording that a test makes as it goes: one access a microsecond.
final class FakeSource implements EventSource {
  private static final long STEP = 1000;

  private final RowStore rows;
  private final StateHistory history;
  private final Map<Long, Event> begun = new HashMap<>();
  private long seq;
  long time;
  Phase phase = Phase.RUNNING;
  boolean live = true;
  String problem = "";

  FakeSource() {
    this(64 << 20);
  }

  FakeSource(long mostBytes) {
    rows = new RowStore(mostBytes);
    history = new StateHistory(rows);
  }

  @Override
  public RowStore rows() {
    return rows;
  }

  @Override
  public StateHistory history() {
    return history;
  }

  @Override
  public Phase phase() {
    return phase;
  }

  @Override
  public boolean isLive() {
    return live;
  }

  @Override
  public String problem() {
    return problem;
  }

  /// A write of BAR0 with its command, answered with OK.
  void write(int vf, int offset, String hex) {
    end(beginWrite(vf, offset, hex), hex, 0);
  }

  /// A read of BAR0 with its command, answered with OK.
  void read(int vf, int offset, String hex) {
    end(beginRead(vf, offset, Bytes.hex(hex).length()), hex, 0);
  }

  void failingRead(int vf, int offset, int width, int errno) {
    end(beginRead(vf, offset, width), "", errno);
  }

  /// Begins a read, with the command that it waits for.
  ///
  /// @return the access, to end it
  long beginRead(int vf, int offset, int width) {
    return begin(vf, Direction.READ, offset, width, Bytes.EMPTY);
  }

  long beginWrite(int vf, int offset, String hex) {
    Bytes data = Bytes.hex(hex);
    return begin(vf, Direction.WRITE, offset, data.length(), data);
  }

  private long begin(int vf, Direction direction, int offset, int width, Bytes data) {
    long access =
        add(vf, Event.NONE, new Fact.AccessStart(Region.BAR0, direction, offset, width, data));
    int opcode = direction == Direction.READ ? 3 : 2;
    String readable =
        "0%d00 0100 %s %02x00000000000000 %02x".formatted(opcode, "00".repeat(12), vf, offset);
    if (direction == Direction.WRITE) {
      readable += "00".repeat(7) + data.toHex();
    }
    int writable = 8 + (direction == Direction.READ ? width : 0);
    add(vf, access, new Fact.AdminSubmit(opcode, 1, vf, Bytes.hex(readable), writable));
    return access;
  }

  /// Ends an access.
  void end(long access, String hex, int errno) {
    Event begin = begun.remove(access);
    Fact.AccessStart start = (Fact.AccessStart) begin.fact();
    boolean read = start.direction() == Direction.READ;
    Bytes data = Bytes.hex(hex);
    String status = "%02x00 0%d00 00000000".formatted(errno, errno == 0 ? 0 : 3);
    Bytes written = Bytes.hex(status + (read ? hex : ""));
    int qualifier = errno == 0 ? 0 : 3;
    time += STEP;
    add(
        begin.vf(),
        access + 1,
        new Fact.AdminComplete(
            read ? 3 : 2, begin.vf(), errno, qualifier, written.length(), written, time));
    Bytes seen = !read ? Bytes.EMPTY : errno == 0 ? data : Bytes.hex("ff".repeat(start.width()));
    add(
        begin.vf(),
        access,
        new Fact.LegacyAccess(
            start.direction(),
            start.offset(),
            start.width(),
            24,
            data,
            seen,
            errno,
            begin.time(),
            time - begin.time()));
    time += STEP;
  }

  void doorbell(int vf, int queue) {
    Bytes data = Bytes.of(queue, 0);
    long access =
        add(vf, Event.NONE, new Fact.AccessStart(Region.BAR0, Direction.WRITE, 16, 2, data));
    add(vf, access, new Fact.Notify(4, 0x3000, queue));
    add(
        vf,
        access,
        new Fact.LegacyAccess(Direction.WRITE, 16, 2, 24, data, Bytes.EMPTY, 0, time, 0));
    time += STEP;
  }

  void interrupt(int vf) {
    add(vf, Event.NONE, new Fact.Interrupt(1, InterruptReason.QUEUE, 0));
    time += STEP;
  }

  void probe(int vf, boolean holds) {
    add(
        vf,
        Event.NONE,
        new Fact.Lifecycle(
            "probe",
            List.of(
                new Condition("VF has no BAR0", holds, holds ? "length 0" : "length 64"),
                new Condition("PF has ADMIN_VQ", true, "yes"))));
    time += STEP;
  }

  void guestFault(int vf) {
    add(vf, Event.NONE, new Fact.GuestFault("L-113", "queue 9 notified, has 3"));
    time += STEP;
  }

  void lost(long count) {
    add(0, Event.NONE, new Fact.Lost(count, "ring of pf 0"));
    time += STEP;
  }

  private long add(int vf, long cause, Fact fact) {
    Event event = new Event(seq++, time, 0, vf, cause, Event.NONE, false, fact);
    begun.put(event.seq(), event);
    rows.accept(event);
    history.accept(event);
    return event.seq();
  }
}
