package org.barscope.app.ui;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The thin bar on top of a pane: its title on the left, what belongs to it on the right.
///
/// Style class `pane-title`, of the title `title-bar-label`.
public final class PaneTitle extends HBox {
  private final Label title;

  /// A bar.
  ///
  /// @param right nodes on the right, from left to right
  public PaneTitle(String title, Node... right) {
    getStyleClass().add("pane-title");
    this.title = new Label(title);
    this.title.getStyleClass().add("title-bar-label");
    this.title.setMinWidth(Region.USE_PREF_SIZE);
    Region gap = new Region();
    setHgrow(gap, Priority.ALWAYS);
    getChildren().addAll(this.title, gap);
    getChildren().addAll(right);
  }

  /// Says something else.
  public void setTitle(String text) {
    title.setText(text);
  }
}
