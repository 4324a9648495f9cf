package org.barscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.barscope.app.shell.FrameMeter.Frames;
import org.barscope.app.shell.FrameMeter.Percentiles;
import org.barscope.app.shell.StartClock;
import org.barscope.app.shell.UiBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `barscope bench ui`: the window under load.
@Command(
    name = "ui",
    mixinStandardHelpOptions = true,
    description = {
      "The window, opened three times: how soon it is there, and its frames.",
      "First on the demo; then on guests that make many events; then on a long table that is",
      "scrolled and jumped in. A frame is what the UI thread does for one picture; cpu is the part",
      "of it that the thread had a processor.",
      ""
    })
final class BenchUiCommand implements Callable<Integer> {
  private static final double BUDGET_FRAME_MILLIS = 16;
  private static final double BUDGET_SCREEN_MILLIS = 2000;
  private static final double MEGABYTE = 1 << 20;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "how long the load is followed (default 30)")
  private int seconds;

  @Option(
      names = "--rate",
      defaultValue = "100000",
      description = "events per second (default 100000)")
  private int rate;

  @Option(
      names = "--guests",
      defaultValue = "3",
      description = "how many guests make them, each on a VF of its own (default 3)")
  private int guests;

  @Option(
      names = "--rows",
      defaultValue = "1000000",
      description = "rows of the long table (default 1000000)")
  private long rows;

  @Option(
      names = "--headless-platform",
      description = "on JavaFX's headless platform: needs no display, paints in memory")
  private boolean headlessPlatform;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Override
  public Integer call() {
    if (seconds < 1 || rate < 1 || guests < 1 || rows < 1) {
      throw new CommandException("seconds, rate, guests and rows: expected numbers above 0");
    }
    if (headlessPlatform) {
      System.setProperty("glass.platform", "Headless");
      System.setProperty("prism.order", "sw");
    }
    StartClock clock = new StartClock();
    clock.mark("command line");
    SessionWindow window = SessionWindow.begin("barscope bench ui --headless-platform");
    RunWindow demo = RunWindow.samples();
    clock.mark("traces");
    window.awaitReady();
    clock.mark("toolkit");
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("bench", "ui");
    result.put("platform", headlessPlatform ? "headless" : "display");
    UiBench.onScreen(demo.session(), clock);
    onScreen(result, clock.marks());
    live(result.putObject("live"), UiBench.live(guests, rate, seconds));
    table(result.putObject("table"), UiBench.table(rows, Math.min(seconds, 10)));
    print(result);
    return ExitCode.FINE;
  }

  private static void onScreen(ObjectNode node, List<StartClock.Mark> marks) {
    node.put("onScreenMillis", marks.getLast().millis());
    node.put("onScreenCpuMillis", marks.getLast().cpuMillis());
    var start = node.putArray("start");
    marks.forEach(mark ->
        start
            .addObject()
            .put("step", mark.step())
            .put("millis", mark.millis())
            .put("cpuMillis", mark.cpuMillis()));
  }

  private void live(ObjectNode node, UiBench.Live live) {
    node.put("seconds", seconds);
    node.put("asked", rate);
    node.put("guests", guests);
    node.put("perSecond", live.perSecond());
    node.put("events", live.events());
    node.put("lost", live.lost());
    node.put("mostFill", live.mostFill());
    node.put("mostHeap", live.mostHeap());
    node.put("heap", live.heap());
    frames(node, live.frames());
  }

  private static void table(ObjectNode node, UiBench.Table table) {
    node.put("rows", table.rows());
    node.put("heap", table.heap());
    frames(node.putObject("scroll"), table.scroll());
    frames(node.putObject("jump"), table.jump());
  }

  private static void frames(ObjectNode node, Frames frames) {
    node.put("frames", frames.count());
    percentiles(node.putObject("frameMillis"), frames.work());
    percentiles(node.putObject("computingMillis"), frames.computing());
    percentiles(node.putObject("distanceMillis"), frames.distance());
    node.put("longestPauseMillis", frames.longestPause());
    node.put("busy", frames.busy());
  }

  private static void percentiles(ObjectNode node, Percentiles of) {
    node.put("p50", of.p50()).put("p95", of.p95()).put("p99", of.p99()).put("most", of.most());
  }

  private void print(ObjectNode result) {
    if (json) {
      System.out.println(result);
      return;
    }
    var live = result.path("live");
    var table = result.path("table");
    System.out.printf(
        "window on screen %,d ms after the start of the process, %,d ms of processor time%n",
        result.path("onScreenMillis").asLong(), result.path("onScreenCpuMillis").asLong());
    for (JsonNode step : result.path("start")) {
      System.out.printf(
          "  %-12s at %,6d ms, %,6d ms of processor time%n",
          step.path("step").asText(),
          step.path("millis").asLong(),
          step.path("cpuMillis").asLong());
    }
    System.out.printf(
        "live for %d s: %,.0f events/s (asked for %,d), %,d events, %,d lost, ring %.0f %% at"
            + " most%n",
        seconds,
        live.path("perSecond").asDouble(),
        rate,
        live.path("events").asLong(),
        live.path("lost").asLong(),
        100 * live.path("mostFill").asDouble());
    System.out.printf(
        "heap %,.0f MB at most, %,.0f MB after a collection; with %,d rows %,.0f MB%n",
        live.path("mostHeap").asLong() / MEGABYTE,
        live.path("heap").asLong() / MEGABYTE,
        table.path("rows").asLong(),
        table.path("heap").asLong() / MEGABYTE);
    System.out.printf(
        "%n%-8s %7s  %6s %6s %6s %6s   %6s %6s %6s   %6s %6s %6s   %6s   %s%n",
        "ms",
        "frames",
        "p50",
        "p95",
        "p99",
        "most",
        "cpu50",
        "cpu95",
        "cpu99",
        "dist50",
        "dist95",
        "dist99",
        "pause",
        "UI thread busy");
    line("live", live);
    line("scroll", table.path("scroll"));
    line("jump", table.path("jump"));
    double worst =
        Math.max(p95(live), Math.max(p95(table.path("scroll")), p95(table.path("jump"))));
    System.out.printf(
        "%nbudget: frame p95 %.2f of %.0f ms, on screen %.2f of %,.0f ms%n",
        worst / BUDGET_FRAME_MILLIS,
        BUDGET_FRAME_MILLIS,
        result.path("onScreenMillis").asDouble() / BUDGET_SCREEN_MILLIS,
        BUDGET_SCREEN_MILLIS);
  }

  private static double p95(JsonNode node) {
    return node.path("frameMillis").path("p95").asDouble();
  }

  private static void line(String name, JsonNode node) {
    var frame = node.path("frameMillis");
    var computing = node.path("computingMillis");
    var distance = node.path("distanceMillis");
    System.out.printf(
        "%-8s %,7d  %6.1f %6.1f %6.1f %6.1f   %6.1f %6.1f %6.1f   %6.1f %6.1f %6.1f   %6.1f"
            + "   %.0f %%%n",
        name,
        node.path("frames").asInt(),
        frame.path("p50").asDouble(),
        frame.path("p95").asDouble(),
        frame.path("p99").asDouble(),
        frame.path("most").asDouble(),
        computing.path("p50").asDouble(),
        computing.path("p95").asDouble(),
        computing.path("p99").asDouble(),
        distance.path("p50").asDouble(),
        distance.path("p95").asDouble(),
        distance.path("p99").asDouble(),
        node.path("longestPauseMillis").asDouble(),
        100 * node.path("busy").asDouble());
  }
}
