package org.barscope.app.events;

import org.barscope.app.session.LiveSession;
import org.barscope.app.session.LiveSession.Phase;
import org.barscope.tracer.capture.RowStore;
import org.barscope.tracer.state.StateHistory;

/// What the event table needs of a session.
interface EventSource {
  RowStore rows();

  StateHistory history();

  Phase phase();

  boolean isLive();

  /// What went wrong, as one line; empty if nothing did.
  String problem();

  static EventSource of(LiveSession session) {
    return new EventSource() {
      @Override
      public RowStore rows() {
        return session.rows();
      }

      @Override
      public StateHistory history() {
        return session.history();
      }

      @Override
      public Phase phase() {
        return session.phase();
      }

      @Override
      public boolean isLive() {
        return session.isLive();
      }

      @Override
      public String problem() {
        return session.problem();
      }
    };
  }
}
