package org.barscope.app.registers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import org.barscope.app.registers.RegistersPage.Tone;
import org.barscope.app.registers.RegistersPage.Word;

/// Words that wrap, each with its sign.
final class WordsPane extends FlowPane {
  private final List<Label> labels = new ArrayList<>();

  WordsPane() {
    getStyleClass().add("words");
  }

  void show(List<Word> words) {
    while (labels.size() < words.size()) {
      Label label = new Label();
      label.getStyleClass().add("word");
      labels.add(label);
      getChildren().add(label);
    }
    while (labels.size() > words.size()) {
      getChildren().remove(labels.removeLast());
    }
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      labels.get(i).setText(word.tone().glyph() + word.text());
      for (Tone tone : Tone.values()) {
        labels
            .get(i)
            .pseudoClassStateChanged(
                PseudoClass.getPseudoClass(tone.name().toLowerCase(Locale.ROOT)),
                tone == word.tone());
      }
    }
  }
}
