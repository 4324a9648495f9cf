package org.barscope.app.details;

import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.barscope.app.ui.EmptyState;
import org.barscope.app.ui.PaneTitle;

/// The selected row: its fields on the left, its bytes on the right. Pointing at a field marks its
/// bytes on every side; pointing at a byte marks its field.
public final class DetailsView extends VBox {
  private static final double FIELDS_SHARE = 0.42;

  /// The view of a model.
  public DetailsView(DetailsViewModel model) {
    getStyleClass().addAll("pane", "details");
    getStylesheets()
        .add(Objects.requireNonNull(DetailsView.class.getResource("details.css")).toExternalForm());
    VBox left = titled("Details", new FieldsTree(model));
    VBox right = titled("Bytes", new StripsPane(model));
    SplitPane split = new SplitPane(left, right);
    split.setDividerPositions(FIELDS_SHARE);
    EmptyState empty = new EmptyState("");
    VBox nothing = titled("Details", empty);
    model
        .message()
        .subscribe(text -> {
          empty.setMessage(text);
          nothing.setVisible(!text.isEmpty());
          split.setVisible(text.isEmpty());
        });
    StackPane body = new StackPane(split, nothing);
    setVgrow(body, Priority.ALWAYS);
    getChildren().add(body);
  }

  private static VBox titled(String title, Node content) {
    VBox box = new VBox(new PaneTitle(title), content);
    setVgrow(content, Priority.ALWAYS);
    return box;
  }
}
