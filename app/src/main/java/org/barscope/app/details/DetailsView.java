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

  private final SplitPane split = new SplitPane();

  /// The view of a model.
  ///
  /// @param selectRow selects one of the rows in sight, when none is selected
  public DetailsView(DetailsViewModel model, Runnable selectRow) {
    getStyleClass().addAll("pane", "details");
    getStylesheets()
        .add(Objects.requireNonNull(DetailsView.class.getResource("details.css")).toExternalForm());
    VBox left = titled("Details", new FieldsTree(model));
    VBox right = titled("Bytes", new StripsPane(model));
    split.getItems().setAll(left, right);
    split.setDividerPositions(FIELDS_SHARE);
    EmptyState empty = new EmptyState("", "Select a row", selectRow);
    VBox nothing = titled("Details and bytes", empty);
    model
        .message()
        .subscribe(text -> {
          empty.setMessage(text);
          empty.offer(model.offersSelection());
          nothing.setVisible(!text.isEmpty());
          split.setVisible(text.isEmpty());
        });
    StackPane body = new StackPane(split, nothing);
    setVgrow(body, Priority.ALWAYS);
    getChildren().add(body);
  }

  /// The panes of fields and bytes, with a divider that the user moves.
  public SplitPane split() {
    return split;
  }

  private static VBox titled(String title, Node content) {
    VBox box = new VBox(new PaneTitle(title), content);
    setVgrow(content, Priority.ALWAYS);
    return box;
  }
}
