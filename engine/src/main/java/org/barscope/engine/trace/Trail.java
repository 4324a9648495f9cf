package org.barscope.engine.trace;

import java.util.function.LongConsumer;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/// What one thread is doing on whose behalf: the cause of the next event.
final class Trail {
  private static final ThreadLocal<Trail> CURRENT = ThreadLocal.withInitial(Trail::new);

  /// The event that caused what happens now, or [Event#NONE].
  long cause = Event.NONE;

  /// The recorded time that the next outermost event imitates, or [Event#NONE].
  long recorded = Event.NONE;

  /// Whether the next outermost event is inferred.
  boolean inferred;

  /// The admin command that is being executed.
  @Nullable Flight flight;

  /// The longest wait for a lock since the access began.
  Fact.Wait waited = Fact.Wait.NONE;

  /// What the core answered to the configuration read in progress.
  Bytes core = Bytes.EMPTY;

  /// Who wants to know the number of the next event, once.
  @Nullable LongConsumer listener;

  private Trail() {}

  static Trail current() {
    return CURRENT.get();
  }

  /// An event was recorded.
  void recorded(long seq) {
    LongConsumer waiting = listener;
    if (waiting != null && seq != Event.NONE) {
      listener = null;
      waiting.accept(seq);
    }
  }

  /// One admin command between submit and completion.
  static final class Flight {
    /// When the firmware took it.
    volatile long taken = Event.NONE;
  }
}
