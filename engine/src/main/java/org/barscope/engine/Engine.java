package org.barscope.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.EventSink;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.time.DeterministicScheduler;
import org.barscope.engine.time.LiveScheduler;
import org.barscope.engine.trace.EventRing;
import org.barscope.engine.trace.Recorder;
import org.barscope.engine.trace.TracedScheduler;

/// A running emulation of one topology.
///
/// After [#start] every PF driver is up, every VF enabled, probed and opened by nobody yet. Guests
/// are strands of the [#scheduler()]. Events wait in a bounded ring until [#drain] takes them; with
/// [EngineOptions#dropWhenFull()] off somebody must.
public final class Engine implements AutoCloseable {
  private final Scheduler scheduler;
  private final Runnable stop;
  private final EventRing ring;
  private final List<EmulatedOwner> owners = new ArrayList<>();

  private Engine(Scheduler scheduler, Runnable stop, EventRing ring) {
    this.scheduler = scheduler;
    this.stop = stop;
    this.ring = ring;
  }

  /// Starts an engine.
  ///
  /// @throws TopologyException if the topology cannot be built
  public static Engine start(Topology topology, EngineOptions options) {
    EventRing ring = new EventRing(options.ringCapacity(), options.dropWhenFull());
    Engine engine = options.deterministic() ? virtual(topology, ring) : live(ring);
    if (options.tracing()) {
      Fact setup =
          new Fact.Setup(
              TopologyJson.write(topology, options.deterministic() ? "deterministic" : "live"));
      ring.publish(0, 0, 0, Event.NONE, Event.NONE, false, setup);
    }
    Scheduler.Strand boot =
        engine.scheduler.spawn("start-up", () -> engine.boot(topology, options));
    boolean ended = false;
    try {
      if (!boot.join()) {
        throw new TopologyException("the start-up waits for something that nobody will do");
      }
      ended = true;
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof TopologyException refused) {
        throw refused;
      }
      if (e.getCause() instanceof OutOfMemoryError) {
        throw new TopologyException(
            "the topology needs more memory than the %d MiB that Java may take"
                .formatted(Runtime.getRuntime().maxMemory() >> 20));
      }
      throw e;
    } finally {
      if (!ended) {
        engine.close();
      }
    }
    return engine;
  }

  private static Engine virtual(Topology topology, EventRing ring) {
    DeterministicScheduler inner = new DeterministicScheduler(topology.seed());
    return new Engine(new TracedScheduler(inner), inner::close, ring);
  }

  private static Engine live(EventRing ring) {
    LiveScheduler inner = new LiveScheduler();
    return new Engine(new TracedScheduler(inner), inner::close, ring);
  }

  private void boot(Topology topology, EngineOptions options) {
    for (int pf = 0; pf < topology.pfs().size(); pf++) {
      Recorder recorder = new Recorder(ring, scheduler, pf, 0);
      OwnerWiring wiring =
          new OwnerWiring(
              scheduler, options.tracing() ? recorder : null, topology.switches(), topology.seed());
      owners.add(wiring.start(pf, topology.pfs().get(pf)));
    }
  }

  /// All waiting and all time.
  public Scheduler scheduler() {
    return scheduler;
  }

  /// A member, by owner from 0 and VF number from 1.
  ///
  /// @throws IndexOutOfBoundsException if there is none
  public EmulatedMember member(int pf, int vf) {
    return owners.get(pf).members().get(vf - 1);
  }

  /// All owners, by number from 0.
  public List<EmulatedOwner> owners() {
    return List.copyOf(owners);
  }

  /// All members, owner by owner.
  public List<EmulatedMember> members() {
    return owners.stream().map(EmulatedOwner::members).flatMap(List::stream).toList();
  }

  /// What the calling strand does next imitates a step of a trace.
  ///
  /// @param recorded when that happened, or [Event#NONE]
  /// @param inferred whether the trace has no line for it
  public static void imitate(long recorded, boolean inferred) {
    TracedScheduler.imitate(recorded, inferred);
  }

  /// Tells the number of the next event that the calling strand records, when it does: for an
  /// access, that of its [Fact.AccessStart].
  ///
  /// @param listener called by the strand itself, at most once
  public static void announce(LongConsumer listener) {
    TracedScheduler.announce(listener);
  }

  /// Hands up to `limit` events to a sink. One thread at a time.
  ///
  /// @return how many
  public int drain(EventSink sink, int limit) {
    return ring.drain(sink, limit);
  }

  /// How many events were published so far.
  public long published() {
    return ring.published();
  }

  /// How many events were dropped so far.
  public long lost() {
    return ring.lost();
  }

  /// How full the ring is, 0 to 1.
  public double fill() {
    return (double) ring.waiting() / ring.capacity();
  }

  /// Stops all threads; what was published can still be drained.
  @Override
  public void close() {
    // first who may be waiting for the outside world: the lanes end only after their tasks
    owners.forEach(EmulatedOwner::stop);
    stop.run();
    ring.announceLoss(scheduler.now());
  }
}
