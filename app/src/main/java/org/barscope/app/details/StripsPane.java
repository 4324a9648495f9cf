package org.barscope.app.details;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.barscope.app.ui.BytesPane;
import org.barscope.app.ui.Copying;
import org.barscope.tracer.decode.FieldNode;
import org.barscope.tracer.decode.FieldTree;

/// The bytes of a row, strip by strip: those of the guest, then those of each command.
final class StripsPane extends ScrollPane {
  private static final double NAME_WIDTH = 80;

  private final DetailsViewModel model;
  private final VBox box = new VBox();
  private final List<Line> lines = new ArrayList<>();
  private final Label none = new Label("This row has no bytes.");

  StripsPane(DetailsViewModel model) {
    this.model = model;
    getStyleClass().add("strips");
    box.getStyleClass().add("strips-box");
    none.getStyleClass().addAll("muted", "no-bytes");
    setContent(box);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setAccessibleText("Bytes of the selected row");
    addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> requestFocus());
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (Copying.isCopy(event)) {
            Copying.copy(model.copyBytes());
            event.consume();
          }
        });
    model.tree().subscribe(this::show);
    model.marked().subscribe(this::mark);
  }

  private void show(FieldTree tree) {
    List<FieldTree.Strip> strips = tree.strips();
    while (lines.size() < strips.size()) {
      lines.add(new Line(lines.size()));
    }
    // kept from row to row: making them anew takes longer than everything else
    for (int i = 0; i < strips.size(); i++) {
      lines.get(i).show(strips.get(i));
    }
    List<Node> wanted = new ArrayList<>(lines.subList(0, strips.size()));
    if (strips.isEmpty()) {
      wanted.add(none);
    }
    if (!wanted.equals(box.getChildren())) {
      box.getChildren().setAll(wanted);
    }
    setVvalue(0);
  }

  private void mark(Optional<FieldNode> field) {
    for (int i = 0; i < lines.size(); i++) {
      int strip = i;
      Optional<FieldTree.Span> span =
          field.flatMap(
              node -> node.spans().stream().filter(each -> each.strip() == strip).findFirst());
      lines
          .get(i)
          .pane
          .highlight(
              span.map(FieldTree.Span::offset).orElse(0),
              span.map(FieldTree.Span::length).orElse(0));
    }
  }

  /// The name of a strip and its bytes.
  private final class Line extends HBox {
    private final Label name = new Label();
    private final BytesPane pane = new BytesPane();

    Line(int index) {
      name.getStyleClass().addAll("muted", "strip-name");
      name.setMinWidth(NAME_WIDTH);
      name.setPrefWidth(NAME_WIDTH);
      pane.setEmptyText("no bytes");
      pane.onHover(at -> model.pointAtByte(index, at));
      pane.widthProperty().subscribe(this::fitHeight);
      setHgrow(pane, Priority.ALWAYS);
      getChildren().addAll(name, pane);
    }

    void show(FieldTree.Strip strip) {
      name.setText(strip.label());
      pane.setBytes(strip.bytes(), strip.base());
      pane.setAccessibleText(
          strip.label() + ": " + strip.bytes().length() + " bytes, " + strip.bytes().toHex());
      fitHeight();
    }

    /// How high it is depends on how wide it is.
    private void fitHeight() {
      pane.setPrefHeight(Region.USE_COMPUTED_SIZE);
      pane.setPrefHeight(pane.prefHeight(pane.getWidth()));
    }
  }
}
