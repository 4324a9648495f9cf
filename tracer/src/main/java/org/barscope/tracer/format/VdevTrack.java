package org.barscope.tracer.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.tracer.format.Timed.What;
import org.barscope.tracer.recording.RecordedStep.Action;

/// One virtio device of QEMU, known by its pointer: its kicks and interrupts, and the evidence for
/// which function it is.
final class VdevTrack {
  /// The queue is not known.
  static final int NO_QUEUE = -1;

  private static final int MOST_QUEUES = 1024; // VIRTIO_QUEUE_MAX

  private final long pointer;
  private final List<Timed> steps = new ArrayList<>();
  private final Map<Long, Integer> queues = new HashMap<>();
  private final Map<RegionTrack, Integer> regionVotes = new HashMap<>();
  private final Map<FunctionTrack, Integer> functionVotes = new HashMap<>();
  private Optional<DeviceType> type = Optional.empty();
  private long lines;

  VdevTrack(long pointer) {
    this.pointer = pointer;
  }

  long pointer() {
    return pointer;
  }

  /// The type that its own events tell.
  Optional<DeviceType> type() {
    return type;
  }

  void type(DeviceType seen) {
    type = Optional.of(seen);
  }

  long lines() {
    return lines;
  }

  void countLine() {
    lines++;
  }

  List<Timed> steps() {
    return steps;
  }

  void kick(long line, long time, LogLine.QueueNotify notify) {
    queues.put(notify.vq(), notify.queue());
    steps.add(new Timed(line, time, new What.Kick(notify.queue())));
  }

  void signal(long line, long time, long vq) {
    steps.add(new Timed(line, time, new What.Signal(vq)));
  }

  void configChange(long line, long time) {
    steps.add(new Timed(line, time, new What.Step(new Action.ConfigInterrupt())));
  }

  /// An access of this region came directly before a line of this device, with the same value.
  void voteFor(RegionTrack region) {
    regionVotes.merge(region, 1, Integer::sum);
  }

  /// A configuration change of this function came directly before a line of this device.
  void voteFor(FunctionTrack function) {
    functionVotes.merge(function, 1, Integer::sum);
  }

  /// How well the evidence fits a device; an access weighs more than a configuration line.
  long votes(Optional<RegionTrack> region, Optional<FunctionTrack> function) {
    long accesses = region.map(track -> regionVotes.getOrDefault(track, 0)).orElse(0);
    long configs = function.map(track -> functionVotes.getOrDefault(track, 0)).orElse(0);
    return accesses << 32 | configs;
  }

  /// The index of the queue at `vq`: as a kick told it, or by the even spacing of QEMU's queues in
  /// memory; [#NO_QUEUE] if neither tells.
  int queueAt(long vq) {
    Integer known = queues.get(vq);
    if (known != null) {
      return known;
    }
    List<Map.Entry<Long, Integer>> two = new ArrayList<>();
    for (Map.Entry<Long, Integer> entry : queues.entrySet()) {
      if (two.isEmpty() || !two.getFirst().getValue().equals(entry.getValue())) {
        two.add(entry);
      }
      if (two.size() == 2) {
        return spaced(two.getFirst(), two.getLast(), vq);
      }
    }
    return NO_QUEUE;
  }

  private static int spaced(Map.Entry<Long, Integer> one, Map.Entry<Long, Integer> other, long vq) {
    long indexes = (long) other.getValue() - one.getValue();
    long bytes = other.getKey() - one.getKey();
    long stride = bytes / indexes;
    long distance = vq - one.getKey();
    if (stride <= 0 || bytes % indexes != 0 || distance % stride != 0) {
      return NO_QUEUE;
    }
    long index = one.getValue() + distance / stride;
    return index >= 0 && index < MOST_QUEUES ? (int) index : NO_QUEUE;
  }
}
