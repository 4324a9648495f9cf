package org.barscope.app.session;

import org.barscope.engine.event.EventSink;

/// Where the events of a run go.
public interface Outlet extends EventSink {
  /// No event waits now: a good time to flush.
  void idle();

  /// No event comes any more.
  default void ended() {}
}
