package org.barscope.app.ui;

import javafx.scene.control.Label;
import javafx.scene.control.Skin;

/// A label of one line of text and nothing else, for places where many labels change many times a
/// second. It looks like any other label; it has no graphic, no mnemonic and does not wrap.
public final class PlainLabel extends Label {
  /// A label without text.
  public PlainLabel() {
    setEllipsisString("…");
  }

  @Override
  protected Skin<?> createDefaultSkin() {
    return new PlainLabelSkin(this);
  }
}
