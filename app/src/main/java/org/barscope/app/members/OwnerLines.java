package org.barscope.app.members;

import java.util.Optional;
import org.barscope.app.members.Line.Kind;
import org.barscope.app.members.Line.Tone;
import org.barscope.tracer.decode.Glyphs;
import org.barscope.tracer.decode.Grouped;
import org.barscope.tracer.decode.TimeText;
import org.barscope.tracer.state.OwnerState;

/// The lines of one owner.
final class OwnerLines {
  private static final long LONG_NANOS = 1_000_000_000;

  private final Line head = new Line(Kind.OWNER, Optional.empty());
  private final Line queue = new Line(Kind.ADMIN_QUEUE, Optional.empty());
  private final Line commands = new Line(Kind.COMMANDS, Optional.empty());
  private final Gauge gauge = new Gauge();
  private final int pf;

  OwnerLines(int pf) {
    this.pf = pf;
    head.children().add(queue);
    head.children().add(commands);
  }

  /// The topmost line; the lines of the members come after its own.
  Line head() {
    return head;
  }

  /// Puts the lines of a member among those of the owner's members.
  ///
  /// @param at how many members come before it
  void addMember(int at, Line member) {
    head.children().add(head.children().indexOf(commands) + 1 + at, member);
  }

  /// Says how the owner is doing.
  ///
  /// @param size descriptors of the admin queue; 0 if that is not known
  void update(OwnerState state, int size, Moment now) {
    gauge.take(now.clock(), state.commands());
    String roundTrip =
        state.roundTrip().isPresent() ? roundTrip(state.roundTrip().getAsLong()) : "";
    head.say("PF " + pf, now.live() ? rate(state) : "", Tone.MUTED);
    boolean late =
        state.oldest().isPresent() && now.time() - state.oldest().getAsLong() > LONG_NANOS;
    String inFlight = state.inFlight() == 0 ? "" : state.inFlight() + " in flight";
    queue.say(
        size == 0 ? "admin queue" : "admin queue " + size,
        inFlight.isEmpty() || roundTrip.isEmpty()
            ? inFlight + roundTrip
            : inFlight + " · " + roundTrip,
        late ? Tone.WAITING : Tone.PLAIN);
    commands.say(
        Grouped.of(state.commands()) + (state.commands() == 1 ? " command" : " commands"),
        state.failed() == 0 ? "" : "✗ " + Grouped.of(state.failed()) + " failed",
        state.failed() == 0 ? Tone.MUTED : Tone.BAD);
  }

  /// In virtual time commands take none, which is no figure worth showing.
  private static String roundTrip(long nanos) {
    return nanos == 0 ? "–" : TimeText.duration(nanos, Glyphs.UTF_8);
  }

  private String rate(OwnerState state) {
    long rate = gauge.perSecond();
    if (rate == 0) {
      return state.commands() == 0 ? "no command yet" : "○ idle";
    }
    return Grouped.of(rate) + (rate == 1 ? " command/s" : " commands/s");
  }
}
