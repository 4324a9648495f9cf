package org.barscope.app.ui;

import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.Node;

/// The tones of the workbench: one meaning, one color. A glyph in the text always says the same.
///
/// A tone is a pseudo-class, so that it can change often; labels that keep theirs may have the
/// style class of the same name.
public enum Tone {
  /// The color of text.
  PLAIN,
  MUTED,
  READ,
  WRITE,
  NOTIFY,
  INTERRUPT,
  COMMAND,
  ERROR,
  /// An injected fault.
  FAULT,
  WAIT,
  UNKNOWN;

  private final PseudoClass state =
      PseudoClass.getPseudoClass("tone-" + name().toLowerCase(Locale.ROOT));

  /// Gives a node this tone in place of the one that it has.
  public void on(Node node) {
    if (!node.getPseudoClassStates().contains(state)) {
      for (Tone tone : values()) {
        node.pseudoClassStateChanged(tone.state, tone == this);
      }
    }
  }
}
