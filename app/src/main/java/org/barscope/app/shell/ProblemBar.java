package org.barscope.app.shell;

import javafx.beans.property.BooleanProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// What went wrong, until the user has read it: after that it stands in the status bar.
final class ProblemBar extends HBox {
  ProblemBar(ShellViewModel shell) {
    getStyleClass().add("problem-bar");
    Label text = new Label();
    text.getStyleClass().add("problem-text");
    text.setWrapText(true);
    text.setMinHeight(Region.USE_PREF_SIZE);
    text.setMaxWidth(Double.MAX_VALUE);
    setHgrow(text, Priority.ALWAYS);
    Button close = new Button("×");
    close.getStyleClass().addAll("small", "flat");
    close.setAccessibleText("Dismiss");
    close.setFocusTraversable(false);
    close.setMinWidth(Region.USE_PREF_SIZE);
    BooleanProperty shown = shell.problemShown();
    close.setOnAction(_ -> shown.set(false));
    getChildren().addAll(text, close);
    shell.problem().subscribe(problem -> text.setText("✗ " + problem));
    visibleProperty().bind(shown);
    managedProperty().bind(shown);
  }
}
