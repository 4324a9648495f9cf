package org.barscope.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.barscope.engine.EmulatedMember;
import org.barscope.engine.Engine;
import org.barscope.engine.EngineOptions;
import org.barscope.engine.Topology;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Region;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `barscope bench engine`: one access through the whole path, with tracing and without.
@Command(
    name = "engine",
    mixinStandardHelpOptions = true,
    description = {
      "Accesses through the whole path, with tracing and without.",
      "One thread reads, writes and rings doorbells; with tracing another drains the events.",
      "Rounds with and without tracing alternate; medians are printed.",
      "Then admin commands at several depths and with several numbers of VFs, untraced.",
      ""
    })
final class BenchEngineCommand implements Callable<Integer> {
  private static final List<Integer> DEPTHS = List.of(1, 8, 64);
  private static final List<Integer> VFS = List.of(1, 16, 256);
  private static final double BUDGET_PER_SECOND = 1_000_000;
  private static final double BUDGET_EVENT_NANOS = 100;

  @Option(names = "--rounds", defaultValue = "9", description = "rounds of each kind (default 9)")
  private int rounds;

  @Option(
      names = "--accesses",
      defaultValue = "200000",
      description = "accesses in a round (default 200000)")
  private int accesses;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  private enum Kind {
    READ("R8 @18", "read", 4),
    WRITE("W16 @14", "write", 4),
    DOORBELL("W16 @16", "doorbell", 3);

    private final String access;
    private final String text;
    private final int events;

    Kind(String access, String text, int events) {
      this.access = access;
      this.text = text;
      this.events = events;
    }

    private int run(VfioDevice device, byte[] buffer) {
      return switch (this) {
        case READ -> device.read(Region.BAR0, 18, buffer, 1);
        case WRITE -> device.write(Region.BAR0, 14, buffer, 2);
        case DOORBELL -> device.write(Region.BAR0, 16, buffer, 2);
      };
    }
  }

