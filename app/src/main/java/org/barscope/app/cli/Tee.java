package org.barscope.app.cli;

import org.barscope.app.session.Outlet;
import org.barscope.engine.event.Event;
import org.barscope.tracer.replay.RunTally;
import org.jspecify.annotations.Nullable;

/// Hands each event to all who want it.
///
/// @param atEnd what is left to do when no event comes any more
record Tee(RunTally tally, @Nullable Printer printer, Capturing capturing, Runnable atEnd)
    implements Outlet {
  Tee(RunTally tally, @Nullable Printer printer, Capturing capturing) {
    this(tally, printer, capturing, () -> {});
  }

  @Override
  public void ended() {
    atEnd.run();
  }

  @Override
  public void accept(Event event) {
    tally.accept(event);
    capturing.accept(event);
    if (printer != null) {
      printer.accept(event);
    }
  }

  @Override
  public void idle() {
    capturing.idle();
    if (printer != null) {
      printer.idle();
    }
  }
}
