package org.barscope.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AppIconTest {
  @BeforeAll
  static void startToolkit() {
    FxToolkit.start();
  }

  @Test
  void comesInTheSizesThatWindowManagersAskFor() {
    assertEquals(
        List.of(16, 24, 32, 48, 64, 128, 256),
        AppIcon.images().stream().map(image -> (int) image.getWidth()).toList());
  }

  @Test
  void isABrightTraceOnADarkScreenWithRoundCorners() {
    for (Image image : AppIcon.images()) {
      int size = (int) image.getWidth();
      assertEquals(0, image.getPixelReader().getColor(0, 0).getOpacity());
      Color screen = image.getPixelReader().getColor(size / 2, size * 9 / 10);
      assertTrue(screen.getBrightness() < 0.35, () -> size + ": " + screen);
      Color trace = image.getPixelReader().getColor((int) (0.41 * size), (int) (0.28 * size));
      assertTrue(trace.getGreen() > 0.6, () -> size + ": " + trace);
    }
  }
}
