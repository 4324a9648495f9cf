package org.barscope.app.ui;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/// The titles of the columns, with edges that can be dragged.
final class TableHeader extends Region {
  private static final double GRIP = 9;

  private final ColumnWidths widths;
  private final Runnable onResize;
  private final List<Label> titles = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  TableHeader(ColumnWidths widths, Runnable onResize) {
    this.widths = widths;
    this.onResize = onResize;
    getStyleClass().add("header");
    for (int i = 0; i < widths.columns().size(); i++) {
      Column column = widths.columns().get(i);
      Label title = new Label(column.title());
      title.setAlignment(column.number() ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
      titles.add(title);
      if (column.isResizable()) {
        edges.add(new Edge(i));
      }
    }
    getChildren().addAll(titles);
    getChildren().addAll(edges);
  }

  @Override
  protected void layoutChildren() {
    for (int i = 0; i < titles.size(); i++) {
      titles.get(i).resizeRelocate(widths.left(i), 0, widths.width(i), getHeight());
    }
    for (Edge edge : edges) {
      double x = widths.right(edge.column) - Math.ceil(GRIP / 2);
      edge.resizeRelocate(x, 0, GRIP, getHeight());
    }
  }

  /// The right edge of a column.
  private final class Edge extends Region {
    private final int column;
    private double grip;

    Edge(int column) {
      this.column = column;
      getStyleClass().add("column-edge");
      addEventHandler(MouseEvent.MOUSE_PRESSED, e -> grip = e.getSceneX() - widths.width(column));
      addEventHandler(
          MouseEvent.MOUSE_DRAGGED,
          e -> {
            widths.resize(column, e.getSceneX() - grip);
            onResize.run();
            e.consume();
          });
    }
  }
}
