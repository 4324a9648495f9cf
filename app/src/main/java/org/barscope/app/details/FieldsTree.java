package org.barscope.app.details;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import org.barscope.app.ui.Copying;
import org.barscope.tracer.decode.FieldNode;
import org.barscope.tracer.decode.FieldTree;

/// The fields of a row in two columns. What the user has folded or unfolded stays so for the next
/// rows.
final class FieldsTree extends TreeView<FieldNode> {
  private static final double ROW = 22;
  private static final int LINES_ABOVE = 2;

  private final Map<String, Boolean> folded = new HashMap<>();
  private final TreeItem<FieldNode> root = new TreeItem<>();

  FieldsTree(DetailsViewModel model) {
    getStyleClass().add("fields-tree");
    setRoot(root);
    setShowRoot(false);
    setFixedCellSize(ROW);
    setCellFactory(_ -> new FieldCell(model));
    setAccessibleText("Fields of the selected row");
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (Copying.isCopy(event)) {
            Copying.copy(model.copyField());
            event.consume();
          }
        });
    model.tree().subscribe(this::show);
    model.marked().subscribe(this::bringIntoSight);
    getSelectionModel()
        .selectedItemProperty()
        .subscribe(item -> model.choose(Optional.ofNullable(item).map(TreeItem::getValue)));
  }

  /// Scrolls to the line that stands for a field, if it is out of sight.
  private void bringIntoSight(Optional<FieldNode> field) {
    if (field.isPresent() && lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
      int line = line(root, field.get());
      boolean seen =
          flow.getFirstVisibleCell() != null
              && line >= flow.getFirstVisibleCell().getIndex()
              && line < flow.getLastVisibleCell().getIndex();
      if (line >= 0 && !seen) {
        scrollTo(Math.max(0, line - LINES_ABOVE));
      }
    }
  }

  /// The line of a field, or of the folded one that it is in; -1 if there is none.
  private int line(TreeItem<FieldNode> item, FieldNode field) {
    for (TreeItem<FieldNode> child : item.getChildren()) {
      if (field.equals(child.getValue())) {
        return getRow(child);
      }
      int inside = line(child, field);
      if (inside >= 0) {
        return child.isExpanded() ? inside : getRow(child);
      }
    }
    return -1;
  }

  private void show(FieldTree tree) {
    getSelectionModel().clearSelection();
    if (hasShape(root, tree.roots())) {
      fill(root, tree.roots());
    } else {
      root.getChildren().setAll(items(tree.roots(), "", true));
    }
    root.setExpanded(true);
    scrollTo(0);
  }

  /// @param open whether it is unfolded unless the user has said otherwise
  private TreeItem<FieldNode> item(FieldNode node, String parent, boolean open) {
    String path = parent + "/" + node.label();
    TreeItem<FieldNode> item = new TreeItem<>(node);
    item.setExpanded(folded.getOrDefault(path, open && !node.label().equals("Recording")));
    item.expandedProperty().subscribe((_, now) -> folded.put(path, now));
    item.getChildren().setAll(items(node.children(), path, isStructure(node)));
    return item;
  }

  private List<TreeItem<FieldNode>> items(List<FieldNode> nodes, String parent, boolean open) {
    return nodes.stream().map(node -> item(node, parent, open)).toList();
  }

  /// Whether these fields have the same labels as those that are shown: then the lines stay, which
  /// is much faster than to make them anew.
  private static boolean hasShape(TreeItem<FieldNode> item, List<FieldNode> fields) {
    List<TreeItem<FieldNode>> items = item.getChildren();
    if (items.size() != fields.size()) {
      return false;
    }
    for (int i = 0; i < fields.size(); i++) {
      FieldNode before = items.get(i).getValue();
      FieldNode now = fields.get(i);
      if (!before.label().equals(now.label())
          || isStructure(before) != isStructure(now)
          || !hasShape(items.get(i), now.children())) {
        return false;
      }
    }
    return true;
  }

  private static void fill(TreeItem<FieldNode> item, List<FieldNode> fields) {
    for (int i = 0; i < fields.size(); i++) {
      TreeItem<FieldNode> child = item.getChildren().get(i);
      if (!fields.get(i).equals(child.getValue())) {
        child.setValue(fields.get(i));
      }
      fill(child, fields.get(i).children());
    }
  }

  /// JSON has no fields of its own worth folding away.
  private static boolean isStructure(FieldNode parent) {
    return parent.value().isEmpty();
  }
}
