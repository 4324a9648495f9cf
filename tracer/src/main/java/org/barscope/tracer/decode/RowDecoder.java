package org.barscope.tracer.decode;

import static org.barscope.tracer.decode.RowText.NONE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.event.InterruptReason;
import org.barscope.engine.protocol.admin.AdminQualifier;
import org.barscope.engine.protocol.admin.AdminStatus;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Errno;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.decode.RowText.Line;
import org.barscope.tracer.decode.RowText.Mark;
import org.barscope.tracer.decode.RowText.Outcome;

/// Rows of an event table in words.
public final class RowDecoder {
  /// So many features have names that fit into a column.
  private static final int FEW_FEATURES = 3;

  /// How many columns the names of features may take.
  private static final int ROOM = 48;

  private static final Glyphs GLYPHS = Glyphs.UTF_8;

  private final MemberTypes types;

  /// A decoder for members of these types.
  public RowDecoder(MemberTypes types) {
    this.types = types;
  }

  /// A row in words.
  ///
  /// @param events of the row, in order of `seq`; the first one began it
  /// @param open whether it has not ended
  /// @param headerLength where the header of BAR0 ends, used only while the access itself cannot
  ///   tell
  public RowText row(List<Event> events, boolean open, int headerLength) {
    Event first = events.getFirst();
    return switch (first.fact()) {
      case Fact.AccessStart start when !open && end(events) instanceof Fact.LegacyAccess access ->
          access(
              events, start, access.headerLength(), access.data(), access.seen(), access.errno());
      case Fact.AccessStart start when !open && end(events) instanceof Fact.ConfigAccess access ->
          access(events, start, headerLength, access.data(), access.seen(), access.errno());
      case Fact.AccessStart start -> begun(events, start, headerLength);
      case Fact.LegacyAccess access ->
          access(
              events,
              start(Region.BAR0, access.direction(), access.offset(), access.width()),
              access.headerLength(),
              access.data(),
              access.seen(),
              access.errno());
      case Fact.ConfigAccess access ->
          access(
              events,
              start(Region.CONFIG, access.direction(), access.offset(), access.width()),
              headerLength,
              access.data(),
              access.seen(),
              access.errno());
      case Fact.AdminSubmit submit -> command(events, submit, open);
      case Fact.AdminComplete done -> orphan(first, done);
      case Fact.Notify notify ->
          fact(first, Mark.NOTIFY, GLYPHS.doorbell(), "Notify", notify(first, notify));
      case Fact.Interrupt interrupt ->
          fact(first, Mark.INTERRUPT, GLYPHS.interrupt(), "Interrupt", interrupt(interrupt));
      case Fact.Lifecycle lifecycle -> lifecycle(first, lifecycle);
      case Fact.GuestFault fault -> fault(first, fault);
      case Fact.Setup _ -> fact(first, Mark.LIFECYCLE, "◇", "setup", "topology and switches");
      case Fact.Lost lost ->
          fact(first, Mark.LOST, "⋯", Grouped.of(lost.count()) + " lost", clean(lost.where()));
      case Fact.Unknown unknown ->
          fact(
              first,
              Mark.UNKNOWN,
              "?",
              "unknown kind " + Hex.of(unknown.kind()),
              unknown.payload().toHex());
    };
  }

  private static Fact end(List<Event> events) {
    return events.getLast().fact();
  }

  private static Fact.AccessStart start(Region region, Direction direction, int offset, int width) {
    return new Fact.AccessStart(region, direction, offset, width, Bytes.EMPTY);
  }

  private RowText access(
      List<Event> events,
      Fact.AccessStart start,
      int headerLength,
      Bytes data,
      Bytes seen,
      int errno) {
    boolean read = start.direction() == Direction.READ;
    String value =
        read && errno != 0
            ? "guest saw " + Hex.natural(seen)
            : value(events.getFirst(), start, data, headerLength);
    if (read && errno == 0 && !seen.equals(data)) {
      value += ", guest saw " + Hex.natural(seen);
    }
    Outcome outcome = errno == 0 ? Outcome.OK : Outcome.FAILED;
    String result = errno == 0 ? "" : Errno.text(errno);
    return access(events, start, headerLength, value, outcome, result);
  }

  private RowText begun(List<Event> events, Fact.AccessStart start, int headerLength) {
    boolean read = start.direction() == Direction.READ;
    String value = read ? "" : value(events.getFirst(), start, start.data(), headerLength);
    return access(events, start, headerLength, value, Outcome.OPEN, "");
  }

