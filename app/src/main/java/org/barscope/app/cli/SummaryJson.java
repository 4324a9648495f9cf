package org.barscope.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.barscope.app.session.RunSession;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.tracer.recording.ImportReport;
import org.barscope.tracer.recording.RecordedDevice;
import org.barscope.tracer.recording.Recording;
import org.barscope.tracer.replay.Cast;
import org.barscope.tracer.replay.Comparison;
import org.barscope.tracer.replay.Difference;
import org.barscope.tracer.replay.Explanation;
import org.barscope.tracer.replay.RunTally;
import org.jspecify.annotations.Nullable;

/// What closes a run, as JSON: what was read, what was played, how the answers compare.
final class SummaryJson {
  private SummaryJson() {}

  /// How the guests have played.
  ///
  /// @param lost how many events were dropped
  /// @param stopped whether they were stopped before the end
  record Played(List<Cast.Player> players, long lost, boolean stopped) {
    static Played of(RunSession session) {
      return new Played(session.players(), session.lost(), session.stopped());
    }
  }

  static ObjectNode of(
      List<Recording> recordings, Cast cast, Played played, RunTally tally, @Nullable Path output) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode traces = root.putArray("traces");
    recordings.forEach(recording -> trace(traces.addObject(), recording));
    ArrayNode vfs = root.putArray("vfs");
    Total total = new Total();
    for (Cast.Player player : played.players()) {
      member(vfs.addObject(), player);
      total.add(player.comparison());
    }
    absent(root.putArray("notEmulated"), cast.notEmulated());
    absent(root.putArray("silent"), cast.silent());
    root.setAll(counts(tally, played.lost()));
    root.put("compared", total.compared);
    root.put("equal", total.equal);
    root.set("explained", total.explained);
    root.put("unexplained", total.unexplained);
    if (played.stopped()) {
      root.put("stopped", true);
    }
    if (output != null) {
      root.put("output", output.toString());
    }
    return root;
  }

  /// What events alone tell.
  static ObjectNode counts(RunTally tally, long lost) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("events", tally.events());
    node.put("accesses", tally.accesses());
    node.put("failedAccesses", tally.failedAccesses());
    node.put("configAccesses", tally.configAccesses());
    node.put("adminCommands", tally.commands());
    node.put("failedAdminCommands", tally.failedCommands());
    node.put("notifies", tally.notifies());
    node.put("interrupts", tally.interrupts());
    node.put("guestFaults", tally.guestFaults());
    node.put("inferred", tally.inferred());
    node.put("lost", lost);
    node.put("duration", tally.lastTime());
    return node;
  }

  private static void trace(ObjectNode node, Recording recording) {
    ImportReport report = recording.report();
    node.put("source", recording.source());
    node.put("lines", report.lines());
    node.put("used", report.used());
    node.put("skipped", report.skipped());
    node.put("unreadable", report.unreadable());
    if (!report.firstUnreadable().isEmpty()) {
      ArrayNode first = node.putArray("firstUnreadable");
      report.firstUnreadable().forEach(first::add);
    }
    node.put("timed", recording.timed());
    if (!report.damage().isEmpty()) {
      node.put("damage", report.damage());
    }
  }

  private static void member(ObjectNode node, Cast.Player player) {
    Cast.Role role = player.role();
    RecordedDevice device = role.completed().device();
    Comparison comparison = player.comparison();
    node.put("vf", role.vf());
    node.put("source", role.source());
    node.put("device", device.name());
    node.put("type", role.spec().type().text());
    node.put("typeInferred", device.typeInferred());
    node.put("baseInferred", device.baseInferred());
    node.put("midLife", role.completed().midLife());
    node.put("steps", device.steps().size());
    node.put("played", player.guest().played());
    node.put("compared", comparison.compared());
    node.put("equal", comparison.equal());
    explained(node.putObject("explained"), comparison);
    node.put("unexplained", comparison.unexplained());
    ArrayNode differences = node.putArray("differences");
    for (Difference difference : comparison.differences()) {
      ObjectNode one = differences.addObject();
      one.put("recorded", difference.time());
      one.put("region", difference.region().text());
      one.put("offset", difference.offset());
      one.put("width", difference.width());
      one.put("expected", difference.recorded().toHex());
      one.put("seen", difference.seen().toHex());
    }
  }

  private static void explained(ObjectNode node, Comparison comparison) {
    for (Explanation explanation : Explanation.values()) {
      long count = comparison.explained().getOrDefault(explanation, 0L);
      node.put(explanation.text(), node.path(explanation.text()).asLong() + count);
    }
  }

  private static void absent(ArrayNode array, List<Cast.Absent> devices) {
    for (Cast.Absent absent : devices) {
      ObjectNode node = array.addObject();
      node.put("source", absent.source());
      node.put("device", absent.device().name());
      node.put("type", absent.device().type().map(DeviceType::text).orElse("unknown"));
    }
  }

  private static final class Total {
    private final ObjectNode explained = JsonNodeFactory.instance.objectNode();
    private long compared;
    private long equal;
    private long unexplained;

    Total() {
      for (Explanation explanation : Explanation.values()) {
        explained.put(explanation.text(), 0);
      }
    }

    void add(Comparison comparison) {
      compared += comparison.compared();
      equal += comparison.equal();
      unexplained += comparison.unexplained();
      explained(explained, comparison);
    }
  }
}
