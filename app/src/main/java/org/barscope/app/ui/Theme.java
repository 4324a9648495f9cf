package org.barscope.app.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.Scene;

/// How the workbench looks. Popups take it over from the scene that they belong to.
public enum Theme {
  /// Light text on dark.
  DARK(new PrimerDark().getUserAgentStylesheet()),
  /// Dark text on light.
  LIGHT(new PrimerLight().getUserAgentStylesheet());

  private final String base;

  Theme(String base) {
    this.base = base;
  }

  /// Reads the base of the theme. Who does it early, while there is nothing else to do on the UI
  /// thread, has the first window sooner.
  public void begin() {
    Application.setUserAgentStylesheet(base);
  }

  /// Dresses a scene, in place of the theme that it has.
  public void apply(Scene scene) {
    begin();
    scene
        .getStylesheets()
        .setAll(
            List.of(
                sheet(styleClass()), sheet("controlsfx"), sheet("barscope"), Fonts.stylesheet()));
    for (Theme theme : values()) {
      scene.getRoot().getStyleClass().remove(theme.styleClass());
    }
    scene.getRoot().getStyleClass().add(styleClass());
  }

  /// The other one.
  public Theme other() {
    return this == DARK ? LIGHT : DARK;
  }

  /// The style class of the scene's root: `dark` or `light`.
  public String styleClass() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String sheet(String name) {
    return Objects.requireNonNull(Theme.class.getResource(name + ".css"), name).toExternalForm();
  }
}
