package org.barscope.app.shell;

import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The keys, over the window. Any click or Esc puts it away.
final class KeysPane extends StackPane {
  KeysPane() {
    getStyleClass().add("keys-pane");
    setVisible(false);
    GridPane grid = new GridPane();
    grid.getStyleClass().add("keys-grid");
    for (KeyHelp help : KeyHelp.ALL) {
      Label keys = new Label(help.keys().replace(" ", "   "));
      keys.getStyleClass().add("keys");
      keys.setMinWidth(Region.USE_PREF_SIZE);
      Label meaning = new Label(help.meaning());
      grid.addRow(grid.getRowCount(), keys, meaning);
      RowConstraints row = new RowConstraints();
      row.setValignment(VPos.BASELINE);
      grid.getRowConstraints().add(row);
    }
    Label title = new Label("Keys");
    title.getStyleClass().add("keys-title");
    VBox sheet = new VBox(title, grid);
    sheet.getStyleClass().add("keys-sheet");
    sheet.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    getChildren().add(sheet);
    addEventHandler(
        MouseEvent.MOUSE_PRESSED,
        event -> {
          setVisible(false);
          event.consume();
        });
  }

  void toggle() {
    setVisible(!isVisible());
  }
}
