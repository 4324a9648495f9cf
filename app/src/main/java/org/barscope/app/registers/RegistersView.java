package org.barscope.app.registers;

import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.barscope.app.ui.EmptyState;
import org.barscope.app.ui.PaneTitle;

/// The register file of the selected member, as of the selected row or now.
public final class RegistersView extends VBox {
  private final Label title = new Label();
  private final Label interrupts = new Label();
  private final RowList<RegisterRow> registers = new RowList<>(RegisterRow::new);
  private final WordsPane features = new WordsPane();
  private final Label featuresTitle = section("Features");
  private final QueueTable queues = new QueueTable();
  private final Label queuesTitle = section("Queues");
  private final RowList<FieldRow> config = new RowList<>(FieldRow::new);
  private final Label configTitle = section("Device configuration");
  private final EmptyState empty = new EmptyState("");
  private final ScrollPane scroll;

  /// Narrower than this, values would be cut.
  private static final double LEAST_WIDTH = 340;

  /// The view of a model.
  public RegistersView(RegistersViewModel model) {
    getStyleClass().addAll("pane", "registers");
    setMinWidth(LEAST_WIDTH);
    getStylesheets()
        .add(
            Objects.requireNonNull(RegistersView.class.getResource("registers.css"))
                .toExternalForm());
    title.getStyleClass().add("muted");
    interrupts.getStyleClass().addAll("muted", "interrupts");
    features.getStyleClass().add("features");
    VBox content =
        new VBox(
            interrupts,
            registers,
            featuresTitle,
            features,
            queuesTitle,
            queues,
            configTitle,
            config);
    content.getStyleClass().add("registers-content");
    scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    StackPane body = new StackPane(scroll, empty);
    setVgrow(body, Priority.ALWAYS);
    getChildren().addAll(new PaneTitle("Registers", title), body);
    model.page().subscribe(this::show);
  }

  private static Label section(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("section");
    return label;
  }

  private void show(RegistersPage page) {
    title.setText(page.title());
    boolean hasContent = page.message().isEmpty();
    empty.setMessage(page.message());
    empty.setVisible(!hasContent);
    scroll.setVisible(hasContent);
    if (!hasContent) {
      return;
    }
    interrupts.setText(page.interrupts());
    registers.show(page.registers(), RegisterRow::show);
    features.show(page.features());
    there(featuresTitle, !page.features().isEmpty());
    there(features, !page.features().isEmpty());
    queues.show(page.queues());
    there(queuesTitle, !page.queues().isEmpty());
    there(queues, !page.queues().isEmpty());
    config.show(page.config(), FieldRow::show);
    there(configTitle, !page.config().isEmpty());
  }

  private static void there(Node node, boolean there) {
    node.setVisible(there);
    node.setManaged(there);
  }
}
