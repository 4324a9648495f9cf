package org.barscope.app.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/// What the time goes into until a window is on screen.
public final class StartClock {
  private static final long SECOND = 1_000_000_000;
  private static final long TICK_NANOS = 10_000_000; // of /proc, on all machines that Java runs on
  private static final int START_FIELD = 22 - 3; // in `man 5 proc`; ours begin behind the third

  private final ProcessHandle process = ProcessHandle.current();
  private final long start = System.nanoTime() - ageNanos();
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
            Duration.ofNanos(System.nanoTime() - start).toMillis(),
            process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis()));
  }

  /// The steps so far.
  public List<Mark> marks() {
    return List.copyOf(marks);
  }

  /// How long ago this process was started.
  private long ageNanos() {
    try {
      return ageNanos(
          Files.readString(Path.of("/proc/self/stat")), Files.readString(Path.of("/proc/uptime")));
    } catch (IOException e) { // not Linux
      Instant begin = process.info().startInstant().orElseThrow();
      return Duration.between(begin, Instant.now()).toNanos();
    }
  }

  /// What Linux says in hundredths of a second since the machine was started. The instant that Java
  /// gives is reckoned from a whole second there, and so may be wrong by nearly one.
  ///
  /// @param stat `/proc/self/stat`
  /// @param uptime `/proc/uptime`
  static long ageNanos(String stat, String uptime) {
    String behindName = stat.substring(stat.lastIndexOf(')') + 2);
    long begun =
        new Scanner(behindName)
                .tokens()
                .skip(START_FIELD)
                .map(Long::parseLong)
                .findFirst()
                .orElseThrow()
            * TICK_NANOS;
    double up = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
    return (long) (up * SECOND) - begun;
  }
}
