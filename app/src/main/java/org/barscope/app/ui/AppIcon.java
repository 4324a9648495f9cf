package org.barscope.app.ui;

import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.image.Image;
import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;

/// The program's icon, drawn from distances so that it is sharp at every size: a trace on the
/// screen of a scope. Needs no toolkit.
public final class AppIcon {
  private static final int[] SIZES = {16, 24, 32, 48, 64, 128, 256};

  /// Corners of the trace in a square of 1: a baseline, a pulse up, a pulse down.
  private static final double[][] TRACE = {
    {0.14, 0.58},
    {0.32, 0.58},
    {0.32, 0.28},
    {0.50, 0.28},
    {0.50, 0.74},
    {0.68, 0.74},
    {0.68, 0.50},
    {0.86, 0.50}
  };

  private static final int SCREEN_TOP = 0x23303f;
  private static final int SCREEN_BOTTOM = 0x131920;
  private static final int GRID = 0x3a4a5c;
  private static final int BEAM = 0x6fe3a5;

  private AppIcon() {}

  /// The icon at the sizes that window managers ask for, smallest first.
  public static List<Image> images() {
    return IntStream.of(SIZES).mapToObj(AppIcon::image).toList();
  }

  /// The icon as a square of `size` pixels.
  public static Image image(int size) {
    WritableImage image = new WritableImage(size, size);
    PixelWriter writer = image.getPixelWriter();
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        writer.setArgb(x, y, pixel((x + 0.5) / size, (y + 0.5) / size, size));
      }
    }
    return image;
  }

  private static int pixel(double x, double y, int size) {
    double cover = coverage(-insideScreen(x, y), size);
    int color = mix(SCREEN_TOP, SCREEN_BOTTOM, y);
    if (size >= 48) {
      color = mix(color, GRID, 0.6 * gridLine(x, y, size));
    }
    double thick = size < 32 ? 0.055 : 0.038;
    double distance = distanceToTrace(x, y);
    double glow = Math.max(0, 1 - distance / (3.2 * thick));
    color = mix(color, BEAM, 0.28 * glow * glow);
    color = mix(color, BEAM, coverage(distance - thick, size));
    return (int) Math.round(255 * cover) << 24 | color;
  }

  /// How far a point is inside the rounded square; negative outside.
  private static double insideScreen(double x, double y) {
    double radius = 0.2;
    double half = 0.47;
    double dx = Math.abs(x - 0.5) - half + radius;
    double dy = Math.abs(y - 0.5) - half + radius;
    double outside = Math.hypot(Math.max(dx, 0), Math.max(dy, 0));
    return radius - outside - Math.min(Math.max(dx, dy), 0);
  }

  private static double gridLine(double x, double y, int size) {
    double step = 0.18;
    double nearX = Math.abs(Math.IEEEremainder(x - 0.5, step));
    double nearY = Math.abs(Math.IEEEremainder(y - 0.5, step));
    return coverage(Math.min(nearX, nearY) - 0.5 / size, size);
  }

  private static double distanceToTrace(double x, double y) {
    double nearest = 1;
    for (int i = 1; i < TRACE.length; i++) {
      nearest = Math.min(nearest, distance(x, y, TRACE[i - 1], TRACE[i]));
    }
    return nearest;
  }

  private static double distance(double x, double y, double[] from, double[] to) {
    double dx = to[0] - from[0];
    double dy = to[1] - from[1];
    double along = ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy);
    double at = Math.clamp(along, 0, 1);
    return Math.hypot(x - from[0] - at * dx, y - from[1] - at * dy);
  }

  /// How much of a pixel lies on the near side of an edge that is `distance` away.
  private static double coverage(double distance, int size) {
    return Math.clamp(0.5 - distance * size, 0, 1);
  }

  private static int mix(int from, int to, double part) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = from >> shift & 0xff;
      int b = to >> shift & 0xff;
      mixed |= (int) Math.round(a + (b - a) * part) << shift;
    }
    return mixed;
  }
}
