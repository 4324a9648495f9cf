package org.barscope.app.ui;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/// The slots of a [WindowedTable]. A row keeps its slot as long as it is in sight; rows that come
/// all at once take the slots in the order in which they stand, so that none has to move.
final class RowSlots extends Region {
  private final RowWindow window;
  private final ColumnWidths widths;
  private final RowView.Factory factory;
  private final List<TableRow> slots = new ArrayList<>();
  private final Rectangle clip = new Rectangle();
  private double shift;
  private long boundTop;
  private long turn;

  RowSlots(RowWindow window, ColumnWidths widths, RowView.Factory factory) {
    this.window = window;
    this.widths = widths;
    this.factory = factory;
    getStyleClass().add("rows");
    setClip(clip);
  }

  int count() {
    return slots.size();
  }

  /// Makes as many slots as fit.
  ///
  /// @param rowWidth how wide each is
  /// @param shift how far they are scrolled to the left
  void fit(double rowWidth, double shift) {
    this.shift = shift;
    clip.setWidth(getWidth());
    clip.setHeight(getHeight());
    int needed = (int) Math.ceil(getHeight() / WindowedTable.ROW_HEIGHT) + 1;
    needed += needed & 1; // even: a slot then has odd rows only, or even ones, and keeps its stripe
    if (needed != slots.size()) {
      while (slots.size() < needed) {
        TableRow row = new TableRow(widths, factory);
        slots.add(row);
        getChildren().add(row);
      }
      while (slots.size() > needed) {
        getChildren().remove(slots.removeLast());
      }
      slots.forEach(TableRow::hide);
    }
    for (TableRow slot : slots) {
      slot.resize(rowWidth, WindowedTable.ROW_HEIGHT);
      slot.requestLayout(); // a column may have another width
    }
  }

  /// Binds the slots to the rows in sight.
  ///
  /// @param again whether also those that show their row already
  void bind(boolean again, long selected) {
    double y = -Math.rint(window.part() * WindowedTable.ROW_HEIGHT);
    turn();
    for (int i = 0; i < slots.size(); i++) {
      long row = window.top() + i;
      TableRow slot = slots.get((int) Math.floorMod(row - turn, (long) slots.size()));
      if (row >= window.end()) {
        slot.hide();
        continue;
      }
      if (again || slot.index() != row) {
        slot.show(row);
      }
      slot.select(row == selected);
      slot.relocate(-shift, y + i * WindowedTable.ROW_HEIGHT);
      slot.setVisible(true);
    }
  }

  /// After a jump the new top row takes the slot of the old one, or the one beside it: a slot keeps
  /// its stripe.
  private void turn() {
    long moved = window.top() - boundTop;
    boundTop = window.top();
    if (Math.abs(moved) >= slots.size()) {
      turn += moved & ~1L;
    }
  }

  /// The row at a height, or [WindowedTable#NONE].
  long rowAt(double y) {
    double offset = y + Math.rint(window.part() * WindowedTable.ROW_HEIGHT);
    long row = window.top() + (long) Math.floor(offset / WindowedTable.ROW_HEIGHT);
    return y >= 0 && row < window.end() ? row : WindowedTable.NONE;
  }
}
