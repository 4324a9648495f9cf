package org.barscope.app.details;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import org.barscope.tracer.decode.FieldNode;
import org.barscope.tracer.decode.FieldTree;

/// The fields of a row in two columns. What the user has folded or unfolded stays so for the next
/// rows.
final class FieldsTree extends TreeView<FieldNode> {
  private static final double ROW = 22;

  private final Map<String, Boolean> folded = new HashMap<>();
  private final TreeItem<FieldNode> root = new TreeItem<>();

  FieldsTree(DetailsViewModel model) {
    getStyleClass().add("fields-tree");
    setRoot(root);
    setShowRoot(false);
    setFixedCellSize(ROW);
    setCellFactory(_ -> new FieldCell(model));
    model.tree().subscribe(this::show);
    getSelectionModel()
        .selectedItemProperty()
        .subscribe(item -> model.choose(Optional.ofNullable(item).map(TreeItem::getValue)));
  }

  private void show(FieldTree tree) {
    getSelectionModel().clearSelection();
    root.getChildren().clear();
    tree.roots().forEach(node -> root.getChildren().add(item(node, "", true)));
    root.setExpanded(true);
    scrollTo(0);
  }

  /// @param open whether it is unfolded unless the user has said otherwise
  private TreeItem<FieldNode> item(FieldNode node, String parent, boolean open) {
    String path = parent + "/" + node.label();
    TreeItem<FieldNode> item = new TreeItem<>(node);
    item.setExpanded(folded.getOrDefault(path, open && !node.label().equals("Recording")));
    item.expandedProperty().subscribe((_, now) -> folded.put(path, now));
    node.children().forEach(child -> item.getChildren().add(item(child, path, isStructure(node))));
    return item;
  }

  /// JSON has no fields of its own worth folding away.
  private static boolean isStructure(FieldNode parent) {
    return parent.value().isEmpty();
  }
}
