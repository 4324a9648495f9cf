package org.barscope.app.shell;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;

/// Measures the frames of a scene and the pauses of the UI thread.
///
/// A frame is what the UI thread does for one picture: from its first animation to the end of
/// layout; painting goes on beside it, on a thread of its own, and shows in the distance of frames.
/// On the UI thread, but for what is said to be for any.
public final class FrameMeter {
  private static final int MOST_FRAMES = 1 << 16;
  private static final long PROBE_MILLIS = 2;
  private static final double NANOS_PER_MILLI = 1e6;

  private final long[] work = new long[MOST_FRAMES];
  private final long[] computing = new long[MOST_FRAMES];
  private final long[] distance = new long[MOST_FRAMES];
  private final Scene scene;
  private final AnimationTimer timer;
  private final Runnable laidOut = this::laidOut;
  private int frames;
  private long measuredSince;
  private long usedBefore;
  private long begun;
  private long usedWhenBegun;
  private long last;
  private volatile long longestPause;
  private volatile boolean measuring;

  /// Frames, in milliseconds.
  ///
  /// @param count how many there were
  /// @param work of the UI thread for a frame, with the time that it waited for a processor
  /// @param computing the part of the work that it had a processor
  /// @param distance from one frame to the next
  /// @param longestPause how long the UI thread kept something waiting at most
  /// @param busy the part of the time that the UI thread was computing, 0 to 1
  public record Frames(
      int count,
      Percentiles work,
      Percentiles computing,
      Percentiles distance,
      double longestPause,
      double busy) {}

  /// Of some values: half of them are not above `p50`, and so on; `most` is the largest.
  public record Percentiles(double p50, double p95, double p99, double most) {
    private static Percentiles of(long[] nanos, int count) {
      if (count == 0) {
        return new Percentiles(0, 0, 0, 0);
      }
      long[] sorted = Arrays.copyOf(nanos, count);
      Arrays.sort(sorted);
      return new Percentiles(at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(long[] sorted, double part) {
      int index = (int) Math.ceil(part * sorted.length) - 1;
      return sorted[Math.max(0, index)] / NANOS_PER_MILLI;
    }
  }

  FrameMeter(Scene scene) {
    this.scene = scene;
    this.timer =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            begun = System.nanoTime();
            usedWhenBegun = used();
          }
        };
    timer.start();
    scene.addPostLayoutPulseListener(laidOut);
  }

  /// Begins to measure, anew if it did before.
  void begin() {
    frames = 0;
    last = 0;
    longestPause = 0;
    measuredSince = System.nanoTime();
    usedBefore = used();
    if (!measuring) {
      measuring = true;
      Thread.ofPlatform().name("ui-probe").daemon().start(this::probe);
    }
  }

  /// What was measured since [#begin()].
  Frames frames() {
    return new Frames(
        frames,
        Percentiles.of(work, frames),
        Percentiles.of(computing, frames),
        Percentiles.of(distance, frames),
        longestPause / NANOS_PER_MILLI,
        (double) (used() - usedBefore) / (System.nanoTime() - measuredSince));
  }

  private static long used() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// Measures no more.
  void close() {
    measuring = false;
    timer.stop();
    scene.removePostLayoutPulseListener(laidOut);
  }

  private void laidOut() {
    long now = System.nanoTime();
    if (measuring && frames < MOST_FRAMES && begun != 0) {
      if (last != 0) {
        work[frames] = now - begun;
        computing[frames] = used() - usedWhenBegun;
        distance[frames] = begun - last;
        frames++;
      }
      last = begun;
    }
  }

  /// Asks the UI thread for something small again and again, and takes the time that it takes.
  private void probe() {
    while (measuring) {
      long asked = System.nanoTime();
      CountDownLatch answered = new CountDownLatch(1);
      Platform.runLater(answered::countDown);
      try {
        answered.await();
        longestPause = Math.max(longestPause, System.nanoTime() - asked);
        Thread.sleep(PROBE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
