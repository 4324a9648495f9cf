package org.barscope.app.registers;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// One field of the device configuration.
final class FieldRow extends HBox {
  private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");
  private static final PseudoClass UNKNOWN = PseudoClass.getPseudoClass("unknown");
  private static final double NAME_WIDTH = 140;

  private final Label name = new Label();
  private final Label value = new Label();
  private final Label unseen = Unseen.label();
  private final Label mark = new Label("◂");

  FieldRow() {
    getStyleClass().addAll("register-row", "register-line");
    name.setMinWidth(NAME_WIDTH);
    value.getStyleClass().addAll("mono", "value");
    mark.getStyleClass().add("change-mark");
    mark.setMinWidth(Region.USE_PREF_SIZE);
    Region gap = new Region();
    setHgrow(gap, Priority.ALWAYS);
    getChildren().addAll(name, value, unseen, gap, mark);
  }

  void show(RegistersPage.Field field) {
    name.setText(field.name());
    value.setText(field.value());
    unseen.setVisible(!field.known());
    unseen.setManaged(!field.known());
    value.pseudoClassStateChanged(UNKNOWN, !field.known());
    pseudoClassStateChanged(CHANGED, field.changed());
    mark.setVisible(field.changed());
  }
}
