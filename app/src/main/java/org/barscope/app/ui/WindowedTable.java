package org.barscope.app.ui;

import java.util.List;
import java.util.function.LongConsumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/// A table of any number of rows: it has as many slots as are in sight, and binds them to the rows
/// that are scrolled to.
///
/// Rows have numbers that never change: they are added at the end and disappear at the front. While
/// it is [#following()] the newest row stays in sight; scrolling back or selecting ends that.
///
/// Style class `windowed-table`, with `header`, `rows` and two scroll bars as children.
public final class WindowedTable extends Region {
  /// No row.
  public static final long NONE = -1;

  /// The height of every row, in pixels.
  public static final double ROW_HEIGHT = 22;

  private static final double HEADER_HEIGHT = 26;
  private static final double WHEEL_ROWS = 3;
  private static final double NOTCH = 40;
  private static final double SMALLEST_THUMB = 28;
  private static final int PREFERRED_ROWS = 10;

  private final ColumnWidths widths;
  private final RowWindow window = new RowWindow();
  private final RowSlots slots;
  private final TableHeader header;
  private final StackPane placeholder = new StackPane();
  private final ScrollBar vertical = new ScrollBar();
  private final ScrollBar horizontal = new ScrollBar();
  private final Rectangle clip = new Rectangle();
  private final BooleanProperty following = new SimpleBooleanProperty(false);
  private long selected = NONE;
  private boolean moving;
  private LongConsumer onSelect = _ -> {};
  private LongConsumer onActivate = _ -> {};
  private Runnable onTail = () -> following.set(true);

  /// An empty table.
  ///
  /// @param rows makes what fills a slot
  public WindowedTable(List<Column> columns, RowView.Factory rows) {
    widths = new ColumnWidths(columns);
    slots = new RowSlots(window, widths, rows);
    header = new TableHeader(widths, this::requestLayout);
    getStyleClass().add("windowed-table");
    setAccessibleRole(AccessibleRole.TABLE_VIEW);
    setFocusTraversable(true);
    vertical.setOrientation(Orientation.VERTICAL);
    horizontal.setOrientation(Orientation.HORIZONTAL);
    vertical.setFocusTraversable(false);
    horizontal.setFocusTraversable(false);
    placeholder.setVisible(false);
    header.setManaged(false);
    slots.setManaged(false);
    placeholder.setManaged(false);
    vertical.setManaged(false); // its thumb moves often, and never moves the rest
    horizontal.setManaged(false);
    getChildren().addAll(header, slots, placeholder, vertical, horizontal);
    setClip(clip);
    listen();
  }

  private void listen() {
    vertical.valueProperty().subscribe(value -> dragged(value.doubleValue()));
    horizontal.valueProperty().subscribe(this::requestLayout);
    following.subscribe(on -> {
      if (on) {
        place();
      }
    });
    slots.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    addEventHandler(ScrollEvent.SCROLL, this::wheel);
    addEventHandler(KeyEvent.KEY_PRESSED, this::key);
  }

  /// The rows that there are: `first` to `end - 1`. What is in sight stays where it is, unless the
  /// table follows the end.
  public void setRange(long first, long end) {
    window.range(first, end);
    place();
  }

  /// Shows the rows in sight anew.
  public void update() {
    slots.bind(true, selected);
  }

  /// Whether the newest row stays in sight.
  public BooleanProperty following() {
    return following;
  }

  /// The selected row, or [#NONE].
  public long selected() {
    return selected;
  }

  /// Selects a row, without telling anybody and without scrolling.
  public void setSelected(long row) {
    selected = row;
    slots.bind(false, selected);
  }

  /// Who is told that the user has selected a row.
  public void setOnSelect(LongConsumer listener) {
    onSelect = listener;
  }

  /// Who is told that the user has pressed Enter or clicked twice on a row.
  public void setOnActivate(LongConsumer listener) {
    onActivate = listener;
  }

  /// What the End key does; it follows unless told otherwise.
  public void setOnTail(Runnable action) {
    onTail = action;
  }

  /// What is shown while there is no row; null for nothing.
  public void setPlaceholder(@Nullable Node node) {
    if (node == null) {
      placeholder.getChildren().clear();
    } else if (!placeholder.getChildren().contains(node)) {
      placeholder.getChildren().setAll(node);
    }
    place();
  }

  /// Brings a row into sight; one that is far away comes to the middle.
  public void reveal(long row) {
    boolean near =
        row >= window.top() - window.height() && row <= window.bottom() + window.height();
    if (near) {
      window.reveal(row);
    } else {
      window.center(row);
    }
    place();
  }

  /// The topmost row in sight.
  public long firstVisible() {
    return window.top();
  }

  /// The last row that is wholly in sight.
  public long lastVisible() {
    return window.bottom();
  }

  /// The widths of the columns, as the user has dragged them.
  public List<Double> columnWidths() {
    return widths.chosen();
  }

  /// Gives the columns the widths of an earlier table; those of another table change nothing.
  public void setColumnWidths(List<Double> chosen) {
    widths.choose(chosen);
    requestLayout();
  }

