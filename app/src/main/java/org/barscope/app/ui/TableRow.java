package org.barscope.app.ui;

import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;

/// A row slot of a [WindowedTable]: made once, then bound to one row after the other.
///
/// Style class `table-row`, pseudo-classes `odd` and `selected`; its direct children are the cells.
public final class TableRow extends Region {
  private static final PseudoClass ODD = PseudoClass.getPseudoClass("odd");
  private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

  private final ColumnWidths widths;
  private final List<Cell> cells = new ArrayList<>();
  private final RowView view;
  private long index = WindowedTable.NONE;

  private record Cell(Region node, int from, int to) {}

  TableRow(ColumnWidths widths, RowView.Factory factory) {
    this.widths = widths;
    getStyleClass().add("table-row");
    setAccessibleRole(AccessibleRole.TABLE_ROW);
    setManaged(false);
    this.view = factory.fill(this);
  }

  /// Adds a node that fills the columns `from` to `to`. Those that share columns take turns in
  /// being visible.
  public void cell(int from, int to, Region node) {
    node.setManaged(false); // what it says never moves its neighbors
    cells.add(new Cell(node, from, to));
    getChildren().add(node);
  }

  /// Adds a node that fills a column.
  public void cell(int column, Region node) {
    cell(column, column, node);
  }

  /// The row that it shows, or [WindowedTable#NONE].
  public long index() {
    return index;
  }

  void show(long row) {
    index = row;
    pseudoClassStateChanged(ODD, (row & 1) == 1);
    view.bind(row);
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    return switch (attribute) {
      case TEXT -> index == WindowedTable.NONE ? "" : view.accessibleText();
      case INDEX -> (int) Math.min(Integer.MAX_VALUE, index);
      case SELECTED -> getPseudoClassStates().contains(SELECTED);
      default -> super.queryAccessibleAttribute(attribute, parameters);
    };
  }

  void hide() {
    index = WindowedTable.NONE;
    setVisible(false);
  }

  void select(boolean selected) {
    pseudoClassStateChanged(SELECTED, selected);
  }

  @Override
  protected void layoutChildren() {
    for (Cell cell : cells) {
      double left = widths.left(cell.from);
      double right = widths.right(cell.to);
      cell.node.resizeRelocate(left, 0, right - left, getHeight());
    }
  }
}
