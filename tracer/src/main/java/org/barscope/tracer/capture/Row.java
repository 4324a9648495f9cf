package org.barscope.tracer.capture;

import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;

/// One row of an event table: an access with everything it caused, a command without an access, or
/// any other event alone.
///
/// @param index of the row in its recording, from 0
/// @param events in order of `seq`; the first one gives the row its place
/// @param open whether it has not ended yet
public record Row(long index, List<Event> events, boolean open) {
  /// What began it.
  public Event first() {
    return events.getFirst();
  }

  /// The member that it is about; 0 for the owner.
  public int vf() {
    return first().vf();
  }

  /// When it ended, in nanoseconds; when it began if it is open or a single event.
  public long endTime() {
    return open ? first().time() : events.getLast().time();
  }

  /// The error that it ended with: the access' errno, a command's status, or 0.
  public int error() {
    int error = 0;
    for (Event event : events) {
      switch (event.fact()) {
        case Fact.LegacyAccess access -> {
          return access.errno();
        }
        case Fact.ConfigAccess access -> {
          return access.errno();
        }
        case Fact.AdminComplete complete -> error = complete.status();
        case Fact.Setup _,
            Fact.AccessStart _,
            Fact.AdminSubmit _,
            Fact.Notify _,
            Fact.Interrupt _,
            Fact.Lifecycle _,
            Fact.GuestFault _,
            Fact.Lost _,
            Fact.Unknown _ -> {}
      }
    }
    return error;
  }
}
