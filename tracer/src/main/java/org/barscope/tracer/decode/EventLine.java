package org.barscope.tracer.decode;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.event.InterruptReason;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Errno;
import org.barscope.engine.protocol.vfio.Region;

/// What is written in the lines of [EventText], without any state.
final class EventLine {
  /// Up to here the names of features are spelled out.
  private static final int COLUMNS = 100;

  private static final int TIME_COLUMNS = 11;
  private static final int MEMBER_COLUMNS = 5;
  private static final int MARGIN = TIME_COLUMNS + 2 + MEMBER_COLUMNS + 2;
  private static final String CHILD_INDENT = " ".repeat(MARGIN + 4);

  private final Glyphs glyphs;
  private final MemberTypes types;

  EventLine(Glyphs glyphs, MemberTypes types) {
    this.glyphs = glyphs;
    this.types = types;
  }

  /// A line of its own: time, member, text.
  String own(Event event, String text) {
    StringBuilder line = new StringBuilder(COLUMNS);
    TimeText.append(line, event.time());
    if (line.length() < TIME_COLUMNS) {
      line.insert(0, " ".repeat(TIME_COLUMNS - line.length()));
    }
    int label = line.append("  ").length();
    if (event.pf() != 0 || event.vf() == 0) {
      line.append("pf").append(event.pf()).append(event.vf() == 0 ? "" : ".");
    }
    if (event.vf() != 0) {
      line.append("vf").append(event.vf());
    }
    while (line.length() < label + MEMBER_COLUMNS) {
      line.append(' ');
    }
    line.append("  ").append(text);
    return (event.inferred() ? line.append("  (inferred)") : line).toString();
  }

  /// A line under the one that caused it.
  String child(String text) {
    return CHILD_INDENT + text;
  }

  /// A command under the access that caused it.
  String child(Event event, String command) {
    return CHILD_INDENT + glyphs.child() + " " + command + (event.inferred() ? "  (inferred)" : "");
  }

  /// The beginning of an access that has not ended.
  String begun(Event event, Fact.AccessStart start, int headerLength) {
    boolean read = start.direction() == Direction.READ;
    StringBuilder text = new StringBuilder(COLUMNS);
    operation(text, start.direction(), start.width());
    if (start.region() == Region.BAR0) {
      bar0Place(text, event, start.offset(), start.width(), headerLength);
    } else {
      text.append(start.region().text()).append(" @").append(start.offset());
      if (start.region() == Region.CONFIG) {
        text.append(ConfigDecoder.place(start.offset(), start.width()));
      }
    }
    if (!read) {
      text.append(' ').append(glyphs.left()).append(' ');
      text.append(
          start.region() == Region.BAR0
              ? value(text, event, start.offset(), start.data(), headerLength)
              : Hex.natural(start.data()));
    }
    return text.append(' ').append(glyphs.open()).toString();
  }

  String legacy(Event event, Fact.LegacyAccess access) {
    StringBuilder text = new StringBuilder(COLUMNS);
    operation(text, access.direction(), access.width());
    bar0Place(text, event, access.offset(), access.width(), access.headerLength());
    boolean read = access.direction() == Direction.READ;
    if (!read || access.errno() == 0) {
      text.append(' ').append(read ? glyphs.right() : glyphs.left()).append(' ');
      text.append(value(text, event, access.offset(), access.data(), access.headerLength()));
    }
    outcome(text, access.errno(), read, access.data(), access.seen());
    return text.toString();
  }

  String config(Fact.ConfigAccess access) {
    StringBuilder text = new StringBuilder(COLUMNS);
    boolean read = access.direction() == Direction.READ;
    operation(text, access.direction(), access.width());
    text.append("config @")
        .append(access.offset())
        .append(ConfigDecoder.place(access.offset(), access.width()));
    if (!read || access.errno() == 0) {
      text.append(' ').append(read ? glyphs.right() : glyphs.left()).append(' ');
      text.append(Hex.natural(access.data()));
    }
    if (read && !access.core().isEmpty() && !access.core().equals(access.data())) {
      text.append(" (core ").append(Hex.natural(access.core())).append(')');
    }
    outcome(text, access.errno(), read, access.data(), access.seen());
    return text.toString();
  }

  /// A command that has not been answered yet.
  String command(Event event, Fact.AdminSubmit submit) {
    return commandName(event, submit) + " " + glyphs.open();
  }

