package org.barscope.tracer.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.LegacyCommands;
import org.barscope.engine.protocol.bytes.Field;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.decode.FieldNode.Mark;
import org.barscope.tracer.decode.FieldTree.Side;
import org.barscope.tracer.decode.FieldTree.Span;

/// Builds the field tree of one row.
final class RowFields {
  private final List<Event> events;
  private final FieldTree.Strips strips = new FieldTree.Strips();
  private final RegisterFields registers;
  private final Optional<AccessFields> access;
  private final Map<Long, CommandFields> commands = new HashMap<>();
  private final Map<Long, CompletionFields> completions = new HashMap<>();
  private int guest = -1;
  private int core = -1;

  RowFields(List<Event> events, MemberTypes types) {
    this.events = events;
    Event first = events.getFirst();
    this.registers = new RegisterFields(headerLength(events), types.kind(first.pf(), first.vf()));
    this.access = access(events);
    layStrips();
  }

  FieldTree tree() {
    Links links = links();
    List<FieldNode> roots = new ArrayList<>();
    access.ifPresent(known -> roots.add(known.node(registers, guest, core, links)));
    for (Event event : events) {
      node(event, links).ifPresent(roots::add);
    }
    roots.add(recording());
    return new FieldTree(List.copyOf(roots), strips.list());
  }

  /// A time with its unit.
  static String time(long nanos) {
    return TimeText.time(nanos) + " s";
  }

  static String duration(long nanos) {
    return TimeText.duration(nanos, Glyphs.UTF_8);
  }

  private void layStrips() {
    access.ifPresent(known -> {
      if (!known.bytes().isEmpty()) {
        guest = strips.add("guest", Side.GUEST, known.offset(), known.bytes());
      }
      if (!known.core().isEmpty()) {
        core = strips.add("core", Side.CORE, known.offset(), known.core());
      }
    });
    for (Event event : events) {
      if (event.fact() instanceof Fact.AdminSubmit submit) {
        int strip = strips.add("command", Side.COMMAND, 0, submit.readable());
        commands.put(event.seq(), new CommandFields(registers, strip, submit));
      } else if (event.fact() instanceof Fact.AdminComplete done) {
        int strip = strips.add("answer", Side.COMPLETION, 0, done.written());
        Optional<CommandFields> of = Optional.ofNullable(commands.get(event.cause()));
        completions.put(event.seq(), new CompletionFields(strip, done, of));
      }
    }
  }

  private static Optional<AccessFields> access(List<Event> events) {
    Optional<AccessFields> found = Optional.empty();
    for (Event event : events) {
      if (event.fact() instanceof Fact.LegacyAccess legacy) {
        return Optional.of(AccessFields.of(legacy));
      } else if (event.fact() instanceof Fact.ConfigAccess config) {
        return Optional.of(AccessFields.of(config));
      } else if (event.fact() instanceof Fact.AccessStart start && found.isEmpty()) {
        found = Optional.of(AccessFields.of(event, start));
      }
    }
    return found;
  }

  /// What the end of the access says; before that, what its command tells.
  private static int headerLength(List<Event> events) {
    int offset = -1;
    int known = LegacyRegister.HEADER_LENGTH;
    for (Event event : events) {
      if (event.fact() instanceof Fact.LegacyAccess legacy) {
        return legacy.headerLength();
      } else if (event.fact() instanceof Fact.AccessStart start) {
        offset = start.offset();
      } else if (event.fact() instanceof Fact.AdminSubmit submit
          && submit.readable().length() > AdminCommand.HEADER_LENGTH
          && offset >= LegacyRegister.HEADER_LENGTH) {
        boolean common =
            submit.opcode() == AdminOpcode.LEGACY_COMMON_CFG_READ.code()
                || submit.opcode() == AdminOpcode.LEGACY_COMMON_CFG_WRITE.code();
        int inConfig = submit.readable().u8(AdminCommand.HEADER_LENGTH);
        boolean msix = common || offset - inConfig == LegacyRegister.HEADER_LENGTH_MSIX;
        known = LegacyRegister.headerLength(msix);
      }
    }
    return known;
  }

  /// Where the bytes of the access are in its commands.
  private Links links() {
    List<Links.Pair> pairs = new ArrayList<>();
    if (guest >= 0 && access.isPresent() && access.get().region() == Region.BAR0) {
      Field own = new Field(access.get().offset(), access.get().bytes().length());
      for (CommandFields command : commands.values()) {
        if (command.writes()) {
          int at = AdminCommand.HEADER_LENGTH + LegacyCommands.WRITE_HEADER_LENGTH;
          link(own, command, command.strip(), at, command.length(), pairs);
        }
      }
      for (CompletionFields completion : completions.values()) {
        CommandFields command = completion.command().orElse(null);
        if (command != null && !command.writes() && completion.done().status() == 0) {
          int at = AdminCommand.STATUS_LENGTH;
          int length = completion.done().written().length() - at;
          link(own, command, completion.strip(), at, length, pairs);
        }
      }
    }
    return new Links(List.copyOf(pairs));
  }

