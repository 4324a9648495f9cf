package org.barscope.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.barscope.app.session.LiveSession;
import org.barscope.app.shell.WindowException;
import org.barscope.app.shell.WindowStart;

/// A command's window, from before its files are read until the user has closed it.
final class SessionWindow {
  private static final long GRACE_SECONDS = 5;

  private final WindowStart window;

  private SessionWindow(WindowStart window) {
    this.window = window;
  }

  /// Begins to start what windows need, while the command reads its files.
  ///
  /// @param instead the command line that does without a window
  static SessionWindow begin(String instead) {
    return new SessionWindow(WindowStart.begin(instead));
  }

  /// Waits until a window can be shown.
  ///
  /// @throws CommandException if there can be none
  void awaitReady() {
    try {
      window.awaitReady();
    } catch (WindowException e) {
      throw new CommandException(e);
    }
  }

  /// Shows a session until the window is closed, or on Ctrl-C; then ends it.
  void show(LiveSession session) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(() -> interrupt(done));
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      window.show(session);
    } finally {
      try {
        session.close();
      } finally {
        done.countDown();
        forget(hook);
      }
    }
  }

  private void interrupt(CountDownLatch done) {
    window.close();
    try {
      done.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      assert Thread.currentThread().isAlive() : "the hook has run, or is running";
    }
  }
}
