package org.barscope.app.shell;

import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The bar at the bottom: how much has happened, what was lost, what is wrong, what is selected.
final class StatusBarView extends HBox {
  private static final PseudoClass LOSING = PseudoClass.getPseudoClass("losing");

  StatusBarView(ShellViewModel shell) {
    getStyleClass().add("status-line");
    Label lost = text(shell.lost());
    shell.losing().subscribe(losing -> lost.pseudoClassStateChanged(LOSING, losing));
    Label problem = new Label();
    problem.getStyleClass().add("status-problem");
    problem.setMinWidth(0);
    problem.setMaxWidth(Double.MAX_VALUE);
    setHgrow(problem, Priority.ALWAYS);
    problem.visibleProperty().bind(shell.problemShown().not());
    shell
        .problem()
        .subscribe(text -> {
          problem.setText(text.isEmpty() ? "" : "✗ " + text);
          problem.setTooltip(text.isEmpty() ? null : new Tooltip(text));
        });
    getChildren()
        .addAll(
            text(shell.state()),
            text(shell.rate()),
            text(shell.events()),
            lost,
            text(shell.memory()),
            text(shell.verdict()),
            problem,
            text(shell.place()));
  }

  private static Label text(ObservableValue<String> value) {
    Label label = new Label();
    label.setMinWidth(Region.USE_PREF_SIZE);
    label.textProperty().bind(value);
    label.visibleProperty().bind(label.textProperty().isNotEmpty());
    label.managedProperty().bind(label.visibleProperty());
    return label;
  }
}