  /// A command with its answer and its round trip.
  String command(Event submitted, Fact.AdminSubmit submit, Event event, Fact.AdminComplete done) {
    return commandName(submitted, submit)
        + " "
        + glyphs.right()
        + " "
        + AdminDecoder.answer(done)
        + "  "
        + TimeText.duration(event.time() - submitted.time(), glyphs);
  }

  /// An answer whose command was not seen.
  String answer(Fact.AdminComplete done) {
    return AdminOpcode.text(done.opcode())
        + " "
        + glyphs.right()
        + " "
        + AdminDecoder.answer(done)
        + "  (submit not seen)";
  }

  /// The lines of every other kind, the first one to be shown with time or under its cause.
  List<String> simple(Event event) {
    return switch (event.fact()) {
      case Fact.Setup setup -> List.of("setup " + cut(glyphs.clean(setup.json())));
      case Fact.Notify notify ->
          List.of(
              glyphs.doorbell()
                  + (event.vf() == 0
                      ? " nobody's doorbell, value " + Hex.of(notify.queue())
                      : " doorbell queue " + notify.queue())
                  + (notify.owner() ? " (owner's bar " : " (bar ")
                  + notify.bar()
                  + " +"
                  + Hex.of(notify.offset())
                  + ")");
      case Fact.Interrupt interrupt -> List.of(interrupt(interrupt));
      case Fact.Lifecycle lifecycle -> lifecycle(lifecycle);
      case Fact.GuestFault fault ->
          List.of(
              glyphs.no() + " " + glyphs.clean(fault.rule()) + " " + glyphs.clean(fault.message()));
      case Fact.Lost lost ->
          List.of(glyphs.no() + " " + lost.count() + " events lost: " + glyphs.clean(lost.where()));
      case Fact.Unknown unknown ->
          List.of("unknown event " + Hex.of(unknown.kind()) + " " + cut(unknown.payload().toHex()));
      case Fact.AccessStart _,
          Fact.LegacyAccess _,
          Fact.ConfigAccess _,
          Fact.AdminSubmit _,
          Fact.AdminComplete _ ->
          throw new IllegalStateException("not a simple fact: " + event.fact());
    };
  }

  /// A command, with its member where that is not the one that it is about.
  static String commandName(Event event, Fact.AdminSubmit submit) {
    String text = AdminDecoder.command(submit);
    return submit.member() == event.vf()
        ? text
        : text + " member " + Long.toUnsignedString(submit.member());
  }

  private String interrupt(Fact.Interrupt interrupt) {
    String by = interrupt.vector() == Fact.Interrupt.INTX ? "intx" : "vector " + interrupt.vector();
    String why =
        interrupt.reason() == InterruptReason.QUEUE && interrupt.queue() >= 0
            ? "queue " + interrupt.queue()
            : interrupt.reason().text();
    return glyphs.interrupt() + " " + by + " (" + why + ")";
  }

  private List<String> lifecycle(Fact.Lifecycle lifecycle) {
    List<String> lines = new ArrayList<>();
    lines.add(glyphs.clean(lifecycle.what()));
    for (Condition condition : lifecycle.reasons()) {
      String value = glyphs.clean(condition.value());
      lines.add(
          (condition.holds() ? glyphs.yes() : glyphs.no())
              + " "
              + glyphs.clean(condition.name())
              + (value.isEmpty() ? "" : ": " + value));
    }
    return lines;
  }

  private void outcome(StringBuilder text, int errno, boolean read, Bytes data, Bytes seen) {
    if (errno != 0) {
      text.append(' ').append(glyphs.right()).append(' ').append(Errno.text(errno));
    }
    if (read && !seen.equals(data)) {
      text.append(", guest saw ").append(Hex.natural(seen));
    }
  }

  private static void operation(StringBuilder text, Direction direction, int width) {
    String bits = Long.toString(8L * width);
    text.append(bits.length() < 2 ? " " : "")
        .append(direction == Direction.READ ? 'R' : 'W')
        .append(bits)
        .append(' ');
  }

  private void bar0Place(StringBuilder text, Event event, int offset, int width, int header) {
    text.append('@')
        .append(offset)
        .append(' ')
        .append(LegacyDecoder.place(offset, width, header, types.of(event.pf(), event.vf())));
  }

  private String value(StringBuilder text, Event event, int offset, Bytes data, int header) {
    int room = COLUMNS - MARGIN - text.length();
    return LegacyDecoder.value(offset, data, header, types.kind(event.pf(), event.vf()), room);
  }

  private String cut(String text) {
    int room = COLUMNS - MARGIN - 10;
    return text.length() <= room ? text : text.substring(0, room) + glyphs.open();
  }
}
