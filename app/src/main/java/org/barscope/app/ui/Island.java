package org.barscope.app.ui;

import javafx.scene.layout.Region;

/// A region whose content is laid out by itself: what changes in it never moves what is around it.
/// Without it, each new number anywhere lays out the whole window.
public final class Island extends Region {
  private final Region content;

  /// A region that is wholly filled by another.
  public Island(Region content) {
    this.content = content;
    content.setManaged(false);
    getChildren().add(content);
  }

  @Override
  protected double computeMinWidth(double height) {
    return content.minWidth(height);
  }

  @Override
  protected double computeMinHeight(double width) {
    return content.minHeight(width);
  }

  @Override
  protected double computePrefWidth(double height) {
    return content.prefWidth(height);
  }

  @Override
  protected double computePrefHeight(double width) {
    return content.prefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    content.resizeRelocate(0, 0, getWidth(), getHeight());
  }
}
