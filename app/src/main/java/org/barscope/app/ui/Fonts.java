package org.barscope.app.ui;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javafx.scene.text.Font;

/// The fonts of the workbench: JavaFX takes one family per rule, not a list, so the first one that
/// this computer has is looked for when the program runs.
final class Fonts {
  private static final List<String> TEXT =
      List.of("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "Ubuntu", "DejaVu Sans");
  private static final List<String> MONO =
      List.of(
          "JetBrains Mono",
          "Cascadia Mono",
          "SF Mono",
          "Noto Sans Mono",
          "DejaVu Sans Mono",
          "Liberation Mono");

  private Fonts() {}

  /// A stylesheet with the chosen families, as a URL.
  static String stylesheet() {
    String css =
        """
        .root { -fx-font-family: "%s"; }
        .mono, .number { -fx-font-family: "%s"; }
        """
            .formatted(first(TEXT, "System"), first(MONO, "Monospaced"));
    byte[] bytes = css.getBytes(StandardCharsets.UTF_8);
    return "data:text/css;base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private static String first(List<String> families, String fallback) {
    return families.stream()
        .filter(family -> Font.font(family).getFamily().equals(family))
        .findFirst()
        .orElse(fallback);
  }
}