  private void link(
      Field own, CommandFields command, int strip, int at, int length, List<Links.Pair> into) {
    int offset = command.barOffset();
    Field common = own.and(new Field(offset, Math.max(0, length)));
    if (offset >= 0 && common.width() > 0) {
      into.add(
          new Links.Pair(
              new Span(guest, common.offset() - own.offset(), common.width()),
              new Span(strip, at + common.offset() - offset, common.width())));
    }
  }

  private Optional<FieldNode> node(Event event, Links links) {
    return switch (event.fact()) {
      case Fact.AccessStart _, Fact.LegacyAccess _, Fact.ConfigAccess _ -> Optional.empty();
      case Fact.AdminSubmit _ -> Optional.of(command(event, links));
      case Fact.AdminComplete done -> Optional.of(completion(event, done, links));
      case Fact.Setup setup -> Optional.of(SimpleFields.setup(setup));
      case Fact.Notify notify -> Optional.of(SimpleFields.notify(event, notify));
      case Fact.Interrupt interrupt -> Optional.of(SimpleFields.interrupt(interrupt));
      case Fact.Lifecycle lifecycle -> Optional.of(SimpleFields.lifecycle(lifecycle));
      case Fact.GuestFault fault -> Optional.of(SimpleFields.guestFault(fault));
      case Fact.Lost lost -> Optional.of(SimpleFields.lost(lost));
      case Fact.Unknown unknown -> Optional.of(SimpleFields.unknown(unknown, strips));
    };
  }

  private FieldNode command(Event event, Links links) {
    CommandFields fields = commands.get(event.seq());
    if (fields == null) {
      throw new IllegalStateException("a command without its strip");
    }
    FieldNode node = fields.node(links);
    boolean answered =
        events.stream()
            .anyMatch(e -> e.cause() == event.seq() && e.fact() instanceof Fact.AdminComplete);
    if (answered) {
      return node;
    }
    List<FieldNode> children = new ArrayList<>(node.children());
    children.add(FieldNode.of("submitted", time(event.time())));
    return node.withChildren(children).withMark(Mark.WAITING).withNote("not answered");
  }

  private FieldNode completion(Event event, Fact.AdminComplete done, Links links) {
    CompletionFields fields = completions.get(event.seq());
    if (fields == null) {
      throw new IllegalStateException("an answer without its strip");
    }
    FieldNode node = fields.node(links);
    List<FieldNode> children = new ArrayList<>(node.children());
    children.add(timing(event, done));
    return node.withChildren(children);
  }

  private FieldNode timing(Event event, Fact.AdminComplete done) {
    List<FieldNode> times = new ArrayList<>();
    Optional<Event> submit = events.stream().filter(e -> e.seq() == event.cause()).findFirst();
    submit.ifPresent(begin -> times.add(FieldNode.of("submitted", time(begin.time()))));
    if (done.taken() == Event.NONE) {
      times.add(FieldNode.of("taken", "never").withMark(Mark.UNKNOWN));
    } else {
      times.add(FieldNode.of("taken by the firmware", time(done.taken())));
    }
    times.add(FieldNode.of("completed", time(event.time())));
    String total = submit.map(begin -> duration(event.time() - begin.time())).orElse("unknown");
    return FieldNode.of("round trip", total).withChildren(times);
  }

  /// Where the row is in its recording, and in the trace that it imitates.
  private FieldNode recording() {
    Event first = events.getFirst();
    Event last = events.getLast();
    boolean single = events.size() == 1;
    List<FieldNode> children = new ArrayList<>();
    children.add(FieldNode.of("time", time(first.time())));
    if (first.cause() != Event.NONE) {
      children.add(FieldNode.of("caused by", "event " + Grouped.of(first.cause())));
    }
    if (first.recorded() != Event.NONE) {
      children.add(FieldNode.of("in the trace", time(first.recorded())));
    }
    if (first.inferred()) {
      children.add(FieldNode.of("inferred", "the trace has no line for it"));
    }
    String numbers =
        single
            ? "event " + Grouped.of(first.seq())
            : "events " + Grouped.of(first.seq()) + " to " + Grouped.of(last.seq());
    return FieldNode.of("Recording", numbers).withChildren(children);
  }
}
