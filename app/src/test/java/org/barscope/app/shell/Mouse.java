package org.barscope.app.shell;

import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/// Mouse events as a user would cause them.
final class Mouse {
  private Mouse() {}

  /// Presses and releases the primary button in the middle of a node. On the UI thread.
  static void press(Node node) {
    Bounds bounds = node.getLayoutBounds();
    Point2D at = node.localToScene(bounds.getCenterX(), bounds.getCenterY());
    Event.fireEvent(node, event(MouseEvent.MOUSE_PRESSED, at, true));
    Event.fireEvent(node, event(MouseEvent.MOUSE_RELEASED, at, false));
    Event.fireEvent(node, event(MouseEvent.MOUSE_CLICKED, at, false));
  }

  private static MouseEvent event(
      javafx.event.EventType<MouseEvent> type, Point2D at, boolean down) {
    return new MouseEvent(
        type,
        at.getX(),
        at.getY(),
        at.getX(),
        at.getY(),
        MouseButton.PRIMARY,
        1,
        false,
        false,
        false,
        false,
        down,
        false,
        false,
        false,
        false,
        true,
        null);
  }
}
