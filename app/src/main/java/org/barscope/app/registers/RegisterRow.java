package org.barscope.app.registers;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// One register: offset, name, value, and its meaning beside it or, if it has several words,
/// beneath.
final class RegisterRow extends VBox {
  private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");
  private static final PseudoClass UNKNOWN = PseudoClass.getPseudoClass("unknown");
  private static final double NAME_WIDTH = 118;
  private static final double OFFSET_WIDTH = 16;

  private final Label offset = new Label();
  private final Label name = new Label();
  private final Label value = new Label();
  private final Label meaning = new Label();
  private final Label unseen = Unseen.label();
  private final Label mark = new Label("◂");
  private final WordsPane words = new WordsPane();

  RegisterRow() {
    getStyleClass().add("register-row");
    offset.getStyleClass().addAll("mono", "offset", "number");
    offset.setMinWidth(OFFSET_WIDTH);
    name.setMinWidth(NAME_WIDTH);
    value.getStyleClass().addAll("mono", "value");
    value.setMinWidth(Region.USE_PREF_SIZE);
    meaning.getStyleClass().addAll("muted", "meaning");
    mark.getStyleClass().add("change-mark");
    mark.setMinWidth(Region.USE_PREF_SIZE);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox line = new HBox(offset, name, value, meaning, unseen, gap, mark);
    line.getStyleClass().add("register-line");
    words.getStyleClass().add("beneath");
    getChildren().addAll(line, words);
  }

  void show(RegistersPage.Register register) {
    offset.setText(Integer.toString(register.offset()));
    name.setText(register.name());
    value.setText(register.value());
    value.pseudoClassStateChanged(UNKNOWN, !register.known());
    pseudoClassStateChanged(CHANGED, register.changed());
    mark.setVisible(register.changed());
    meaning.setManaged(register.known());
    unseen.setVisible(!register.known());
    unseen.setManaged(!register.known());
    List<RegistersPage.Word> list = register.words();
    boolean beside = list.size() == 1 && list.getFirst().tone() == RegistersPage.Tone.PLAIN;
    meaning.setText(beside ? list.getFirst().text() : "");
    words.show(beside ? List.of() : list);
    words.setManaged(!beside && !list.isEmpty());
    words.setVisible(!beside && !list.isEmpty());
  }
}
