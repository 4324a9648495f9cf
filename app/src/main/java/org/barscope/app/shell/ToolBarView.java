package org.barscope.app.shell;

import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.barscope.app.session.LiveSession.Phase;

/// The bar at the top: what the guests do and how to hold them, what is shown, how it is shown.
final class ToolBarView extends HBox {
  private static final PseudoClass LIVE = PseudoClass.getPseudoClass("live");
  private static final PseudoClass HELD = PseudoClass.getPseudoClass("held");

  ToolBarView(ShellViewModel shell, Runnable toEnd, Runnable switchTheme, Runnable keys) {
    getStyleClass().add("shell-bar");
    Label title = new Label(shell.title());
    title.getStyleClass().add("shell-title");
    title.setMinWidth(0);
    title.setTooltip(new Tooltip(shell.title()));
    setHgrow(title, Priority.SOMETIMES);
    Region gap = new Region();
    setHgrow(gap, Priority.ALWAYS);

    getChildren().add(state(shell));
    if (shell.isLive()) {
      getChildren().addAll(pause(shell), stop(shell));
    }
    getChildren().addAll(new Separator(Orientation.VERTICAL), title, gap);
    if (shell.isLive()) {
      getChildren().add(follow(shell, toEnd));
    }
    getChildren()
        .add(button("◐ Theme", "Change between dark and light (Ctrl+Shift+T)", switchTheme));
    getChildren().add(button("? Keys", "Show the keys (F1, ?)", keys));
  }

  private static Label state(ShellViewModel shell) {
    Label state = new Label();
    state.getStyleClass().add("shell-state");
    state.setMinWidth(Region.USE_PREF_SIZE);
    state.textProperty().bind(shell.state());
    shell
        .phase()
        .subscribe(phase -> {
          state.pseudoClassStateChanged(LIVE, phase == Phase.RUNNING);
          state.pseudoClassStateChanged(HELD, phase == Phase.PAUSED);
        });
    return state;
  }

  private static Node pause(ShellViewModel shell) {
    Button button =
        button("", "Hold the guests, or let them go on (Space, F8)", shell::pauseOrResume);
    button.getStyleClass().add("shell-pause");
    shell
        .phase()
        .subscribe(phase -> {
          button.setText(phase == Phase.PAUSED ? "▶ Resume" : "❚❚ Pause");
          button.setAccessibleText(phase == Phase.PAUSED ? "Resume" : "Pause");
          button.setDisable(phase == Phase.ENDED);
        });
    return button;
  }

  private static Node stop(ShellViewModel shell) {
    Button button = button("■ Stop", "End the guests; what they did stays", shell::stop);
    shell.phase().subscribe(phase -> button.setDisable(phase == Phase.ENDED));
    return button;
  }

  private static Node follow(ShellViewModel shell, Runnable toEnd) {
    ToggleButton toggle = new ToggleButton("⇣ Follow");
    toggle.getStyleClass().addAll("small", "flat");
    toggle.setFocusTraversable(false);
    toggle.setMinWidth(Region.USE_PREF_SIZE);
    toggle.setAccessibleText("Follow");
    toggle.setTooltip(new Tooltip("Keep the newest rows in sight (End)"));
    shell.following().subscribe(toggle::setSelected);
    shell.phase().subscribe(phase -> toggle.setDisable(phase == Phase.ENDED));
    toggle.setOnAction(_ -> {
      if (toggle.isSelected()) {
        toEnd.run();
      } else {
        shell.following().set(false);
      }
    });
    return toggle;
  }

  private static Button button(String text, String help, Runnable action) {
    Button button = new Button(text);
    button.getStyleClass().addAll("small", "flat");
    button.setFocusTraversable(false);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setTooltip(new Tooltip(help));
    button.setAccessibleText(text.replaceFirst("^\\P{L}+", ""));
    button.setAccessibleHelp(help);
    button.setOnAction(_ -> action.run());
    return button;
  }
}
