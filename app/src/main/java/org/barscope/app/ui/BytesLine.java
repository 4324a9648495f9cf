package org.barscope.app.ui;

import java.util.Arrays;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import org.barscope.engine.protocol.bytes.Bytes;

/// One line of a [BytesPane]: an address, bytes as hex, bytes as characters.
///
/// Three texts lie over one another, each with blanks where the others have something: what stands
/// out, what does not, and what is marked. That is much faster than a node for each byte.
final class BytesLine extends Region {
  static final double HEIGHT = 18;

  private static final double LEFT = 12;
  private static final double ADDRESS = 40;
  private static final double GAP = 10;
  private static final int GROUP = 8;
  private static final int BYTE = 3;
  private static final char BLANK = ' ';

  private final int columns;
  private final Label address = label("address");
  private final Label plain = label("plain");
  private final Label dim = label("dim");
  private final Label marked = label("marked");
  private final Region hexMark = mark();
  private final Region characterMark = mark();
  private int markFrom;
  private int markTo;

  BytesLine(int columns) {
    this.columns = columns;
    getStyleClass().add("bytes-line");
    setManaged(false);
    getChildren().addAll(hexMark, characterMark, address, plain, dim, marked);
  }

  private static Label label(String styleClass) {
    Label label = new Label();
    label.getStyleClass().addAll("mono", styleClass);
    label.setManaged(false);
    label.setMouseTransparent(true);
    return label;
  }

  private static Region mark() {
    Region mark = new Region();
    mark.getStyleClass().add("mark");
    mark.setManaged(false);
    return mark;
  }

  boolean holds(int bytes) {
    return columns == bytes;
  }

  /// The font of its bytes.
  Font font() {
    return plain.getFont();
  }

  /// How wide a line of so many bytes is.
  ///
  /// @param advance the width of a character
  static double width(int columns, double advance) {
    return LEFT + ADDRESS + GAP + length(columns) * advance + LEFT;
  }

  /// The byte of the line at a place, or -1.
  static int byteAt(double x, int columns, double advance) {
    int at = (int) Math.floor((x - LEFT - ADDRESS - GAP) / advance);
    for (int i = 0; i < columns; i++) {
      boolean hex = at >= hexAt(i) && at < hexAt(i) + BYTE - 1;
      if (hex || at == characterAt(i, columns)) {
        return i;
      }
    }
    return -1;
  }

  /// Shows the bytes from `from` on, with those in `first` to `end - 1` marked.
  void bind(Bytes bytes, int from, long base, int first, int end) {
    String place = Long.toHexString(base + from);
    address.setText("0".repeat(Math.max(0, 2 - place.length())) + place + ":");
    int count = Math.clamp((long) bytes.length() - from, 0, columns);
    markFrom = Math.clamp((long) first - from, 0, count);
    markTo = Math.clamp((long) end - from, markFrom, count);
    char[] standing = blanks();
    char[] faint = blanks();
    char[] shown = blanks();
    for (int i = 0; i < count; i++) {
      int value = bytes.u8(from + i);
      boolean inMark = i >= markFrom && i < markTo;
      boolean prints = value >= 0x20 && value < 0x7f;
      char[] hex = inMark ? shown : value == 0 ? faint : standing;
      hex[hexAt(i)] = Character.forDigit(value >> 4, 16);
      hex[hexAt(i) + 1] = Character.forDigit(value & 0xf, 16);
      char[] character = inMark ? shown : prints ? standing : faint;
      character[characterAt(i, columns)] = prints ? (char) value : '·';
    }
    plain.setText(String.valueOf(standing));
    dim.setText(String.valueOf(faint));
    marked.setText(String.valueOf(shown));
    requestLayout();
  }

  private char[] blanks() {
    char[] blanks = new char[length(columns)];
    Arrays.fill(blanks, BLANK);
    return blanks;
  }

  @Override
  protected void layoutChildren() {
    double advance = MonoWidth.of(font());
    double left = LEFT + ADDRESS + GAP;
    address.resizeRelocate(0, 0, LEFT + ADDRESS, HEIGHT);
    for (Label text : new Label[] {plain, dim, marked}) {
      text.resizeRelocate(left, 0, Math.ceil(length(columns) * advance) + 1, HEIGHT);
    }
    boolean any = markTo > markFrom;
    hexMark.setVisible(any);
    characterMark.setVisible(any);
    if (any) {
      int last = markTo - 1;
      double hex = left + hexAt(markFrom) * advance;
      double hexEnd = left + (hexAt(last) + BYTE - 1) * advance;
      hexMark.resizeRelocate(hex - 2, 0, hexEnd - hex + 4, HEIGHT);
      double character = left + characterAt(markFrom, columns) * advance;
      characterMark.resizeRelocate(character, 0, (markTo - markFrom) * advance, HEIGHT);
    }
  }

  /// Where the hex digits of a byte are, in characters.
  private static int hexAt(int i) {
    return i * BYTE + (i >= GROUP ? 1 : 0);
  }

  /// Where the character of a byte is, in characters.
  private static int characterAt(int i, int columns) {
    return hexAt(columns - 1) + BYTE + 1 + i;
  }

  private static int length(int columns) {
    return characterAt(columns, columns);
  }
}
