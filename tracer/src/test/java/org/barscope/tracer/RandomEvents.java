package org.barscope.tracer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.event.InterruptReason;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;

/// Events with every field at will, ordinary and odd values mixed, the same for the same seed.
public final class RandomEvents {
  private final Random random;
  private long time;

  private RandomEvents(long seed) {
    this.random = new Random(seed);
  }

  /// `count` events of one recording: `seq` from 0, `cause < seq`, time never back.
  public static List<Event> of(long seed, int count) {
    RandomEvents source = new RandomEvents(seed);
    List<Event> events = new ArrayList<>();
    for (int seq = 0; seq < count; seq++) {
      events.add(source.event(seq));
    }
    return events;
  }

  private Event event(long seq) {
    time += random.nextInt(4) == 0 ? random.nextLong(10_000_000_000L) : random.nextInt(5_000);
    long cause = seq == 0 || random.nextInt(4) == 0 ? -1 : random.nextLong(seq);
    long recorded = random.nextInt(3) == 0 ? random.nextLong(1L << 40) : -1;
    int pf = random.nextInt(8) == 0 ? random.nextInt(3) : 0;
    return new Event(
        seq, time, pf, random.nextInt(5), cause, recorded, random.nextBoolean(), fact());
  }

  private Fact fact() {
    return switch (random.nextInt(12)) {
      case 0 -> new Fact.Setup("{\"seed\":" + random.nextLong() + ",\"name\":\"µ\\n\"}");
      case 1 -> accessStart();
      case 2 -> legacyAccess();
      case 3 -> configAccess();
      case 4 -> adminSubmit();
      case 5 -> adminComplete();
      case 6 ->
          new Fact.Notify(
              random.nextBoolean(), random.nextInt(6), odd64(), random.nextInt(0x10000));
      case 7 ->
          new Fact.Interrupt(
              random.nextInt(5) - 1,
              random.nextBoolean() ? InterruptReason.QUEUE : InterruptReason.CONFIG,
              random.nextInt(4) - 1);
      case 8 -> new Fact.Lifecycle(text(), conditions());
      case 9 -> new Fact.GuestFault("L-" + random.nextInt(200), text());
      case 10 -> new Fact.Lost(1 + random.nextLong(1L << 33), text());
      default -> new Fact.Unknown(100 + random.nextInt(900), bytes(40));
    };
  }

  private Fact accessStart() {
    Region region = Region.values()[random.nextInt(Region.values().length)];
    Direction direction = direction();
    int width = width();
    Bytes data = direction == Direction.READ ? Bytes.EMPTY : exactly(width);
    return new Fact.AccessStart(region, direction, offset(), width, data);
  }

  private Fact legacyAccess() {
    Direction direction = direction();
    int width = width();
    int errno = errno();
    Bytes data = data(direction, width, errno);
    return new Fact.LegacyAccess(
        direction,
        offset(),
        width,
        random.nextBoolean() ? 20 : 24,
        data,
        seen(direction, width, data),
        errno,
        start(),
        duration());
  }

  private Fact configAccess() {
    Direction direction = direction();
    int width = width();
    int errno = errno();
    Bytes data = data(direction, width, errno);
    Bytes core =
        direction == Direction.WRITE ? Bytes.EMPTY : random.nextBoolean() ? data : bytes(9);
    return new Fact.ConfigAccess(
        direction,
        offset(),
        width,
        data,
        seen(direction, width, data),
        core,
        errno,
        start(),
        duration());
  }

  private Fact adminSubmit() {
    int opcode = random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(0x12);
    int group = random.nextInt(8) == 0 ? random.nextInt(0x10000) : 1;
    long member = odd64();
    Bytes readable =
        switch (random.nextInt(4)) {
          case 0 -> bytes(60);
          case 1 -> header(opcode, group, member).slice(0, random.nextInt(25));
          default -> Bytes.hex(header(opcode, group, member).toHex() + bytes(20).toHex());
        };
    Fact.Wait waited =
        random.nextInt(4) == 0
            ? new Fact.Wait("lock " + random.nextInt(9), random.nextInt(1000) - 1, duration())
            : Fact.Wait.NONE;
    return new Fact.AdminSubmit(opcode, group, member, readable, random.nextInt(100), waited);
  }

  private Fact adminComplete() {
    int status = random.nextInt(3) == 0 ? random.nextInt(0x10000) : 0;
    int qualifier = random.nextInt(3) == 0 ? random.nextInt(0x10000) : 0;
    Bytes block = Bytes.ofLittle(status | (long) qualifier << 16, 8);
    Bytes written =
        switch (random.nextInt(4)) {
          case 0 -> bytes(40);
          case 1 -> block.slice(0, random.nextInt(9));
          default -> Bytes.hex(block.toHex() + bytes(20).toHex());
        };
    int usedLength =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt();
          case 1 -> 0;
          default -> written.length();
        };
    return new Fact.AdminComplete(
        random.nextInt(0x20), odd64(), status, qualifier, usedLength, written, odd(start(), -1));
  }

  private Bytes data(Direction direction, int width, int errno) {
    return direction == Direction.READ && errno != 0 ? Bytes.EMPTY : exactly(width);
  }

  private Bytes seen(Direction direction, int width, Bytes data) {
    if (direction == Direction.WRITE) {
      return Bytes.EMPTY;
    }
    return switch (random.nextInt(4)) {
      case 0 -> bytes(9);
      case 1 -> Bytes.hex("ff".repeat(width));
      default -> data;
    };
  }

  private List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      conditions.add(new Condition(text(), random.nextBoolean(), text()));
    }
    return conditions;
  }

  private String text() {
    String[] texts = {"", "probe", "Bär → 🚀", "a\nb\t\"c\"\\", "x".repeat(300)};
    return texts[random.nextInt(texts.length)];
  }

  private Bytes header(int opcode, int group, long member) {
    return Bytes.hex(
        Bytes.ofLittle((long) opcode, 2).toHex()
            + Bytes.ofLittle((long) group, 2).toHex()
            + "00".repeat(12)
            + Bytes.ofLittle(member, 8).toHex());
  }

  private Direction direction() {
    return random.nextBoolean() ? Direction.READ : Direction.WRITE;
  }

  private int width() {
    int[] widths = {1, 2, 4, 8, 0, 3, 6, 16, 31, 40};
    return widths[random.nextInt(widths.length)];
  }

  private int offset() {
    return random.nextInt(6) == 0 ? random.nextInt(Integer.MAX_VALUE) : random.nextInt(40);
  }

  private int errno() {
    return switch (random.nextInt(4)) {
      case 0 -> 22;
      case 1 -> 1 + random.nextInt(0x8000);
      default -> 0;
    };
  }

  private long start() {
    return random.nextInt(4) == 0 ? random.nextLong(1L << 50) : Math.max(0, time - 700);
  }

  private long duration() {
    return random.nextInt(4) == 0 ? random.nextLong(1L << 50) : Math.max(0, time - start());
  }

  private long odd64() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextLong();
      case 1 -> (1L << 53) - random.nextInt(2);
      default -> random.nextInt(300);
    };
  }

  private long odd(long usual, long rare) {
    return random.nextInt(4) == 0 ? rare : usual;
  }

  private Bytes bytes(int most) {
    return exactly(random.nextInt(most + 1));
  }

  private Bytes exactly(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }
}