  private RowText access(
      List<Event> events,
      Fact.AccessStart start,
      int headerLength,
      String value,
      Outcome outcome,
      String result) {
    Event first = events.getFirst();
    List<Line> children = children(events);
    boolean read = start.direction() == Direction.READ;
    boolean doorbell = events.stream().anyMatch(event -> event.fact() instanceof Fact.Notify);
    return new RowText(
        doorbell ? Mark.NOTIFY : read ? Mark.READ : Mark.WRITE,
        doorbell ? GLYPHS.doorbell() : (read ? "R" : "W") + 8 * start.width(),
        doorbell ? "Notify" : place(first, start, headerLength),
        "@" + start.offset(),
        value,
        outcome,
        result,
        roundTrip(children),
        events.stream().anyMatch(Event::inferred),
        children);
  }

  private String place(Event event, Fact.AccessStart start, int headerLength) {
    return start.region() == Region.BAR0
        ? LegacyDecoder.place(
            start.offset(), start.width(), headerLength, types.of(event.pf(), event.vf()))
        : start.region().text()
            + (start.region() == Region.CONFIG
                ? ConfigDecoder.place(start.offset(), start.width())
                : "");
  }

  private String value(Event event, Fact.AccessStart start, Bytes data, int headerLength) {
    if (start.region() != Region.BAR0) {
      return Hex.natural(data);
    }
    return LegacyRegister.at(start.offset(), headerLength >= LegacyRegister.HEADER_LENGTH_MSIX)
        .filter(r -> r.offset() == start.offset() && r.width() == data.length())
        .map(register -> brief(register, data.little()))
        .filter(text -> !text.isEmpty())
        .orElseGet(() ->
            LegacyDecoder.value(
                start.offset(), data, headerLength, types.kind(event.pf(), event.vf()), ROOM));
  }

  /// A register's value without hex, where the number says more by itself; else empty.
  private static String brief(LegacyRegister register, long value) {
    return switch (register) {
      case QUEUE_SELECT, QUEUE_NOTIFY -> "queue " + value;
      case QUEUE_PFN -> value == 0 ? "0x0 (not set)" : Hex.of(value);
      case QUEUE_SIZE -> value == 0 ? "no such queue" : value + " entries";
      case CONFIG_MSIX_VECTOR, QUEUE_MSIX_VECTOR ->
          value == LegacyRegister.NO_VECTOR ? "no vector" : "vector " + value;
      case HOST_FEATURES, GUEST_FEATURES -> features((int) value);
      case DEVICE_STATUS, ISR_STATUS -> "";
    };
  }

  /// How many there are: all their names fit into no column.
  private static String features(int value) {
    int count = Integer.bitCount(value);
    return count <= FEW_FEATURES
        ? ""
        : Hex.wide(value & 0xffff_ffffL, Integer.BYTES) + " " + count + " features";
  }

  private RowText command(List<Event> events, Fact.AdminSubmit submit, boolean open) {
    Event first = events.getFirst();
    String name = EventLine.commandName(first, submit);
    Fact.AdminComplete done =
        events.getLast().fact() instanceof Fact.AdminComplete complete ? complete : null;
    if (done == null) {
      return new RowText(
          Mark.COMMAND,
          "ADM",
          name,
          "",
          "",
          open ? Outcome.OPEN : Outcome.NONE,
          "",
          NONE,
          first.inferred(),
          List.of());
    }
    String answer = AdminDecoder.answer(done);
    boolean ok = done.status() == 0;
    return new RowText(
        Mark.COMMAND,
        "ADM",
        name,
        "",
        ok ? answer.replaceFirst("^OK ?", "") : AdminQualifier.text(done.qualifier()),
        ok ? Outcome.OK : Outcome.FAILED,
        ok ? "" : AdminStatus.text(done.status()),
        events.getLast().time() - first.time(),
        first.inferred(),
        List.of());
  }

  private static RowText orphan(Event event, Fact.AdminComplete done) {
    return new RowText(
        Mark.COMMAND,
        "ADM",
        "answer to an unseen command",
        "",
        AdminDecoder.answer(done),
        done.status() == 0 ? Outcome.OK : Outcome.FAILED,
        "",
        NONE,
        event.inferred(),
        List.of());
  }

  private static RowText fact(Event event, Mark mark, String tag, String place, String value) {
    return new RowText(
        mark, tag, place, "", value, Outcome.NONE, "", NONE, event.inferred(), List.of());
  }

  private static RowText fault(Event event, Fact.GuestFault fault) {
    return new RowText(
        Mark.GUEST_FAULT,
        GLYPHS.no(),
        "guest fault " + clean(fault.rule()),
        "",
        clean(fault.message()),
        Outcome.FAILED,
        "",
        NONE,
        event.inferred(),
        List.of());
  }

