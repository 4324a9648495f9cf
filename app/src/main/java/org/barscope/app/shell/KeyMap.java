package org.barscope.app.shell;

import java.util.Map;
import javafx.event.EventTarget;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.barscope.app.navigation.Selection;

/// The keys of the window as a whole; those of a view are the view's.
final class KeyMap {
  private KeyMap() {}

  /// Binds the keys.
  ///
  /// @param close what ends the window
  static void install(Scene scene, Workbench workbench, Runnable close) {
    ShellViewModel shell = workbench.shell();
    scene
        .getAccelerators()
        .putAll(
            Map.of(
                control(KeyCode.F),
                workbench::focusFilter,
                new KeyCodeCombination(KeyCode.F8),
                shell::pauseOrResume,
                new KeyCodeCombination(
                    KeyCode.T, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                workbench::switchTheme,
                control(KeyCode.Q),
                close));
    accelerators(scene, workbench);
    scene.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE && workbench.hideKeys()) {
            event.consume();
          } else if (event.getCode() == KeyCode.SPACE
              && isPlain(event)
              && !types(event.getTarget())) {
            shell.pauseOrResume();
            event.consume();
          }
        });
    scene.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (isPlain(event) && !types(event.getTarget())) {
            switch (event.getCode()) {
              case END -> workbench.toEnd();
              case ESCAPE -> workbench.selection().clear();
              default -> {
                return;
              }
            }
            event.consume();
          }
        });
  }

  private static void accelerators(Scene scene, Workbench workbench) {
    Selection selection = workbench.selection();
    scene
        .getAccelerators()
        .putAll(
            Map.of(
                control(KeyCode.G),
                workbench::goTo,
                control(KeyCode.PERIOD),
                () -> workbench.selectSame(1),
                control(KeyCode.COMMA),
                () -> workbench.selectSame(-1),
                new KeyCodeCombination(KeyCode.LEFT, KeyCombination.ALT_DOWN),
                selection::back,
                new KeyCodeCombination(KeyCode.RIGHT, KeyCombination.ALT_DOWN),
                selection::forward,
                new KeyCodeCombination(KeyCode.F1),
                workbench::toggleKeys));
    scene.addEventHandler(
        KeyEvent.KEY_TYPED,
        event -> {
          if (event.getCharacter().equals("?") && !types(event.getTarget())) {
            workbench.toggleKeys();
            event.consume();
          }
        });
  }

  private static KeyCombination control(KeyCode code) {
    return new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN);
  }

  private static boolean isPlain(KeyEvent event) {
    return !event.isShortcutDown() && !event.isShiftDown() && !event.isAltDown();
  }

  /// Whether a key means something of its own there: a character, or a press of the button.
  private static boolean types(EventTarget target) {
    return target instanceof TextInputControl || target instanceof ButtonBase;
  }
}
