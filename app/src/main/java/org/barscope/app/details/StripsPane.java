package org.barscope.app.details;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.barscope.app.ui.BytesPane;
import org.barscope.tracer.decode.FieldNode;
import org.barscope.tracer.decode.FieldTree;

/// The bytes of a row, strip by strip: those of the guest, then those of each command.
final class StripsPane extends ScrollPane {
  private static final double NAME_WIDTH = 80;

  private final DetailsViewModel model;
  private final VBox box = new VBox();
  private final List<BytesPane> panes = new ArrayList<>();
  private final Label none = new Label("This row has no bytes.");

  StripsPane(DetailsViewModel model) {
    this.model = model;
    getStyleClass().add("strips");
    box.getStyleClass().add("strips-box");
    none.getStyleClass().addAll("muted", "no-bytes");
    setContent(box);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    model.tree().subscribe(this::show);
    model.marked().subscribe(this::mark);
  }

  private void show(FieldTree tree) {
    box.getChildren().clear();
    panes.clear();
    for (FieldTree.Strip strip : tree.strips()) {
      box.getChildren().add(line(strip, panes.size()));
    }
    if (tree.strips().isEmpty()) {
      box.getChildren().add(none);
    }
    setVvalue(0);
  }

  private HBox line(FieldTree.Strip strip, int index) {
    Label name = new Label(strip.label());
    name.getStyleClass().addAll("muted", "strip-name");
    name.setMinWidth(NAME_WIDTH);
    name.setPrefWidth(NAME_WIDTH);
    BytesPane pane = new BytesPane();
    pane.setEmptyText("no bytes");
    pane.setBytes(strip.bytes(), strip.base());
    pane.onHover(at -> model.pointAtByte(index, at));
    // how high it is depends on how wide it is
    pane.widthProperty()
        .subscribe(width -> {
          pane.setPrefHeight(Region.USE_COMPUTED_SIZE);
          pane.setPrefHeight(pane.prefHeight(width.doubleValue()));
        });
    panes.add(pane);
    HBox.setHgrow(pane, Priority.ALWAYS);
    return new HBox(name, pane);
  }

  private void mark(Optional<FieldNode> field) {
    for (int i = 0; i < panes.size(); i++) {
      int strip = i;
      Optional<FieldTree.Span> span =
          field.flatMap(
              node -> node.spans().stream().filter(each -> each.strip() == strip).findFirst());
      panes
          .get(i)
          .highlight(
              span.map(FieldTree.Span::offset).orElse(0),
              span.map(FieldTree.Span::length).orElse(0));
    }
  }
}
