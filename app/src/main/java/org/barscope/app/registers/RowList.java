package org.barscope.app.registers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/// Rows that are kept and filled anew, so that a live view does not build nodes all the time.
final class RowList<R extends Node> extends VBox {
  private final Supplier<R> factory;
  private final List<R> rows = new ArrayList<>();

  RowList(Supplier<R> factory) {
    this.factory = factory;
  }

  /// Shows these, one in each row.
  <T> void show(List<T> values, BiConsumer<R, T> fill) {
    while (rows.size() < values.size()) {
      R row = factory.get();
      rows.add(row);
      getChildren().add(row);
    }
    while (rows.size() > values.size()) {
      getChildren().remove(rows.removeLast());
    }
    for (int i = 0; i < values.size(); i++) {
      fill.accept(rows.get(i), values.get(i));
    }
  }
}
