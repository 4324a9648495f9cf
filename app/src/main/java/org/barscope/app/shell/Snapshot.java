package org.barscope.app.shell;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import javafx.animation.AnimationTimer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/// A picture of a window as a PNG file: what the smoke test of a build looks at.
final class Snapshot {
  /// Names the file that gets the first picture with rows on it; the window closes after that.
  private static final String WANTED = "BARSCOPE_SNAPSHOT";

  private static final int PULSES = 30;

  private Snapshot() {}

  /// The file that the environment asks for.
  static Optional<Path> wanted() {
    String file = System.getenv(WANTED);
    return file == null || file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
  }

  /// Waits until the window shows rows, takes a picture and closes it.
  static void takeThenClose(Workbench workbench, Stage stage, Path file) {
    new AnimationTimer() {
      private int pulses;

      @Override
      public void handle(long now) {
        if (workbench.hasRows() && ++pulses == PULSES) {
          stop();
          write(stage.getScene().snapshot(null), file);
          stage.close();
        }
      }
    }.start();
  }

  /// Writes an image as PNG.
  static void write(WritableImage image, Path file) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    int[] pixels = new int[width * height];
    image
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    BufferedImage buffered = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    buffered.setRGB(0, 0, width, height, pixels, 0, width);
    try {
      ImageIO.write(buffered, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": not writable", e);
    }
  }
}
