package org.barscope.app.registers;

import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;

/// The remark beside a value that is not known.
final class Unseen {
  static final String TEXT = "not seen yet";

  private static final String HELP =
      "No guest has read or written it up to this row, so the recording does not have its value.";

  private Unseen() {}

  static Label label() {
    Label label = new Label(TEXT);
    label.getStyleClass().addAll("muted", "meaning");
    label.setTooltip(new Tooltip(HELP));
    return label;
  }
}