  /// Makes a column at least so wide.
  public void widen(int column, double width) {
    if (widths.widen(column, width)) {
      requestLayout();
    }
  }

  /// How many slots there are.
  int slotCount() {
    return slots.count();
  }

  @Override
  protected double computePrefWidth(double height) {
    return widths.total();
  }

  @Override
  protected double computePrefHeight(double width) {
    return HEADER_HEIGHT + PREFERRED_ROWS * ROW_HEIGHT;
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected double computeMinHeight(double width) {
    return HEADER_HEIGHT;
  }

  @Override
  protected void layoutChildren() {
    double bar = Math.ceil(vertical.prefWidth(-1));
    double width = Math.max(0, getWidth() - bar);
    widths.fit(width);
    boolean wide = widths.total() > width + 0.5;
    double foot = wide ? Math.ceil(horizontal.prefHeight(-1)) : 0;
    double body = Math.max(0, getHeight() - HEADER_HEIGHT - foot);
    horizontal.setVisible(wide);
    horizontal.setMax(Math.max(0, widths.total() - width));
    horizontal.setVisibleAmount(horizontal.getMax() * width / Math.max(1, widths.total()));
    double shift = wide ? Math.rint(Math.min(horizontal.getValue(), horizontal.getMax())) : 0;
    double rowWidth = Math.max(width, widths.total()) + bar;
    header.resizeRelocate(-shift, 0, rowWidth, HEADER_HEIGHT);
    header.requestLayout();
    slots.resizeRelocate(0, HEADER_HEIGHT, getWidth(), body); // also under the scroll bar
    slots.fit(rowWidth, shift);
    placeholder.resizeRelocate(0, HEADER_HEIGHT, width, body);
    vertical.resizeRelocate(width, HEADER_HEIGHT, bar, body);
    horizontal.resizeRelocate(0, getHeight() - foot, width, foot);
    clip.setWidth(getWidth());
    clip.setHeight(getHeight());
    window.height(body / ROW_HEIGHT);
    place();
  }

  /// Puts the slots and the scroll bar where the window is.
  private void place() {
    if (following.get()) {
      window.moveToEnd();
    }
    moving = true;
    double limit = window.limit();
    vertical.setMax(limit);
    vertical.setVisibleAmount(limit * thumb(window.height() / Math.max(1, window.count())));
    vertical.setUnitIncrement(1);
    vertical.setBlockIncrement(Math.max(1, window.height() - 1));
    vertical.setValue(window.position());
    vertical.setVisible(limit > 0);
    moving = false;
    placeholder.setVisible(window.count() == 0);
    slots.bind(false, selected);
  }

  /// The thumb's part of the bar: never so small that it cannot be gripped.
  private double thumb(double part) {
    return Math.min(1, Math.max(part, SMALLEST_THUMB / Math.max(1, vertical.getHeight())));
  }

  private void dragged(double position) {
    if (!moving) {
      if (position < window.position()) {
        following.set(false);
      }
      window.moveTo(position);
      place();
    }
  }

  private void moveBy(double rows) {
    if (rows < 0 && window.position() > 0) {
      following.set(false);
    }
    window.moveBy(rows);
    place();
  }

  private void wheel(ScrollEvent event) {
    if (event.getDeltaX() != 0 && horizontal.isVisible()) {
      double value = horizontal.getValue() - event.getDeltaX();
      horizontal.setValue(Math.clamp(value, 0, horizontal.getMax()));
    }
    double notch = event.getMultiplierY() > 1 ? event.getMultiplierY() : NOTCH;
    double rows = event.getDeltaY() / notch * WHEEL_ROWS;
    if (rows != 0) {
      moveBy(-rows);
    }
    event.consume();
  }

  private void pressed(MouseEvent event) {
    requestFocus();
    long row = slots.rowAt(event.getY());
    if (row == NONE || event.getButton() != MouseButton.PRIMARY) {
      return;
    }
    choose(row);
    if (event.getClickCount() == 2) {
      onActivate.accept(row);
    }
  }

  private void choose(long row) {
    if (window.count() > 0) {
      following.set(false);
      selected = Math.clamp(row, window.first(), window.end() - 1);
      window.reveal(selected);
      place();
      onSelect.accept(selected);
    }
  }

  private void key(KeyEvent event) {
    if (event.isControlDown() || event.isAltDown() || event.isMetaDown()) {
      return;
    }
    long page = Math.max(1, (long) window.height() - 1);
    switch (event.getCode()) {
      case UP -> step(-1);
      case DOWN -> step(1);
      case PAGE_UP -> step(-page);
      case PAGE_DOWN -> step(page);
      case HOME -> choose(window.first());
      case END -> onTail.run();
      case ENTER -> {
        if (isThere(selected)) {
          onActivate.accept(selected);
        }
      }
      default -> {
        return;
      }
    }
    event.consume();
  }

  /// Moves the selection; the first step selects the row at the edge of what is in sight.
  private void step(long rows) {
    if (isThere(selected)) {
      choose(selected + rows);
    } else {
      choose(rows < 0 ? window.bottom() : window.top());
    }
  }

  private boolean isThere(long row) {
    return row >= window.first() && row < window.end();
  }
}
