package org.barscope.tracer.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.jspecify.annotations.Nullable;

/// Events as lines for people, as they happen: one line per access, and under it what it caused.
///
/// ```text
///   1.204 118  vf3     R8 @18 DeviceStatus → 0x07 ACKNOWLEDGE|DRIVER|DRIVER_OK
///                         └ COMMON_CFG_READ off 18 len 1 → OK  2.1 µs
/// ```
///
/// An access is shown when it has ended, with the time at which it began. It is shown as begun,
/// with `…`, when something else of the same member has to be shown first or when a second has
/// passed; its end is then a line of its own. Commands without a cause are shown in the same way.
///
/// Fed with events in order of `seq`. Not thread-safe.
public final class EventText {
  /// How long an access may stay invisible, in nanoseconds of event time.
  private static final long PATIENCE_NANOS = 1_000_000_000;

  /// How many accesses that were shown as begun are remembered until they end.
  private static final int MOST_LATE = 4096;

  private final EventLine line;
  private final Map<Long, Open> waiting = new LinkedHashMap<>();
  private final Map<Long, Open> late = new LinkedHashMap<>();
  private final Map<Long, Open> commands = new HashMap<>();
  private final Map<Long, Integer> headerLengths = new HashMap<>();

  /// Something that has begun and not ended: an access, or a command without an access.
  ///
  /// @param children what it has caused so far, and has not been shown
  private record Open(Event begin, List<Event> children) {}

  /// A renderer at the start of a recording.
  public EventText(Glyphs glyphs, MemberTypes types) {
    this.line = new EventLine(glyphs, types);
  }

  /// The lines that can be shown now that this event is known, without line ends; often none.
  public List<String> lines(Event event) {
    List<String> lines = new ArrayList<>();
    expire(event.time(), lines);
    switch (event.fact()) {
      case Fact.AccessStart _ -> waiting.put(event.seq(), new Open(event, new ArrayList<>()));
      case Fact.AdminSubmit _ -> submit(event);
      case Fact.AdminComplete done -> complete(event, done, lines);
      case Fact.LegacyAccess access -> {
        headerLengths.put(member(event), access.headerLength());
        end(event, line.legacy(event, access), lines);
      }
      case Fact.ConfigAccess access -> end(event, line.config(access), lines);
      case Fact.Setup _,
          Fact.Notify _,
          Fact.Interrupt _,
          Fact.Lifecycle _,
          Fact.GuestFault _,
          Fact.Lost _,
          Fact.Unknown _ ->
          simple(event, lines);
    }
    return lines;
  }

  /// The lines of what has been waiting for a second, for a live view in which no event comes.
  ///
  /// @param now nanoseconds since the start of the recording
  public List<String> expire(long now) {
    List<String> lines = new ArrayList<>();
    expire(now, lines);
    return lines;
  }

  /// The lines of everything that has begun and not ended: call it after the last event.
  public List<String> flush() {
    List<String> lines = new ArrayList<>();
    showBegun(open -> true, lines);
    return lines;
  }

  private void expire(long now, List<String> lines) {
    if (!waiting.isEmpty()
        && now - waiting.values().iterator().next().begin.time() >= PATIENCE_NANOS) {
      showBegun(open -> now - open.begin.time() >= PATIENCE_NANOS, lines);
    }
  }

  private void submit(Event event) {
    Open cause = open(event.cause());
    if (cause == null) {
      waiting.put(event.seq(), new Open(event, new ArrayList<>()));
    } else {
      cause.children.add(event);
      commands.put(event.seq(), cause);
    }
  }

  private void complete(Event event, Fact.AdminComplete done, List<String> lines) {
    Open access = commands.get(event.cause());
    if (access != null) {
      access.children.add(event);
      return;
    }
    Open command = open(event.cause());
    if (command == null || !(command.begin.fact() instanceof Fact.AdminSubmit submit)) {
      makeWay(event, lines);
      lines.add(line.own(event, line.answer(done)));
      return;
    }
    forget(command);
    makeWay(event, lines);
    lines.add(line.own(command.begin, line.command(command.begin, submit, event, done)));
    children(command, lines);
  }

