package org.barscope.app.ui;

import java.util.Arrays;
import java.util.List;

/// Where the columns of a table are.
final class ColumnWidths {
  private final List<Column> columns;
  private final double[] chosen;
  private final double[] needed;
  private final double[] lefts;
  private double available;

  ColumnWidths(List<Column> columns) {
    this.columns = List.copyOf(columns);
    this.chosen = columns.stream().mapToDouble(Column::width).toArray();
    this.needed = new double[columns.size()];
    this.lefts = new double[columns.size() + 1];
    place();
  }

  List<Column> columns() {
    return columns;
  }

  /// Fits the columns into a width, if they can be that narrow.
  void fit(double width) {
    available = width;
    place();
  }

  void resize(int column, double width) {
    chosen[column] = Math.max(columns.get(column).minWidth(), Math.rint(width));
    place();
  }

  /// The width that each column was given, growing ones at their smallest.
  List<Double> chosen() {
    return Arrays.stream(chosen).boxed().toList();
  }

  /// Gives the columns that can be dragged their widths; a list of another length changes nothing.
  void choose(List<Double> wanted) {
    if (wanted.size() != chosen.length) {
      return;
    }
    for (int i = 0; i < chosen.length; i++) {
      if (columns.get(i).isResizable()) {
        resize(i, wanted.get(i));
      }
    }
  }

  double left(int column) {
    return lefts[column];
  }

  double right(int column) {
    return lefts[column + 1];
  }

  double width(int column) {
    return lefts[column + 1] - lefts[column];
  }

  /// The width of all columns.
  double total() {
    return lefts[lefts.length - 1];
  }

  /// Makes a column as wide as what it has to show: it then yields to none, and the user's choice
  /// is not touched.
  ///
  /// @return whether it was narrower
  boolean widen(int column, double width) {
    boolean wider = width > needed[column];
    if (wider) {
      needed[column] = width;
      place();
    }
    return wider;
  }

  private void place() {
    double wanted = 0;
    double yielding = 0;
    int growing = 0;
    for (int i = 0; i < chosen.length; i++) {
      wanted += wanted(i);
      yielding += yields(i);
      growing += columns.get(i).grows() ? 1 : 0;
    }
    double spare = growing == 0 ? 0 : Math.floor(Math.max(0, available - wanted) / growing);
    double missing = Math.max(0, wanted - available);
    double share = available == 0 || yielding == 0 ? 0 : Math.min(1, missing / yielding);
    for (int i = 0; i < chosen.length; i++) {
      double width = wanted(i) - Math.ceil(share * yields(i));
      lefts[i + 1] = lefts[i] + width + (columns.get(i).grows() ? spare : 0);
    }
  }

  /// How much narrower a column can be when not all fit.
  private double yields(int column) {
    double least = Math.max(needed[column], columns.get(column).leastWidth());
    return Math.max(0, wanted(column) - least);
  }

  private double wanted(int column) {
    return Math.max(chosen[column], needed[column]);
  }
}