  /// What is in the owner's BAR says so; a word for nobody's queue says that.
  private static String notify(Event event, Fact.Notify notify) {
    String queue =
        event.vf() == 0 ? "nobody's, value " + Hex.of(notify.queue()) : "queue " + notify.queue();
    return notify.owner() ? queue + " in " + SimpleFields.bar(notify) : queue;
  }

  private static String interrupt(Fact.Interrupt interrupt) {
    String by = interrupt.vector() == Fact.Interrupt.INTX ? "INTx" : "vector " + interrupt.vector();
    if (interrupt.reason() == InterruptReason.CONFIG) {
      return by + ", config change";
    }
    return interrupt.queue() < 0 ? by + ", used buffers" : by + ", queue " + interrupt.queue();
  }

  private static RowText lifecycle(Event event, Fact.Lifecycle lifecycle) {
    List<Condition> reasons = lifecycle.reasons();
    long failed = reasons.stream().filter(reason -> !reason.holds()).count();
    List<Line> children = reasons.stream().map(reason -> condition(event, reason)).toList();
    String all = children.stream().map(Line::text).collect(Collectors.joining(", "));
    String summary =
        failed > 0
            ? children.stream()
                .filter(line -> line.outcome() == Outcome.FAILED)
                .map(Line::text)
                .collect(Collectors.joining(", "))
            : all.length() <= ROOM ? all : "all " + reasons.size() + " conditions hold";
    return new RowText(
        Mark.LIFECYCLE,
        failed > 0 ? GLYPHS.no() : "◇",
        clean(lifecycle.what()),
        "",
        summary,
        failed > 0 ? Outcome.FAILED : Outcome.NONE,
        "",
        NONE,
        event.inferred(),
        children);
  }

  private static Line condition(Event event, Condition condition) {
    String value = clean(condition.value());
    String text = clean(condition.name()) + (value.isEmpty() ? "" : ": " + value);
    Outcome outcome = condition.holds() ? Outcome.OK : Outcome.FAILED;
    return new Line(Mark.LIFECYCLE, event.time(), text, outcome, NONE, event.inferred());
  }

  private static List<Line> children(List<Event> events) {
    List<Line> lines = new ArrayList<>(1);
    for (Event event : events.subList(1, events.size())) {
      switch (event.fact()) {
        case Fact.AdminSubmit submit -> lines.add(command(event, submit, answer(events, event)));
        case Fact.Notify notify ->
            lines.add(
                new Line(
                    Mark.NOTIFY,
                    event.time(),
                    "doorbell queue "
                        + notify.queue()
                        + (" in " + SimpleFields.bar(notify))
                        + (" at " + Hex.of(notify.offset())),
                    Outcome.NONE,
                    NONE,
                    event.inferred()));
        case Fact.ConfigAccess access -> {
          if (!access.core().isEmpty() && !access.core().equals(access.data())) {
            String text =
                "the VF itself answered "
                    + Hex.natural(access.core())
                    + ", the overlay made it "
                    + Hex.natural(access.data());
            lines.add(
                new Line(Mark.READ, event.time(), text, Outcome.NONE, NONE, event.inferred()));
          }
        }
        case Fact.AdminComplete _,
            Fact.LegacyAccess _,
            Fact.AccessStart _,
            Fact.Interrupt _,
            Fact.Lifecycle _,
            Fact.GuestFault _,
            Fact.Setup _,
            Fact.Lost _,
            Fact.Unknown _ -> {}
      }
    }
    return lines;
  }

  private static Line command(Event event, Fact.AdminSubmit submit, List<Event> answers) {
    String name = EventLine.commandName(event, submit);
    if (answers.isEmpty() || !(answers.getFirst().fact() instanceof Fact.AdminComplete done)) {
      return new Line(Mark.COMMAND, event.time(), name, Outcome.OPEN, NONE, event.inferred());
    }
    String text = name + " " + GLYPHS.right() + " " + AdminDecoder.answer(done);
    return new Line(
        Mark.COMMAND,
        event.time(),
        text,
        done.status() == 0 ? Outcome.OK : Outcome.FAILED,
        answers.getFirst().time() - event.time(),
        event.inferred());
  }

  private static List<Event> answer(List<Event> events, Event submit) {
    return events.stream()
        .filter(e -> e.cause() == submit.seq() && e.fact() instanceof Fact.AdminComplete)
        .toList();
  }

  private static long roundTrip(List<Line> children) {
    long sum = NONE;
    for (Line line : children) {
      if (line.roundTrip() != NONE) {
        sum = Math.max(0, sum) + line.roundTrip();
      }
    }
    return sum;
  }

  private static String clean(String text) {
    return GLYPHS.clean(text);
  }
}
