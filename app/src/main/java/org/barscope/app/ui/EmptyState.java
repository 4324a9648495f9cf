package org.barscope.app.ui;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// What an empty view shows: a sentence about what would fill it and, where there is one, a button
/// that does something about it.
///
/// Style class `empty-state`.
public final class EmptyState extends VBox {
  private static final double READABLE_WIDTH = 420;

  private final Label message = new Label();
  private final Button action = new Button();

  /// A sentence without a button.
  public EmptyState(String message) {
    getStyleClass().add("empty-state");
    this.message.setText(message);
    this.message.setMaxWidth(READABLE_WIDTH);
    action.getStyleClass().add("small");
    getChildren().add(this.message);
  }

  /// A sentence with a button.
  public EmptyState(String message, String label, Runnable run) {
    this(message);
    action.setText(label);
    action.setOnAction(_ -> run.run());
    getChildren().add(action);
  }

  /// Whether the button is there.
  public void offer(boolean possible) {
    action.setVisible(possible);
    action.setManaged(possible);
  }

  /// Says something else.
  public void setMessage(String text) {
    message.setText(text);
  }
}
