package org.barscope.app.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the time goes into until a window is on screen.
public final class StartClock {
  private final ProcessHandle process = ProcessHandle.current();
  private final Instant start = process.info().startInstant().orElseThrow();
  private final List<Mark> marks = new ArrayList<>();

  /// A step that is done.
  ///
  /// @param millis since the process was started
  /// @param cpuMillis processor time of all threads until then
  public record Mark(String step, long millis, long cpuMillis) {}

  /// A step is done now.
  public void mark(String step) {
    marks.add(
        new Mark(
            step,
            Duration.between(start, Instant.now()).toMillis(),
            process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis()));
  }

  /// The steps so far.
  public List<Mark> marks() {
    return List.copyOf(marks);
  }
}
