package org.barscope.tracer.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;

/// Inferred steps to put into a list, each in front of a step that is there.
final class Insertions {
  private final Map<Integer, List<Action>> before = new TreeMap<>();

  void add(int step, Action action) {
    before.computeIfAbsent(step, _ -> new ArrayList<>()).add(action);
  }

  /// The list with the inferred steps, each at the time of the step it stands in front of.
  List<RecordedStep> into(List<RecordedStep> steps) {
    if (before.isEmpty()) {
      return steps;
    }
    List<RecordedStep> result = new ArrayList<>(steps.size() + before.size());
    for (int i = 0; i <= steps.size(); i++) {
      for (Action action : before.getOrDefault(i, List.of())) {
        long time = steps.get(Math.min(i, steps.size() - 1)).time();
        result.add(new RecordedStep(time, true, action));
      }
      if (i < steps.size()) {
        result.add(steps.get(i));
      }
    }
    return result;
  }
}
