package org.barscope.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.protocol.bytes.Bytes;

/// An engine for tests: network members, guests on strands, events as a list.
public final class Rig implements AutoCloseable {
  /// The MAC of VF 1; the last byte counts up.
  public static final String MAC = "525400123401";

  private final Engine engine;
  private final List<Event> drained = new ArrayList<>();

  private Rig(Engine engine) {
    this.engine = engine;
  }

  /// A deterministic engine with `vfs` network members of one owner, none of them open.
  public static Rig net(int vfs) {
    return of(topology(vfs), EngineOptions.DETERMINISTIC);
  }

  public static Rig of(Topology topology) {
    return of(topology, EngineOptions.DETERMINISTIC);
  }

  public static Rig of(Topology topology, EngineOptions options) {
    return new Rig(Engine.start(topology, options));
  }

  /// One owner with `vfs` network members.
  public static Topology topology(int vfs) {
    List<Topology.Vf> members = new ArrayList<>();
    for (int vf = 1; vf <= vfs; vf++) {
      members.add(Topology.net(Bytes.of(0x52, 0x54, 0x00, 0x12, 0x34, vf)));
    }
    return Topology.of(members);
  }

  /// The same topology with another seed.
  public static Topology seeded(Topology topology, long seed) {
    return new Topology(topology.pfs(), topology.switches(), seed);
  }

  public Engine engine() {
    return engine;
  }

  public Scheduler scheduler() {
    return engine.scheduler();
  }

  /// A guest of a member, not yet running.
  public Guest guest(int vf) {
    return new Guest(engine.member(0, vf));
  }

  /// Runs a strand that uses the member as it is.
  public void on(int vf, Consumer<Guest> script) {
    run(() -> script.accept(guest(vf)));
  }

  /// Runs a strand whose member is open and has I/O decoding enabled.
  public void ready(int vf, Consumer<Guest> script) {
    on(
        vf,
        guest -> {
          guest.powerOn();
          script.accept(guest);
        });
  }

  /// Runs a strand to its end; what a test found wrong in it is thrown as it is.
  public void run(Runnable script) {
    join(engine.scheduler().spawn("guest", script));
  }

  /// Joins a strand; what a test found wrong in it is thrown as it is.
  public static void join(Scheduler.Strand strand) {
    boolean ended;
    try {
      ended = strand.join();
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof AssertionError error) {
        throw error;
      }
      throw e;
    }
    if (!ended) {
      throw new AssertionError("the strand waits for something that nobody will do");
    }
  }

  /// All events since the start.
  public List<Event> events() {
    engine.drain(drained::add, Integer.MAX_VALUE);
    return drained;
  }

  /// The facts of one kind, in order.
  public <F extends Fact> List<F> facts(Class<F> kind) {
    return events().stream().map(Event::fact).filter(kind::isInstance).map(kind::cast).toList();
  }

  /// The events of one kind, in order.
  public List<Event> events(Class<? extends Fact> kind) {
    return events().stream().filter(event -> kind.isInstance(event.fact())).toList();
  }

  /// Forgets the events so far.
  public void forget() {
    events();
    drained.clear();
  }

  /// The rules that guests broke, in order.
  public List<String> faults() {
    return facts(Fact.GuestFault.class).stream().map(Fact.GuestFault::rule).toList();
  }

  /// The admin commands since the last [#forget()]: readable part in hex, a slash, the length of
  /// the writable part.
  public List<String> commands() {
    return facts(Fact.AdminSubmit.class).stream()
        .map(submit -> submit.readable() + "/" + submit.writableLength())
        .toList();
  }

  @Override
  public void close() {
    engine.close();
  }

  /// Joins words of hex: `hex("0300 0100", zeros(12))`.
  public static String hex(String... parts) {
    return String.join("", parts).replace(" ", "");
  }

  /// `count` zero bytes.
  public static String zeros(int count) {
    return "00".repeat(count);
  }

  /// A call's result: an error number by the names of `errno.h`, or the number itself.
  public static String result(int result) {
    return ERRORS.getOrDefault(result, Integer.toString(result));
  }

  private static final Map<Integer, String> ERRORS =
      Map.ofEntries(
          Map.entry(-1, "EPERM"),
          Map.entry(-2, "ENOENT"),
          Map.entry(-5, "EIO"),
          Map.entry(-6, "ENXIO"),
          Map.entry(-9, "EBADF"),
          Map.entry(-11, "EAGAIN"),
          Map.entry(-12, "ENOMEM"),
          Map.entry(-14, "EFAULT"),
          Map.entry(-16, "EBUSY"),
          Map.entry(-17, "EEXIST"),
          Map.entry(-19, "ENODEV"),
          Map.entry(-22, "EINVAL"),
          Map.entry(-25, "ENOTTY"),
          Map.entry(-28, "ENOSPC"),
          Map.entry(-42, "ENOMSG"),
          Map.entry(-95, "EOPNOTSUPP"));
}
