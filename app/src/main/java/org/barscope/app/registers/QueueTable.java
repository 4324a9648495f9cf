package org.barscope.app.registers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// The queues, one in a row. Columns are as wide as what they hold; the address goes when there is
/// no room for it, since the page number says the same.
final class QueueTable extends Region {
  private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");
  private static final PseudoClass QUIET = PseudoClass.getPseudoClass("quiet");
  private static final double ROW = 22;
  private static final double GAP = 12;
  private static final double LEFT = 12;
  private static final double RIGHT = 12;
  private static final int ADDRESS = 3;

  private record Column(String title, HPos align, Function<RegistersPage.Queue, String> text) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("queue", HPos.LEFT, RegistersPage.Queue::name),
          new Column("size", HPos.RIGHT, RegistersPage.Queue::size),
          new Column("PFN", HPos.RIGHT, RegistersPage.Queue::pfn),
          new Column("address", HPos.RIGHT, RegistersPage.Queue::address),
          new Column("vector", HPos.RIGHT, RegistersPage.Queue::vector),
          new Column("♦", HPos.RIGHT, RegistersPage.Queue::notifies),
          new Column("last ♦", HPos.RIGHT, RegistersPage.Queue::lastNotify));

  private final List<List<Label>> rows = new ArrayList<>();
  private final List<Label> marks = new ArrayList<>();

  QueueTable() {
    getStyleClass().add("queue-table");
    rows.add(row("queue-header"));
    for (int i = 0; i < COLUMNS.size(); i++) {
      rows.getFirst().get(i).setText(COLUMNS.get(i).title());
    }
  }

  void show(List<RegistersPage.Queue> queues) {
    while (rows.size() <= queues.size()) {
      rows.add(row("queue-cell"));
      Label mark = new Label("◂");
      mark.getStyleClass().add("change-mark");
      marks.add(mark);
      getChildren().add(mark);
    }
    while (rows.size() > queues.size() + 1) {
      getChildren().removeAll(rows.removeLast());
      getChildren().remove(marks.removeLast());
    }
    for (int i = 0; i < queues.size(); i++) {
      fill(rows.get(i + 1), queues.get(i));
      marks.get(i).setVisible(queues.get(i).changed());
    }
    requestLayout();
  }

  private List<Label> row(String styleClass) {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      Label label = new Label();
      label.getStyleClass().add(styleClass);
      if (i > 0) {
        label.getStyleClass().add("number");
      }
      labels.add(label);
    }
    getChildren().addAll(labels);
    return labels;
  }

  private static void fill(List<Label> labels, RegistersPage.Queue queue) {
    for (int i = 0; i < COLUMNS.size(); i++) {
      Label label = labels.get(i);
      label.setText(COLUMNS.get(i).text().apply(queue));
      label.pseudoClassStateChanged(CHANGED, queue.changed());
      label.pseudoClassStateChanged(QUIET, !queue.active());
    }
  }

  @Override
  protected double computePrefHeight(double width) {
    return rows.size() * ROW;
  }

  @Override
  protected double computePrefWidth(double height) {
    return 0;
  }

  @Override
  protected void layoutChildren() {
    double[] widths = new double[COLUMNS.size()];
    double needed = LEFT + RIGHT;
    for (int i = 0; i < widths.length; i++) {
      for (List<Label> row : rows) {
        widths[i] = Math.max(widths[i], Math.ceil(row.get(i).prefWidth(-1)));
      }
      needed += widths[i] + GAP;
    }
    boolean address = needed <= getWidth();
    double x = LEFT;
    for (int i = 0; i < widths.length; i++) {
      boolean shown = i != ADDRESS || address;
      for (int r = 0; r < rows.size(); r++) {
        Label label = rows.get(r).get(i);
        label.setVisible(shown);
        label.resizeRelocate(x, r * ROW, widths[i], ROW);
      }
      x += shown ? widths[i] + GAP : 0;
    }
    for (int i = 0; i < marks.size(); i++) {
      double width = Math.ceil(marks.get(i).prefWidth(-1));
      marks.get(i).resizeRelocate(getWidth() - RIGHT - width + 4, (i + 1) * ROW, width, ROW);
    }
  }
}
