package org.barscope.app.ui;

import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.barscope.engine.protocol.bytes.Bytes;

/// One line of a [BytesPane]: an address, bytes as hex, bytes as characters.
final class BytesLine extends Region {
  static final double HEIGHT = 18;

  private static final double LEFT = 12;
  private static final double ADDRESS = 40;
  private static final double GAP = 10;
  private static final double HEX = 21;
  private static final double CHARACTER = 9;
  private static final int GROUP = 8;
  private static final PseudoClass MARKED = PseudoClass.getPseudoClass("marked");
  private static final PseudoClass DOT = PseudoClass.getPseudoClass("dot");

  private final int columns;
  private final Label address = label();
  private final List<Label> hex = new ArrayList<>();
  private final List<Label> characters = new ArrayList<>();

  BytesLine(int columns) {
    this.columns = columns;
    getStyleClass().add("bytes-line");
    setManaged(false);
    address.getStyleClass().add("address");
    getChildren().add(address);
    for (int i = 0; i < columns; i++) {
      hex.add(label());
      characters.add(label());
    }
    getChildren().addAll(hex);
    getChildren().addAll(characters);
  }

  private static Label label() {
    Label label = new PlainLabel();
    label.getStyleClass().add("mono");
    label.setManaged(false);
    return label;
  }

  boolean holds(int bytes) {
    return columns == bytes;
  }

  /// How wide a line of so many bytes is.
  static double width(int columns) {
    return charactersLeft(columns) + columns * CHARACTER + LEFT;
  }

  /// The byte of the line at a place, or -1.
  static int byteAt(double x, int columns) {
    for (int i = 0; i < columns; i++) {
      double inHex = x - hexLeft(i);
      double inCharacter = x - charactersLeft(columns) - i * CHARACTER;
      if ((inHex >= 0 && inHex < HEX) || (inCharacter >= 0 && inCharacter < CHARACTER)) {
        return i;
      }
    }
    return -1;
  }

  /// Shows the bytes from `from` on, with those in `markFrom` to `markTo - 1` marked.
  void bind(Bytes bytes, int from, long base, int markFrom, int markTo) {
    String place = Long.toHexString(base + from);
    address.setText("0".repeat(Math.max(0, 2 - place.length())) + place + ":");
    for (int i = 0; i < columns; i++) {
      int at = from + i;
      boolean there = at < bytes.length();
      int value = there ? bytes.u8(at) : 0;
      boolean prints = value >= 0x20 && value < 0x7f;
      boolean marked = there && at >= markFrom && at < markTo;
      hex.get(i).setText(there ? "%02x".formatted(value) : "");
      characters.get(i).setText(there ? prints ? String.valueOf((char) value) : "·" : "");
      hex.get(i).pseudoClassStateChanged(MARKED, marked);
      characters.get(i).pseudoClassStateChanged(MARKED, marked);
      hex.get(i).pseudoClassStateChanged(DOT, value == 0 && !marked);
      characters.get(i).pseudoClassStateChanged(DOT, !prints && !marked);
    }
  }

  @Override
  protected void layoutChildren() {
    address.resizeRelocate(0, 0, LEFT + ADDRESS, HEIGHT);
    for (int i = 0; i < columns; i++) {
      hex.get(i).resizeRelocate(hexLeft(i), 0, HEX, HEIGHT);
      double left = charactersLeft(columns) + i * CHARACTER;
      characters.get(i).resizeRelocate(left, 0, CHARACTER, HEIGHT);
    }
  }

  private static double hexLeft(int i) {
    return LEFT + ADDRESS + GAP + i * HEX + (i >= GROUP ? GAP : 0);
  }

  private static double charactersLeft(int columns) {
    return hexLeft(columns - 1) + HEX + GAP;
  }
}
