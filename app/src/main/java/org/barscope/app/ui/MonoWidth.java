package org.barscope.app.ui;

import java.util.HashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// How wide a character of a monospaced font is. On the UI thread only.
public final class MonoWidth {
  private static final String SAMPLE = "0000000000";
  private static final Map<Font, Double> KNOWN = new HashMap<>();

  private MonoWidth() {}

  /// In pixels.
  public static double of(Font font) {
    return KNOWN.computeIfAbsent(font, MonoWidth::measure);
  }

  private static double measure(Font font) {
    Text text = new Text(SAMPLE);
    text.setFont(font);
    return text.getLayoutBounds().getWidth() / SAMPLE.length();
  }
}
