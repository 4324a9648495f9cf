package org.barscope.app.console;

import java.util.Arrays;
import java.util.Objects;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.EventSink;
import org.jspecify.annotations.Nullable;

/// The last events, by number. Who uses it from several threads holds its monitor.
final class History implements EventSink {
  private static final int FIRST = 1 << 10;

  private final int most;
  private @Nullable Event[] events;
  private long oldest;
  private long next;

  /// @param most how many events are kept
  History(int most) {
    this.most = most;
    this.events = new @Nullable Event[Math.min(FIRST, most)];
  }

  @Override
  public void accept(Event event) {
    if (next - oldest == events.length) {
      grow();
    }
    if (next - oldest == events.length) {
      oldest++;
    }
    events[place(event.seq())] = event;
    next = event.seq() + 1;
  }

  /// The number of the oldest event that is kept.
  long oldest() {
    return oldest;
  }

  /// The number that the next event will have.
  long next() {
    return next;
  }

  /// An event that is kept.
  Event event(long seq) {
    Event event = events[place(seq)];
    assert event == null || event.seq() == seq : "event " + seq + " is not kept";
    return Objects.requireNonNull(event);
  }

  /// Nothing has been dropped before it is as large as it may be, so that the oldest one is 0.
  private void grow() {
    if (events.length < most) {
      events = Arrays.copyOf(events, Math.min(most, 2 * events.length));
    }
  }

  private int place(long seq) {
    return (int) (seq % events.length);
  }
}
