package org.barscope.tracer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;

/// What a busy run consists of: registers read and written by admin commands, and doorbells, of 16
/// members at once.
public final class FloodEvents {
  private final Random random;
  private final List<Event> events = new ArrayList<>();
  private long time;

  private FloodEvents(long seed) {
    this.random = new Random(seed);
  }

  /// At least `count` events, the same for the same seed.
  public static List<Event> of(long seed, int count) {
    FloodEvents flood = new FloodEvents(seed);
    while (flood.events.size() < count) {
      int vf = 1 + flood.random.nextInt(16);
      switch (flood.random.nextInt(5)) {
        case 0, 1 -> flood.read(vf);
        case 2 -> flood.write(vf);
        default -> flood.doorbell(vf);
      }
    }
    return flood.events;
  }

  private void read(int vf) {
    long access = add(vf, Event.NONE, start(Direction.READ, 18, 1, ""));
    long begin = time;
    long command = add(vf, access, new Fact.AdminSubmit(3, 1, vf, header(3, vf, "12"), 9));
    long taken = time + 1;
    Bytes written = Bytes.hex("0000000000000000 07");
    add(vf, command, new Fact.AdminComplete(3, vf, 0, 0, 9, written, taken));
    Bytes seven = Bytes.of(7);
    add(vf, access, end(Direction.READ, 18, 1, seven, seven, begin));
  }

  private void write(int vf) {
    long access = add(vf, Event.NONE, start(Direction.WRITE, 8, 4, "45230100"));
    long begin = time;
    Bytes readable = header(2, vf, "0800000000000000 45230100");
    long command = add(vf, access, new Fact.AdminSubmit(2, 1, vf, readable, 8));
    long taken = time + 1;
    Bytes written = Bytes.hex("0000000000000000");
    add(vf, command, new Fact.AdminComplete(2, vf, 0, 0, 8, written, taken));
    add(vf, access, end(Direction.WRITE, 8, 4, Bytes.hex("45230100"), Bytes.EMPTY, begin));
  }

  private void doorbell(int vf) {
    long access = add(vf, Event.NONE, start(Direction.WRITE, 16, 2, "0100"));
    long begin = time;
    add(vf, access, new Fact.Notify(2, 0x3000, 1));
    add(vf, access, end(Direction.WRITE, 16, 2, Bytes.of(1, 0), Bytes.EMPTY, begin));
  }

  private long add(int vf, long cause, Fact fact) {
    time += 200 + random.nextInt(1_000);
    Fact timed =
        fact instanceof Fact.LegacyAccess a
            ? new Fact.LegacyAccess(
                a.direction(),
                a.offset(),
                a.width(),
                a.headerLength(),
                a.data(),
                a.seen(),
                a.errno(),
                a.start(),
                time - a.start())
            : fact;
    long seq = events.size();
    events.add(new Event(seq, time, 0, vf, cause, Event.NONE, false, timed));
    return seq;
  }

  private static Fact start(Direction direction, int offset, int width, String data) {
    return new Fact.AccessStart(Region.BAR0, direction, offset, width, Bytes.hex(data));
  }

  private static Fact end(
      Direction direction, int offset, int width, Bytes data, Bytes seen, long begin) {
    return new Fact.LegacyAccess(direction, offset, width, 24, data, seen, 0, begin, 0);
  }

  private static Bytes header(int opcode, int vf, String data) {
    return Bytes.hex(
        Bytes.of(opcode, 0, 1, 0).toHex()
            + "00".repeat(12)
            + Bytes.of(vf).toHex()
            + "00".repeat(7)
            + data);
  }
}
