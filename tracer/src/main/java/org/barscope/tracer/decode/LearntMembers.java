package org.barscope.tracer.decode;

import org.barscope.engine.event.Event;
import org.barscope.engine.event.EventSink;
import org.barscope.engine.event.Fact;

/// What members are, as the first event of a recording says; network devices until it has come. One
/// thread adds, any thread asks.
public final class LearntMembers implements MemberTypes, EventSink {
  private volatile MemberTypes known = MemberTypes.NET;

  @Override
  public void accept(Event event) {
    if (event.fact() instanceof Fact.Setup setup) {
      known = SetupDecoder.members(setup.json());
    }
  }

  @Override
  public MemberKind kind(int pf, int vf) {
    return known.kind(pf, vf);
  }
}
