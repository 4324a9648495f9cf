package org.barscope.app.members;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.barscope.app.members.Line.Kind;
import org.barscope.app.members.Line.Tone;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.net.NetConfigField;
import org.barscope.engine.protocol.legacy.DeviceStatus;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.tracer.capture.Row;
import org.barscope.tracer.decode.Grouped;
import org.barscope.tracer.decode.MemberKind;
import org.barscope.tracer.decode.QueueNames;
import org.barscope.tracer.state.MemberState;
import org.barscope.tracer.state.StateHistory.Member;

/// The lines of one member.
final class MemberLines {
  private final Optional<Member> member;
  private final MemberKind kind;
  private final Line head;
  private final Line activity;
  private final Line status;
  private final Line interrupts;
  private final Line probe;
  private final Map<Integer, Line> queues = new TreeMap<>();
  private final Map<Integer, Gauge> rings = new HashMap<>();
  private final Gauge accesses = new Gauge();
  private final Gauge notifies = new Gauge();
  private final Gauge failures = new Gauge();
  private List<Condition> conditions = List.of();
  private long lastAlive = Long.MIN_VALUE;
  private long lastCount = -1;

  /// @param device the recorded device that it plays; empty if it plays none
  MemberLines(Member member, MemberKind kind, String device) {
    this.member = Optional.of(member);
    this.kind = kind;
    this.head = line(Kind.MEMBER);
    this.activity = line(Kind.ACTIVITY);
    this.status = line(Kind.STATUS);
    this.interrupts = line(Kind.INTERRUPTS);
    this.probe = line(Kind.PROBE);
    head.children().add(activity);
    head.children().add(status);
    head.children().add(interrupts);
    head.children().add(probe);
    if (!device.isEmpty()) {
      Line line = line(Kind.DEVICE).say(device, "", Tone.MUTED);
      line.calm(true);
      head.children().add(line);
    }
  }

  private Line line(Kind kind) {
    return new Line(kind, member);
  }

  Line head() {
    return head;
  }

  /// Says how the member is doing.
  ///
  /// @param oldest its oldest row that has not ended
  void update(MemberState state, Optional<Row> oldest, Moment now) {
    MemberState.Counts counts = state.counts();
    accesses.take(now.clock(), counts.accesses());
    notifies.take(now.clock(), counts.notifies());
    failures.take(now.clock(), counts.failed());
    if (counts.accesses() + counts.notifies() != lastCount) {
      lastCount = counts.accesses() + counts.notifies();
      lastAlive = now.clock();
    }
    Health health = registers(state, oldest, now);
    activity(counts, health, now);
    state.queues().forEach((index, queue) -> queue(index, queue, state, now));
    probe(state);
  }

  /// Says what its registers say: the part that the registers view shows at the same time.
  ///
  /// @param oldest its oldest row that has not ended
  Health registers(MemberState state, Optional<Row> oldest, Moment now) {
    Health health = Health.of(state, oldest, now, lastAlive);
    head.say(
        "VF " + member.map(Member::vf).orElse(0) + " " + kind.type().text(),
        health.text(),
        health.tone());
    long raised = state.counts().interrupts();
    status.say(words(state.status()), "", Tone.MUTED);
    status.calm(state.status().isEmpty());
    interrupts.say(interruptMode(state), raised == 0 ? "" : "⚡ " + Grouped.of(raised), Tone.MUTED);
    return health;
  }

  private void activity(MemberState.Counts counts, Health health, Moment now) {
    activity.pointAt(health.row());
    if (!health.reason().isEmpty()) {
      activity.say(health.reason(), "", health.tone());
      activity.calm(false);
      return;
    }
    long failed = now.live() ? failures.perSecond() : counts.failed();
    activity.say(
        now.live()
            ? Grouped.of(accesses.perSecond()) + " accesses/s"
            : Grouped.of(counts.accesses()) + " accesses",
        failed > 0
            ? "✗ " + Grouped.of(failed) + " failed"
            : now.live()
                ? "♦ " + Grouped.of(notifies.perSecond()) + "/s"
                : "♦ " + Grouped.of(counts.notifies()),
        failed > 0 ? Tone.BAD : Tone.MUTED);
    activity.calm(true);
  }

  private static String words(OptionalInt status) {
    return status.isEmpty()
        ? "? DeviceStatus not known yet"
        : DeviceStatus.words(status.getAsInt()).replace('|', ' ').replace("ACKNOWLEDGE", "ACK");
  }

  private static String interruptMode(MemberState state) {
    String mode =
        switch (state.irqMode()) {
          case "msix" -> "MSI-X";
          case "msi" -> "MSI";
          case "intx" -> "INTx";
          default -> "no interrupts";
        };
    return mode + ", header " + state.headerLength();
  }

  private void queue(int index, MemberState.Queue queue, MemberState state, Moment now) {
    boolean exists = queue.size().orElse(0) != 0 || queue.notifies() > 0 || queue.active();
    Line line = queues.get(index);
    if (line == null) {
      if (!exists) {
        return;
      }
      line = line(Kind.QUEUE);
      queues.put(index, line);
      int before = (int) queues.keySet().stream().filter(other -> other < index).count();
      head.children().add(head.children().indexOf(interrupts) + 1 + before, line);
    }
    Gauge gauge = rings.computeIfAbsent(index, _ -> new Gauge());
    gauge.take(now.clock(), queue.notifies());
    String size = queue.size().isPresent() ? Grouped.of(queue.size().getAsInt()) : "?";
    line.say(name(index, state) + " " + size, doorbells(queue, gauge, now), Tone.MUTED);
    line.draw(now.live() ? gauge.bars() : Sparkline.NONE);
    line.calm(!queue.active());
  }

  private static String doorbells(MemberState.Queue queue, Gauge gauge, Moment now) {
    if (queue.lastNotify().isEmpty()) {
      return queue.active() ? "no ♦ yet" : "not active";
    }
    if (!now.live()) {
      return "♦ " + Grouped.of(queue.notifies());
    }
    long rate = gauge.perSecond();
    return rate > 0
        ? "♦ " + Grouped.of(rate) + "/s"
        : now.since(queue.lastNotify().getAsLong()) + " ago";
  }

  private String name(int queue, MemberState state) {
    Bytes pairs = state.config(NetConfigField.MAX_VIRTQUEUE_PAIRS.field().offset(), 2);
    boolean accepted = state.guestFeatures().orElse(0) != 0;
    return QueueNames.of(
        kind.type(),
        queue,
        accepted ? state.guestFeatures() : state.hostFeatures(),
        kind.queuePairs(pairs));
  }

  private void probe(MemberState state) {
    if (state.operations().isEmpty()) {
      probe.say("probe", "? not seen", Tone.MUTED);
      return;
    }
    boolean transitional = state.operations().contains("trans");
    probe.say(
        "probe",
        transitional ? "✓ transitional" : "✗ not transitional",
        transitional ? Tone.GOOD : Tone.BAD);
    if (!conditions.equals(state.probe())) {
      conditions = state.probe();
      probe.children().setAll(conditions.stream().map(this::condition).toList());
    }
  }

  private Line condition(Condition condition) {
    if (condition.name().equals("operations")) {
      return line(Kind.CONDITION).say("→ " + condition.value(), "", Tone.MUTED);
    }
    return line(Kind.CONDITION)
        .say(
            (condition.holds() ? "✓ " : "✗ ") + condition.name(),
            condition.value(),
            condition.holds() ? Tone.MUTED : Tone.BAD);
  }
}
