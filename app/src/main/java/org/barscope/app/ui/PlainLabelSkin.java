package org.barscope.app.ui;

import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.SkinBase;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/// Shows a [PlainLabel]: measures a text once when it changes, and again only when it has to be
/// cut. JavaFX's own skin measures several times for each layout.
final class PlainLabelSkin extends SkinBase<Label> {
  private static final double ROUNDING = 0.01;

  private final Text text = new Text();
  private String measured = "";
  private @Nullable Font measuredFont;
  private double width;
  private double height;
  private double room = -1;

  PlainLabelSkin(Label label) {
    super(label);
    consumeMouseEvents(false);
    text.getStyleClass().add("text");
    text.setManaged(false);
    text.fontProperty().bind(label.fontProperty());
    text.fillProperty().bind(label.textFillProperty());
    getChildren().add(text);
    registerInvalidationListener(label.textProperty(), _ -> label.requestLayout());
    registerInvalidationListener(label.fontProperty(), _ -> label.requestLayout());
    registerInvalidationListener(label.alignmentProperty(), _ -> label.requestLayout());
    label.requestLayout(); // nothing else asks for it when the label was laid out without a skin
  }

  @Override
  protected void layoutChildren(double x, double y, double w, double h) {
    measure();
    if (room != w) {
      room = w;
      cut(w);
    }
    double used = Math.min(w, text.getLayoutBounds().getWidth());
    double left =
        switch (getSkinnable().getAlignment().getHpos()) {
          case LEFT -> x;
          case CENTER -> x + (w - used) / 2;
          case RIGHT -> x + w - used;
        };
    text.relocate(snapPositionX(left), snapPositionY(y + (h - height) / 2));
  }

  /// Sets the whole text and takes its size, unless that is known.
  private void measure() {
    String wanted = getSkinnable().getText();
    String whole = wanted == null ? "" : wanted;
    Font font = getSkinnable().getFont();
    if (!whole.equals(measured) || !font.equals(measuredFont)) {
      measured = whole;
      measuredFont = font;
      text.setText(whole);
      width = text.getLayoutBounds().getWidth();
      height = text.getLayoutBounds().getHeight();
      room = -1;
    }
  }

  /// Shows as much of the text as there is room for.
  private void cut(double w) {
    if (width <= w + ROUNDING) {
      if (!text.getText().equals(measured)) {
        text.setText(measured);
      }
      return;
    }
    int fits = 0;
    int tooLong = measured.length();
    while (tooLong - fits > 1) {
      int kept = (fits + tooLong) / 2;
      text.setText(shortened(kept));
      if (text.getLayoutBounds().getWidth() <= w + ROUNDING) {
        fits = kept;
      } else {
        tooLong = kept;
      }
    }
    text.setText(shortened(fits));
  }

  private String shortened(int kept) {
    String ellipsis = getSkinnable().getEllipsisString();
    if (getSkinnable().getTextOverrun() == OverrunStyle.CENTER_ELLIPSIS) {
      int tail = kept / 2;
      return measured.substring(0, kept - tail)
          + ellipsis
          + measured.substring(measured.length() - tail);
    }
    return measured.substring(0, kept).stripTrailing() + ellipsis;
  }

  @Override
  protected double computePrefWidth(
      double h, double top, double right, double bottom, double left) {
    measure();
    return left + snapSizeX(width) + right;
  }

  @Override
  protected double computePrefHeight(
      double w, double top, double right, double bottom, double left) {
    measure();
    return top + snapSizeY(height) + bottom;
  }

  @Override
  protected double computeMinWidth(double h, double top, double right, double bottom, double left) {
    return left + right;
  }

  @Override
  protected double computeMinHeight(
      double w, double top, double right, double bottom, double left) {
    return computePrefHeight(w, top, right, bottom, left);
  }

  @Override
  protected double computeMaxWidth(double h, double top, double right, double bottom, double left) {
    return getSkinnable().prefWidth(h);
  }

  @Override
  protected double computeMaxHeight(
      double w, double top, double right, double bottom, double left) {
    return getSkinnable().prefHeight(w);
  }
}
