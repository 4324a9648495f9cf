package org.barscope.app.details;

import java.util.Locale;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.layout.Region;
import org.barscope.app.ui.PlainLabel;
import org.barscope.tracer.decode.FieldNode;
import org.barscope.tracer.decode.FieldNode.Mark;
import org.jspecify.annotations.Nullable;

/// A line of the field tree: label, value, note.
final class FieldCell extends TreeCell<FieldNode> {
  private static final double VALUE_LEFT = 176;
  private static final double LEAST_VALUE_LEFT = 104;
  private static final double VALUE_SHARE = 0.35;
  private static final double GAP = 8;
  private static final PseudoClass MARKED = PseudoClass.getPseudoClass("marked");
  private static final PseudoClass ROOT = PseudoClass.getPseudoClass("topmost");

  private final Columns columns = new Columns();
  private final Tooltip tooltip = new Tooltip();

  FieldCell(DetailsViewModel model) {
    // the cell never asks for more than there is, so nothing scrolls sideways
    setPrefWidth(0);
    setText(null);
    setGraphic(columns); // for good: taking it away and giving it back styles it anew each time
    hoverProperty()
        .subscribe(
            (_, over) -> model.point(over ? Optional.ofNullable(getItem()) : Optional.empty()));
    model.marked().subscribe(this::mark);
    treeItemProperty().subscribe(_ -> mark(model.marked().get()));
  }

  @Override
  protected void updateItem(@Nullable FieldNode field, boolean empty) {
    super.updateItem(field, empty);
    columns.setVisible(!empty && field != null);
    if (empty || field == null) {
      setTooltip(null);
      return;
    }
    columns.show(field);
    tooltip.setText(
        field.label()
            + ": "
            + field.value()
            + (field.note().isEmpty() ? "" : " – " + field.note()));
    setAccessibleText(tooltip.getText());
    setTooltip(field.value().length() + field.note().length() > 40 ? tooltip : null);
    TreeItem<FieldNode> item = getTreeItem();
    boolean topmost = item != null && getTreeView().getTreeItemLevel(item) == 1;
    pseudoClassStateChanged(ROOT, topmost);
  }

  private void mark(Optional<FieldNode> marked) {
    TreeItem<FieldNode> item = getTreeItem();
    boolean own = item != null && marked.isPresent() && shows(item.getValue(), item, marked.get());
    pseudoClassStateChanged(MARKED, own);
  }

  /// Whether a line stands for a field: as itself, or because the field is folded away in it.
  private static boolean shows(
      @Nullable FieldNode node, TreeItem<FieldNode> item, FieldNode wanted) {
    return node != null && (node.equals(wanted) || (!item.isExpanded() && contains(node, wanted)));
  }

  private static boolean contains(FieldNode node, FieldNode wanted) {
    return node.children().stream()
        .anyMatch(child -> child.equals(wanted) || contains(child, wanted));
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    Node graphic = getGraphic();
    if (graphic != null) {
      double x = graphic.getLayoutX();
      columns.indent = x;
      graphic.resizeRelocate(x, 0, Math.max(0, getWidth() - x), getHeight());
      columns.requestLayout();
    }
  }

  /// Label and value; values start at the same place in every line.
  private final class Columns extends Region {
    private final Label label = new PlainLabel();
    private final Label value = new PlainLabel();
    private final Label note = new PlainLabel();
    private double indent;

    Columns() {
      label.getStyleClass().add("field-label");
      value.getStyleClass().addAll("field-value", "mono");
      note.getStyleClass().add("field-note");
      getChildren().addAll(label, value, note);
    }

    void show(FieldNode field) {
      label.setText(field.label());
      String glyph = field.mark().glyph();
      value.setText(glyph.isEmpty() ? field.value() : (glyph + " " + field.value()).strip());
      note.setText(field.note());
      for (Mark each : Mark.values()) {
        value.pseudoClassStateChanged(
            PseudoClass.getPseudoClass(each.name().toLowerCase(Locale.ROOT)), each == field.mark());
      }
      requestLayout();
    }

    /// Where values begin: in a narrow pane sooner, so that they are in sight.
    private double valueLeft() {
      return Math.clamp(getTreeView().getWidth() * VALUE_SHARE, LEAST_VALUE_LEFT, VALUE_LEFT);
    }

    @Override
    protected void layoutChildren() {
      double height = getHeight();
      double left = Math.max(valueLeft() - indent, label.prefWidth(-1) + GAP);
      label.resizeRelocate(0, 0, Math.min(label.prefWidth(-1), left), height);
      double room = Math.max(0, getWidth() - left - GAP);
      double valueWidth = Math.min(room, Math.ceil(value.prefWidth(-1)));
      value.resizeRelocate(left, 0, valueWidth, height);
      double noteLeft = valueWidth == 0 ? left : left + valueWidth + GAP;
      double noteRoom = Math.max(0, getWidth() - noteLeft - GAP);
      note.setVisible(noteRoom > 3 * GAP);
      note.resizeRelocate(noteLeft, 0, Math.min(noteRoom, Math.ceil(note.prefWidth(-1))), height);
    }
  }
}
