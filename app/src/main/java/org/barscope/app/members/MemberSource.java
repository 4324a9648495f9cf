package org.barscope.app.members;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.barscope.app.session.LiveSession;
import org.barscope.app.session.LiveSession.Phase;
import org.barscope.tracer.capture.RowStore;
import org.barscope.tracer.replay.Cast;
import org.barscope.tracer.state.StateHistory;
import org.barscope.tracer.state.StateHistory.Member;

/// What the members tree needs of a session.
///
/// @param live whether it has guests
/// @param device which recorded device a member plays, in words; empty if it plays none
/// @param setup the topology as JSON, as soon as it is known
record MemberSource(
    RowStore rows,
    StateHistory history,
    boolean live,
    Supplier<Phase> phase,
    Function<Member, String> device,
    Supplier<Optional<String>> setup) {
  static MemberSource of(LiveSession session) {
    return new MemberSource(
        session.rows(),
        session.history(),
        session.isLive(),
        session::phase,
        member -> device(session, member),
        session::setup);
  }

  /// Whether guests play or are held, so that time goes on without events.
  boolean runs() {
    return live
        && switch (phase.get()) {
          case RUNNING, PAUSED -> true;
          case LOADING, ENDED -> false;
        };
  }

  /// `a1.log.gz: virtio-net-pci 00:04.0`.
  private static String device(LiveSession session, Member member) {
    for (Cast.Player player : session.players()) {
      if (member.pf() == 0 && player.role().vf() == member.vf()) {
        String source = player.role().source();
        String file = source.substring(source.lastIndexOf('/') + 1);
        return file + ": " + player.role().completed().device().name();
      }
    }
    return "";
  }
}
