package org.barscope.app.registers;

import java.util.function.BooleanSupplier;
import org.barscope.app.session.LiveSession;
import org.barscope.tracer.capture.RowStore;
import org.barscope.tracer.state.StateHistory;

/// What the registers view needs of a session.
///
/// @param runs whether guests play, so that time goes on without events
record RegisterSource(RowStore rows, StateHistory history, BooleanSupplier runs) {
  static RegisterSource of(LiveSession session) {
    return new RegisterSource(
        session.rows(),
        session.history(),
        () ->
            session.isLive()
                && switch (session.phase()) {
                  case RUNNING, PAUSED -> true;
                  case LOADING, ENDED -> false;
                });
  }
}
