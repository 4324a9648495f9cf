package org.barscope.app.ui;

import java.util.Map;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// Text for other programs.
public final class Copying {
  private Copying() {}

  /// Whether a key means that what is selected is to be copied.
  public static boolean isCopy(KeyEvent event) {
    return event.isShortcutDown()
        && !event.isAltDown()
        && (event.getCode() == KeyCode.C || event.getCode() == KeyCode.INSERT);
  }

  /// Puts a text on the clipboard; an empty one leaves it as it is.
  public static void copy(String text) {
    if (!text.isEmpty()) {
      Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
    }
  }
}