  private void end(Event event, String text, List<String> lines) {
    Open access = open(event.cause());
    if (access == null || !(access.begin.fact() instanceof Fact.AccessStart)) {
      makeWay(event, lines);
      lines.add(line.own(event, text));
      return;
    }
    boolean wasShown = late.containsKey(access.begin.seq());
    forget(access);
    makeWay(event, lines);
    lines.add(
        wasShown
            ? line.own(event, text + "  (began " + TimeText.time(access.begin.time()) + ")")
            : line.own(access.begin, text));
    for (Event unanswered : children(access, lines)) {
      remember(new Open(unanswered, new ArrayList<>()));
    }
  }

  private void simple(Event event, List<String> lines) {
    Open cause = open(event.cause());
    Open access = cause == null ? commands.get(event.cause()) : cause;
    if (access != null) {
      access.children.add(event);
      return;
    }
    makeWay(event, lines);
    List<String> texts = line.simple(event);
    lines.add(line.own(event, texts.getFirst()));
    for (String more : texts.subList(1, texts.size())) {
      lines.add(line.child(more));
    }
  }

  /// Shows what the same member has begun before, so that the order on screen stays true.
  private void makeWay(Event event, List<String> lines) {
    showBegun(o -> o.begin.vf() == event.vf() && o.begin.pf() == event.pf(), lines);
  }

  private void showBegun(Predicate<Open> which, List<String> lines) {
    for (Iterator<Open> all = waiting.values().iterator(); all.hasNext(); ) {
      Open open = all.next();
      if (which.test(open)) {
        all.remove();
        remember(open);
        show(open, lines);
      }
    }
  }

  private void show(Open open, List<String> lines) {
    Event begin = open.begin;
    if (begin.fact() instanceof Fact.AccessStart start) {
      int header = headerLengths.getOrDefault(member(begin), LegacyRegister.HEADER_LENGTH);
      lines.add(line.own(begin, line.begun(begin, start, header)));
    } else if (begin.fact() instanceof Fact.AdminSubmit submit) {
      lines.add(line.own(begin, line.command(begin, submit)));
    }
    List<Event> unanswered = children(open, lines);
    open.children.clear();
    open.children.addAll(unanswered);
  }

  /// Adds the lines of what something caused, and returns its commands without an answer.
  private List<Event> children(Open parent, List<String> lines) {
    List<Event> unanswered = new ArrayList<>();
    for (Event child : parent.children) {
      if (child.fact() instanceof Fact.AdminSubmit submit) {
        if (parent.children.stream().noneMatch(e -> e.cause() == child.seq() && isAnswer(e))) {
          lines.add(line.child(child, line.command(child, submit)));
          unanswered.add(child);
        }
      } else if (child.fact() instanceof Fact.AdminComplete done) {
        lines.add(line.child(child, answered(parent, child, done)));
      } else {
        for (String text : line.simple(child)) {
          lines.add(line.child(text));
        }
      }
    }
    return unanswered;
  }

  private String answered(Open parent, Event event, Fact.AdminComplete done) {
    for (Event child : parent.children) {
      if (child.seq() == event.cause() && child.fact() instanceof Fact.AdminSubmit submit) {
        return line.command(child, submit, event, done);
      }
    }
    return line.answer(done);
  }

  private static boolean isAnswer(Event event) {
    return event.fact() instanceof Fact.AdminComplete;
  }

  private @Nullable Open open(long seq) {
    Open open = waiting.get(seq);
    return open == null ? late.get(seq) : open;
  }

  private void remember(Open open) {
    late.put(open.begin.seq(), open);
    if (late.size() > MOST_LATE) {
      forget(late.values().iterator().next());
    }
  }

  private void forget(Open open) {
    waiting.remove(open.begin.seq());
    late.remove(open.begin.seq());
    for (Event child : open.children) {
      commands.remove(child.seq());
    }
  }

  private static long member(Event event) {
    return (long) event.pf() << 32 | (event.vf() & 0xffff_ffffL);
  }
}
