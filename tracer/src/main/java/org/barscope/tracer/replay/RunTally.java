package org.barscope.tracer.replay;

import org.barscope.engine.event.Event;
import org.barscope.engine.event.EventSink;
import org.barscope.engine.event.Fact;

/// Counts the events of a run.
public final class RunTally implements EventSink {
  private long events;
  private long accesses;
  private long configAccesses;
  private long failedAccesses;
  private long commands;
  private long failedCommands;
  private long notifies;
  private long interrupts;
  private long guestFaults;
  private long inferred;
  private long lastTime;

  @Override
  public void accept(Event event) {
    events++;
    lastTime = Math.max(lastTime, event.time());
    if (event.inferred() && !(event.fact() instanceof Fact.AccessStart)) {
      inferred++;
    }
    switch (event.fact()) {
      case Fact.LegacyAccess access -> {
        accesses++;
        failedAccesses += access.errno() == 0 ? 0 : 1;
      }
      case Fact.ConfigAccess _ -> configAccesses++;
      case Fact.AdminComplete complete -> {
        commands++;
        failedCommands += complete.status() == 0 ? 0 : 1;
      }
      case Fact.Notify _ -> notifies++;
      case Fact.Interrupt _ -> interrupts++;
      case Fact.GuestFault _ -> guestFaults++;
      case Fact.Setup _,
          Fact.AccessStart _,
          Fact.AdminSubmit _,
          Fact.Lifecycle _,
          Fact.Lost _,
          Fact.Unknown _ -> {}
    }
  }

  /// All events.
  public long events() {
    return events;
  }

  /// Ended BAR0 accesses.
  public long accesses() {
    return accesses;
  }

  /// BAR0 accesses that ended with an error.
  public long failedAccesses() {
    return failedAccesses;
  }

  /// Ended accesses to configuration space.
  public long configAccesses() {
    return configAccesses;
  }

  /// Completed admin commands.
  public long commands() {
    return commands;
  }

  /// Admin commands with a status other than OK.
  public long failedCommands() {
    return failedCommands;
  }

  /// Doorbells.
  public long notifies() {
    return notifies;
  }

  /// Interrupts.
  public long interrupts() {
    return interrupts;
  }

  /// Broken rules.
  public long guestFaults() {
    return guestFaults;
  }

  /// Inferred steps.
  public long inferred() {
    return inferred;
  }

  /// The time of the last event, in nanoseconds.
  public long lastTime() {
    return lastTime;
  }
}
