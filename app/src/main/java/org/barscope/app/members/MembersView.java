package org.barscope.app.members;

import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.barscope.app.members.Line.Kind;
import org.barscope.app.ui.EmptyState;
import org.barscope.app.ui.PaneTitle;
import org.barscope.tracer.state.StateHistory.Member;

/// The members tree: owners, members, their queues, and how they are doing.
public final class MembersView extends VBox {
  private static final double ROW = 22;
  private static final double LEAST_WIDTH = 250;

  /// With more members than these, a member's lines are folded away at first.
  private static final int FEW_MEMBERS = 8;

  private final MembersViewModel model;
  private final TreeView<Line> tree = new TreeView<>();
  private final TreeItem<Line> root = new TreeItem<>();

  /// The view of a model.
  public MembersView(MembersViewModel model) {
    this.model = model;
    getStyleClass().addAll("pane", "members");
    setMinWidth(LEAST_WIDTH);
    getStylesheets()
        .add(Objects.requireNonNull(MembersView.class.getResource("members.css")).toExternalForm());
    tree.setRoot(root);
    tree.setShowRoot(false);
    tree.setFixedCellSize(ROW);
    tree.setCellFactory(_ -> new LineCell());
    tree.getSelectionModel().setSelectionMode(SelectionMode.SINGLE);
    root.setExpanded(true);
    follow(model.owners(), root);
    tree.getSelectionModel()
        .selectedItemProperty()
        .subscribe(item -> {
          if (item != null && item.getValue() != null) {
            model.choose(item.getValue());
          }
        });
    model.selected().subscribe(this::select);
    EmptyState empty = new EmptyState("Owners and members appear when the recording begins.");
    empty.setMouseTransparent(true);
    empty.visibleProperty().bind(Bindings.isEmpty(model.owners()));
    StackPane body = new StackPane(tree, empty);
    setVgrow(body, Priority.ALWAYS);
    getChildren().addAll(new PaneTitle("Members"), body);
  }

  private void follow(ObservableList<Line> lines, TreeItem<Line> parent) {
    lines.forEach(line -> parent.getChildren().add(item(line)));
    lines.addListener(
        (ListChangeListener<Line>)
            change -> {
              while (change.next()) {
                parent
                    .getChildren()
                    .remove(change.getFrom(), change.getFrom() + change.getRemovedSize());
                for (int i = change.getFrom(); i < change.getTo(); i++) {
                  parent.getChildren().add(i, item(lines.get(i)));
                }
              }
              select(model.selected().get());
            });
  }

  private TreeItem<Line> item(Line line) {
    TreeItem<Line> item = new TreeItem<>(line);
    item.setExpanded(
        switch (line.kind()) {
          case OWNER -> true;
          case MEMBER -> line.member().map(member -> member.vf() <= FEW_MEMBERS).orElse(false);
          case ADMIN_QUEUE,
              COMMANDS,
              ACTIVITY,
              STATUS,
              INTERRUPTS,
              QUEUE,
              PROBE,
              CONDITION,
              DEVICE ->
              false;
        });
    follow(line.children(), item);
    return item;
  }

  /// Selects the line of a member, unless one of its own is selected.
  private void select(Member member) {
    TreeItem<Line> selected = tree.getSelectionModel().getSelectedItem();
    boolean own =
        selected != null
            && selected.getValue() != null
            && selected.getValue().member().filter(member::equals).isPresent();
    if (own) {
      return;
    }
    for (TreeItem<Line> owner : root.getChildren()) {
      for (TreeItem<Line> item : owner.getChildren()) {
        Line line = item.getValue();
        if (line.kind() == Kind.MEMBER && line.member().filter(member::equals).isPresent()) {
          tree.getSelectionModel().select(item);
          return;
        }
      }
    }
  }
}
