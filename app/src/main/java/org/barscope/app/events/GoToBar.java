package org.barscope.app.events;

import java.util.function.UnaryOperator;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A small field over the table that asks for a row or a time. Gone after Enter or Esc, and when
/// another control is used; what is wrong stands under it.
final class GoToBar extends VBox {
  private static final double WIDTH = 320;

  private final TextField field = new TextField();
  private final Label error = new Label();

  /// @param go takes what the user wrote, and says what is wrong with it, if anything is
  /// @param done what gets the focus afterwards
  GoToBar(UnaryOperator<String> go, Runnable done) {
    getStyleClass().add("go-to");
    setMaxSize(WIDTH, Region.USE_PREF_SIZE);
    setVisible(false);
    field.getStyleClass().add("go-to-field");
    field.setPromptText("Go to row 1204, or time 1.5 s");
    field.setAccessibleText("Go to a row or a time");
    error.getStyleClass().add("error");
    error.setWrapText(true);
    getChildren().addAll(field, error);
    say("");
    field.textProperty().subscribe(() -> say(""));
    field.setOnAction(_ -> {
      String wrong = go.apply(field.getText());
      say(wrong.isEmpty() ? "" : "✗ " + wrong);
      if (wrong.isEmpty()) {
        setVisible(false);
        done.run();
      }
    });
    field.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE) {
            setVisible(false);
            done.run();
            event.consume();
          }
        });
    field
        .focusedProperty()
        .subscribe((_, focused) -> {
          if (!focused) {
            setVisible(false);
          }
        });
  }

  /// Shows it, ready to be written into.
  void open() {
    setVisible(true);
    field.selectAll();
    field.requestFocus();
  }

  private void say(String text) {
    error.setText(text);
    error.setVisible(!text.isEmpty());
    error.setManaged(!text.isEmpty());
  }
}
