package org.barscope.app.shell;

import javafx.animation.AnimationTimer;

/// Refreshes a window 20 times a second. All views in one frame: what is painted more often costs
/// more than what is painted at once.
final class RefreshClock extends AnimationTimer {
  /// Less than three frames of a 60 Hz screen: every third one refreshes.
  private static final long PERIOD_NANOS = 45_000_000;

  private final Runnable refresh;
  private long refreshed;

  RefreshClock(Runnable refresh) {
    this.refresh = refresh;
  }

  @Override
  public void handle(long now) {
    if (now - refreshed >= PERIOD_NANOS) {
      refreshed = now;
      refresh.run();
    }
  }
}
