package org.barscope.app.shell;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.LiveSession;
import org.barscope.app.shell.FrameMeter.Frames;

/// A window that is measured. Used by a thread that is not the UI thread.
final class BenchWindow implements AutoCloseable {
  private static final int FRAMES_TO_SCREEN = 2;

  private final LiveSession session;
  private final Workbench workbench;
  private final Stage stage;
  private final FrameMeter meter;

  private BenchWindow(LiveSession session) {
    this.session = session;
    workbench = new Workbench(session);
    // its timer is started before the workbench's, so that a refresh counts as part of a frame
    meter = new FrameMeter(workbench.scene());
    stage = new Stage();
    workbench.showIn(stage);
  }

  /// Opens a window on a session, which is closed with it.
  static BenchWindow open(LiveSession session) {
    return on(() -> new BenchWindow(session));
  }

  /// The window's scene, for use on the UI thread.
  Scene scene() {
    return workbench.scene();
  }

  /// The window's selection, for use on the UI thread.
  Selection selection() {
    return workbench.selection();
  }

  /// Waits until a picture has been painted: when the second frame begins, the first one has.
  void awaitPainted() {
    CompletableFuture<Boolean> painted = new CompletableFuture<>();
    Platform.runLater(() ->
        new AnimationTimer() {
          private int frames;

          @Override
          public void handle(long now) {
            if (++frames > FRAMES_TO_SCREEN) {
              stop();
              painted.complete(true);
            }
          }
        }.start());
    painted.join();
  }

  /// Measures frames while `watch` runs.
  ///
  /// @param eachFrame what is to be done in each frame, on the UI thread
  Frames measure(Runnable eachFrame, Runnable watch) {
    AnimationTimer driver =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            eachFrame.run();
          }
        };
    Platform.runLater(driver::start);
    Platform.runLater(meter::begin);
    watch.run();
    return on(() -> {
      driver.stop();
      return meter.frames();
    });
  }

  @Override
  public void close() {
    on(() -> {
      meter.close();
      workbench.close();
      stage.hide();
      return true;
    });
    session.close();
  }

  private static <T> T on(Supplier<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Platform.runLater(() -> {
      try {
        result.complete(task.get());
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    });
    return result.join();
  }
}