  @Override
  public Integer call() {
    if (rounds < 1 || accesses < 1) {
      throw new CommandException("rounds and accesses: expected numbers above 0");
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("bench", "engine");
    result.put("accesses", accesses).put("rounds", rounds);
    try (Bench off = new Bench(false);
        Bench on = new Bench(true)) {
      for (Kind kind : Kind.values()) {
        measure(kind, off, on, result.putObject(kind.text));
      }
    }
    roundTrips(result.putArray("admin"));
    print(result);
    return ExitCode.FINE;
  }

  /// Every number of VFs in turn, so that what disturbs the machine disturbs all alike.
  private void roundTrips(ArrayNode node) {
    List<RoundTrips> engines = VFS.stream().map(RoundTrips::new).toList();
    for (int depth : DEPTHS) {
      double[][] nanos = new double[engines.size()][rounds];
      engines.forEach(engine -> engine.round(depth, accesses));
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < engines.size(); i++) {
          nanos[i][round] = engines.get(i).round(depth, accesses);
        }
      }
      for (int i = 0; i < engines.size(); i++) {
        ObjectNode row = node.addObject();
        row.put("depth", depth).put("vfs", engines.get(i).vfs());
        row.put("nanos", median(nanos[i])).put("perSecond", 1e9 / median(nanos[i]));
        row.put("toOneVf", median(nanos[i]) / median(nanos[0]));
      }
    }
    engines.forEach(RoundTrips::close);
  }

  private void measure(Kind kind, Bench off, Bench on, ObjectNode node) {
    double[] offNanos = new double[rounds];
    double[] onNanos = new double[rounds];
    off.round(kind, 2 * accesses);
    on.round(kind, 2 * accesses);
    for (int round = 0; round < rounds; round++) {
      offNanos[round] = off.round(kind, accesses);
      onNanos[round] = on.round(kind, accesses);
    }
    double[] perEvent = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      perEvent[round] = (onNanos[round] - offNanos[round]) / kind.events;
    }
    node.put("access", kind.access);
    node.put("eventsPerAccess", kind.events);
    node.put("offNanos", median(offNanos));
    node.put("onNanos", median(onNanos));
    node.put("offPerSecond", 1e9 / median(offNanos));
    node.put("onPerSecond", 1e9 / median(onNanos));
    node.put("eventNanos", median(perEvent));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void print(ObjectNode result) {
    if (json) {
      System.out.println(result);
      return;
    }
    System.out.printf(
        "%-9s %-8s  %14s %9s  %14s %9s  %s%n",
        "access", "", "off /s", "ns", "traced /s", "ns", "ns per event");
    for (Kind kind : Kind.values()) {
      var node = result.path(kind.text);
      System.out.printf(
          "%-9s %-8s  %,14.0f %,9.0f  %,14.0f %,9.0f  %,.0f (%d events)%n",
          kind.text,
          kind.access,
          node.path("offPerSecond").asDouble(),
          node.path("offNanos").asDouble(),
          node.path("onPerSecond").asDouble(),
          node.path("onNanos").asDouble(),
          node.path("eventNanos").asDouble(),
          kind.events);
    }
    System.out.printf("%nadmin commands, untraced%n");
    System.out.printf("%5s %5s  %14s %9s  %s%n", "depth", "VFs", "/s", "ns", "to one VF");
    for (var row : result.path("admin")) {
      System.out.printf(
          "%5d %5d  %,14.0f %,9.0f  %.2f%n",
          row.path("depth").asInt(),
          row.path("vfs").asInt(),
          row.path("perSecond").asDouble(),
          row.path("nanos").asDouble(),
          row.path("toOneVf").asDouble());
    }
    System.out.println();
    var read = result.path(Kind.READ.text);
    System.out.printf(
        "budget: traced reads %.2f of %,.0f /s, tracing %.2f of %.0f ns per event%n",
        read.path("onPerSecond").asDouble() / BUDGET_PER_SECOND,
        BUDGET_PER_SECOND,
        read.path("eventNanos").asDouble() / BUDGET_EVENT_NANOS,
        BUDGET_EVENT_NANOS);
  }

  /// An engine with one open VF, and somebody who drains its events.
  private static final class Bench implements AutoCloseable {
    private final Engine engine;
    private final EmulatedMember member;
    private volatile boolean ended;
    private long drained;

    Bench(boolean tracing) {
      engine =
          Engine.start(
              Topology.of(List.of(Topology.net(Bytes.hex("525400123456")))),
              new EngineOptions(false, tracing, 1 << 16, false));
      member = engine.member(0, 1);
      Thread.ofPlatform().name("events").daemon().start(this::drain);
      engine.scheduler().spawn("open", this::open).join();
    }

    private void open() {
      byte[] command = {7, 0};
      member.device().open();
      member.device().write(Region.CONFIG, 4, command, command.length);
      // a queue that can be rung
      member.device().write(Region.BAR0, 8, new byte[] {1, 0, 0, 0}, 4);
    }

    private void drain() {
      while (!ended) {
        if (engine.drain(_ -> drained++, 4096) == 0) {
          LockSupport.parkNanos(50_000);
        }
      }
    }

    /// @return nanoseconds for each access
    double round(Kind kind, int count) {
      long[] nanos = new long[1];
      engine
          .scheduler()
          .spawn(
              "round",
              () -> {
                byte[] buffer = new byte[4];
                long start = System.nanoTime();
                for (int i = 0; i < count; i++) {
                  int result = kind.run(member.device(), buffer);
                  if (result < 0) {
                    throw new IllegalStateException(kind.access + " failed: " + result);
                  }
                }
                nanos[0] = System.nanoTime() - start;
              })
          .join();
      return (double) nanos[0] / count;
    }

    @Override
    public void close() {
      ended = true;
      engine.close();
    }
  }
}
