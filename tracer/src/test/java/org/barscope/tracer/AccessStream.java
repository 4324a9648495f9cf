package org.barscope.tracer;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.event.InterruptReason;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;

/// Events written down step by step, as a recording would have them: one microsecond apart.
public final class AccessStream {
  private final List<Event> events = new ArrayList<>();

  /// The events so far.
  public List<Event> events() {
    return List.copyOf(events);
  }

  /// An event, and its number.
  public long add(int vf, long cause, Fact fact) {
    long seq = events.size();
    events.add(new Event(seq, seq * 1000, 0, vf, cause, Event.NONE, false, fact));
    return seq;
  }

  /// A write to BAR0 begins; its number.
  public long beginWrite(int vf, int offset, String hex) {
    Bytes data = Bytes.hex(hex);
    return add(
        vf,
        Event.NONE,
        new Fact.AccessStart(Region.BAR0, Direction.WRITE, offset, data.length(), data));
  }

  /// A read of BAR0 begins; its number.
  public long beginRead(int vf, int offset, int width) {
    return add(
        vf,
        Event.NONE,
        new Fact.AccessStart(Region.BAR0, Direction.READ, offset, width, Bytes.EMPTY));
  }

  /// A write to BAR0 ends well.
  public void endWrite(int vf, long begin, int header, int offset, String hex) {
    Bytes data = Bytes.hex(hex);
    add(
        vf,
        begin,
        new Fact.LegacyAccess(
            Direction.WRITE,
            offset,
            data.length(),
            header,
            data,
            Bytes.EMPTY,
            0,
            begin * 1000,
            (events.size() - begin) * 1000));
  }

  /// A read of BAR0 ends well.
  public void endRead(int vf, long begin, int header, int offset, String hex) {
    Bytes data = Bytes.hex(hex);
    add(
        vf,
        begin,
        new Fact.LegacyAccess(
            Direction.READ,
            offset,
            data.length(),
            header,
            data,
            data,
            0,
            begin * 1000,
            (events.size() - begin) * 1000));
  }

  /// An access to BAR0 ends with an error.
  public void fail(int vf, long begin, int header, int offset, int width, int errno) {
    add(
        vf,
        begin,
        new Fact.LegacyAccess(
            Direction.READ,
            offset,
            width,
            header,
            Bytes.EMPTY,
            Bytes.hex("ff".repeat(width)),
            errno,
            begin * 1000,
            (events.size() - begin) * 1000));
  }

  /// A whole write, header of 24 bytes.
  public void write(int vf, int offset, String hex) {
    endWrite(vf, beginWrite(vf, offset, hex), 24, offset, hex);
  }

  /// A whole read, header of 24 bytes.
  public void read(int vf, int offset, String hex) {
    endRead(vf, beginRead(vf, offset, hex.length() / 2), 24, offset, hex);
  }

  /// A doorbell without the access that rang it.
  public void notify(int vf, int queue) {
    add(vf, Event.NONE, new Fact.Notify(4, 0x3000, queue));
  }

  /// An interrupt for a queue.
  public void interrupt(int vf, int queue) {
    add(vf, Event.NONE, new Fact.Interrupt(1, InterruptReason.QUEUE, queue));
  }

  /// Something in the life of a device.
  public void lifecycle(int vf, String what, Condition... reasons) {
    add(vf, Event.NONE, new Fact.Lifecycle(what, List.of(reasons)));
  }
}
