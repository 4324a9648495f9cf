package org.barscope.app.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.barscope.engine.protocol.bytes.Bytes;

/// Bytes as hex and as characters, 16 in a line, or 8 where it is narrow. A run of them can be
/// marked, and a listener is told which byte the mouse is over.
///
/// As high as its lines, up to 16; beyond that it scrolls. Style class `bytes-pane`.
public final class BytesPane extends Region {
  private static final int MOST_LINES = 16;
  private static final double PADDING = 4;
  private static final int WIDE = 16;
  private static final int NARROW = 8;
  private static final double USUAL_ADVANCE = 7.83;

  private final RowWindow window = new RowWindow();
  private final List<BytesLine> lines = new ArrayList<>();
  private final ScrollBar bar = new ScrollBar();
  private final Label empty = new Label();
  private final Rectangle clip = new Rectangle();
  private Bytes bytes = Bytes.EMPTY;
  private long base;
  private int columns = WIDE;
  private int markFrom;
  private int markTo;
  private boolean moving;
  private boolean layingOut;
  private int hovered = -1;
  private IntConsumer onHover = _ -> {};

  /// A pane without bytes.
  public BytesPane() {
    getStyleClass().add("bytes-pane");
    setAccessibleRole(AccessibleRole.TEXT);
    bar.setOrientation(Orientation.VERTICAL);
    bar.setFocusTraversable(false);
    bar.setVisible(false);
    empty.getStyleClass().add("muted");
    empty.setWrapText(true);
    getChildren().addAll(empty, bar);
    setClip(clip);
    bar.valueProperty().subscribe(value -> scroll(value.doubleValue()));
    addEventHandler(ScrollEvent.SCROLL, this::wheel);
    addEventHandler(MouseEvent.MOUSE_MOVED, e -> hover(byteAt(e.getX(), e.getY())));
    addEventHandler(MouseEvent.MOUSE_EXITED, _ -> hover(-1));
  }

  /// Shows bytes, none of them marked, from address 0 on.
  public void setBytes(Bytes shown) {
    setBytes(shown, 0);
  }

  /// Shows bytes, none of them marked.
  ///
  /// @param address of the first one
  public void setBytes(Bytes shown, long address) {
    bytes = shown;
    base = address;
    markFrom = 0;
    markTo = 0;
    hovered = -1;
    window.range(0, lineCount());
    window.moveTo(0);
    requestLayout();
  }

  /// The bytes that it shows.
  public Bytes bytes() {
    return bytes;
  }

  /// Marks `length` bytes and brings the first of them into sight; none when `length` is 0.
  public void highlight(int from, int length) {
    markFrom = from;
    markTo = from + length;
    if (length > 0 && from < bytes.length()) {
      window.reveal(from / columns);
    }
    place();
  }

  /// Who is told over which byte the mouse is; -1 when it is over none.
  public void onHover(IntConsumer listener) {
    onHover = listener;
  }

  /// What it says while there are no bytes.
  public void setEmptyText(String text) {
    empty.setText(text);
  }

  @Override
  protected double computePrefHeight(double width) {
    double shown = width > 0 && width < width(WIDE) ? NARROW : WIDE;
    double wanted = Math.clamp(Math.ceil(bytes.length() / shown), 1, MOST_LINES);
    return wanted * BytesLine.HEIGHT + 2 * PADDING;
  }

  @Override
  protected double computePrefWidth(double height) {
    return width(WIDE) + bar.prefWidth(-1);
  }

  @Override
  protected double computeMinHeight(double width) {
    return BytesLine.HEIGHT + 2 * PADDING;
  }

  @Override
  protected double computeMinWidth(double height) {
    return width(NARROW);
  }

  /// Not for the lines that the layout itself adds: the pane's parent would not hear of it, and
  /// JavaFX takes a pane that waits for its layout for one that need not be told of its lines'.
  @Override
  public void requestLayout() {
    if (!layingOut) {
      super.requestLayout();
    }
  }

  @Override
  protected void layoutChildren() {
    layingOut = true;
    double barWidth = Math.ceil(bar.prefWidth(-1));
    double height = Math.max(0, getHeight() - 2 * PADDING);
    clip.setWidth(getWidth());
    clip.setHeight(getHeight());
    columns = getWidth() >= width(WIDE) + barWidth ? WIDE : NARROW;
    window.range(0, lineCount());
    window.height(height / BytesLine.HEIGHT);
    bar.resizeRelocate(getWidth() - barWidth, 0, barWidth, getHeight());
    empty.resizeRelocate(12, 0, Math.max(0, getWidth() - 24), getHeight());
    empty.setVisible(bytes.isEmpty());
    fit((int) Math.min(Math.ceil(window.height()) + 1, lineCount()));
    place();
    layingOut = false;
  }

  private void fit(int needed) {
    if (!lines.isEmpty() && !lines.getFirst().holds(columns)) {
      getChildren().removeAll(lines);
      lines.clear();
    }
    while (lines.size() < needed) {
      BytesLine line = new BytesLine(columns);
      lines.add(line);
      getChildren().addFirst(line);
    }
  }

  private void place() {
    moving = true;
    bar.setMax(window.limit());
    bar.setVisibleAmount(window.limit() * window.height() / Math.max(1, window.count()));
    bar.setValue(window.position());
    bar.setVisible(window.limit() > 0);
    moving = false;
    double y = PADDING - Math.rint(window.part() * BytesLine.HEIGHT);
    for (int i = 0; i < lines.size(); i++) {
      long line = window.top() + i;
      BytesLine slot = lines.get(i);
      slot.setVisible(line < window.end());
      if (slot.isVisible()) {
        slot.bind(bytes, (int) line * columns, base, markFrom, markTo);
        slot.resizeRelocate(0, y + i * BytesLine.HEIGHT, getWidth(), BytesLine.HEIGHT);
      }
    }
  }

  private void scroll(double position) {
    if (!moving) {
      window.moveTo(position);
      place();
    }
  }

  private void wheel(ScrollEvent event) {
    if (window.limit() > 0) {
      window.moveBy(-event.getDeltaY() / BytesLine.HEIGHT);
      place();
      event.consume();
    }
  }

  private void hover(int at) {
    if (at != hovered) {
      hovered = at;
      onHover.accept(at);
    }
  }

  private int byteAt(double x, double y) {
    double offset = y - PADDING + Math.rint(window.part() * BytesLine.HEIGHT);
    int column = BytesLine.byteAt(x, columns, advance());
    long at = (window.top() + (long) Math.floor(offset / BytesLine.HEIGHT)) * columns + column;
    return column >= 0 && offset >= 0 && at < bytes.length() ? (int) at : -1;
  }

  private double width(int bytes) {
    return BytesLine.width(bytes, advance());
  }

  /// How wide a character is; before there is a line, about as wide as in most fonts.
  private double advance() {
    return lines.isEmpty() ? USUAL_ADVANCE : MonoWidth.of(lines.getFirst().font());
  }

  private int lineCount() {
    return (bytes.length() + columns - 1) / columns;
  }
}
