package org.barscope.app.members;

import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;

/// A sparkline: one bar for each second, the newest on the right.
final class Bars extends Region {
  private static final double STEP = 2;
  private static final double WIDTH = STEP * Gauge.SECONDS;
  private static final double HEIGHT = 12;

  private final Polygon skyline = new Polygon();

  Bars() {
    getStyleClass().add("sparkline");
    skyline.getStyleClass().add("skyline");
    skyline.setManaged(false);
    getChildren().add(skyline);
    setMinHeight(HEIGHT);
    setMaxHeight(HEIGHT);
  }

  void show(Sparkline sparkline) {
    boolean there = !sparkline.counts().isEmpty();
    setManaged(there);
    setVisible(there);
    setMinWidth(WIDTH);
    setPrefWidth(WIDTH);
    skyline.getPoints().clear();
    int highest = Math.max(1, sparkline.highest());
    double x = 0;
    skyline.getPoints().addAll(0.0, HEIGHT);
    for (int count : sparkline.counts()) {
      // something is never drawn as nothing
      double height = count == 0 ? 0 : Math.max(2, Math.rint(HEIGHT * count / highest));
      skyline.getPoints().addAll(x, HEIGHT - height, x + STEP, HEIGHT - height);
      x += STEP;
    }
    skyline.getPoints().addAll(x, HEIGHT);
  }
}
