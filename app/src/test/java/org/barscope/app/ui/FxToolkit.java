package org.barscope.app.ui;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/// JavaFX on its headless platform, for tests with a real scene.
public final class FxToolkit {
  private static final long PATIENCE_SECONDS = 60;
  private static boolean started;

  private FxToolkit() {}

  /// Starts the toolkit, once for all tests of a JVM.
  public static synchronized void start() {
    if (!started) {
      System.setProperty("glass.platform", "Headless");
      System.setProperty("prism.order", "sw");
      CountDownLatch up = new CountDownLatch(1);
      Platform.startup(up::countDown);
      Platform.setImplicitExit(false);
      try {
        up.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      started = true;
    }
  }

  /// Runs something on the UI thread and waits for what it gives.
  public static <T> T on(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Platform.runLater(future);
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs something on the UI thread and waits until it is done.
  public static void run(Runnable task) {
    on(() -> {
      task.run();
      return true;
    });
  }

  /// Shows a root in a window of a theme, and lays it out.
  public static Scene show(Parent root, double width, double height, Theme theme) {
    Scene scene =
        on(() -> {
          Scene made = new Scene(root, width, height);
          theme.apply(made);
          Stage stage = new Stage();
          stage.setScene(made);
          stage.show();
          return made;
        });
    layout(scene);
    return scene;
  }

  /// Brings a scene's layout up to date.
  public static void layout(Scene scene) {
    run(() -> {
      scene.getRoot().applyCss();
      scene.getRoot().layout();
    });
  }

  /// Lays a scene out again and again until a condition holds, for what the platform does later.
  public static void await(Scene scene, Callable<Boolean> condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!on(condition)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("what was waited for did not come");
      }
      layout(scene);
    }
  }

  /// Closes the window that a scene is in.
  public static void close(Scene scene) {
    run(() -> scene.getWindow().hide());
  }

  /// Writes a picture of a scene into `target/pictures`.
  public static Path picture(Scene scene, String name) {
    layout(scene);
    WritableImage image = on(() -> scene.snapshot(null));
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        copy.setRGB(x, y, image.getPixelReader().getArgb(x, y));
      }
    }
    Path file = Path.of("target", "pictures", name + ".png");
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(copy, "png", file.toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return file;
  }
}
