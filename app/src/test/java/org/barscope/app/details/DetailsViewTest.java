package org.barscope.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.Played;
import org.barscope.app.ui.BytesPane;
import org.barscope.app.ui.FxToolkit;
import org.barscope.app.ui.Theme;
import org.barscope.tracer.decode.FieldNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DetailsViewTest {
  private final Played played = new Played(1);
  private final Selection selection = new Selection();
  private final DetailsViewModel model =
      new DetailsViewModel(played.rows(), played.history().types(), selection);
  private Scene scene;

  @BeforeAll
  static void startToolkit() {
    FxToolkit.start();
  }

  @BeforeEach
  void show() {
    scene =
        FxToolkit.show(FxToolkit.on(() -> new DetailsView(model, () -> {})), 1200, 320, Theme.DARK);
  }

  @AfterEach
  void close() {
    FxToolkit.close(scene);
  }

  private void select(long row) {
    FxToolkit.run(() -> {
      selection.select(row, Played.vf(1));
      model.refresh();
    });
    FxToolkit.layout(scene);
  }

  private FieldsTree tree() {
    return (FieldsTree) scene.getRoot().lookup(".fields-tree");
  }

  private List<BytesPane> panes() {
    return scene.getRoot().lookupAll(".bytes-pane").stream().map(BytesPane.class::cast).toList();
  }

  private List<String> texts(String selector) {
    return FxToolkit.on(() ->
        scene.getRoot().lookupAll(selector).stream()
            .filter(DetailsViewTest::isShown)
            .map(node -> ((Label) node).getText())
            .toList());
  }

  private static boolean isShown(Node node) {
    return node.isVisible() && (node.getParent() == null || isShown(node.getParent()));
  }

  private long markedBytes() {
    FxToolkit.layout(scene);
    return FxToolkit.on(() ->
        scene.getRoot().lookupAll(".bytes-line > .marked").stream()
            .filter(DetailsViewTest::isShown)
            .map(n -> ((Label) n).getText())
            .map(text -> text.substring(0, text.length() - 17).strip())
            .filter(text -> !text.isEmpty())
            .mapToLong(text -> text.split(" +").length)
            .sum());
  }

  private TreeItem<FieldNode> item(String label) {
    return find(tree().getRoot(), label).orElseThrow();
  }

  private static Optional<TreeItem<FieldNode>> find(TreeItem<FieldNode> item, String label) {
    if (item.getValue() != null && item.getValue().label().equals(label)) {
      return Optional.of(item);
    }
    return item.getChildren().stream().flatMap(child -> find(child, label).stream()).findFirst();
  }

  @Test
  void saysWhatToDoWhileNoRowIsSelected() {
    assertTrue(texts(".empty-state > .label").getFirst().startsWith("Select a row"));
  }

  @Test
  void showsFieldsAndBytesOfTheSelectedRow() throws Exception {
    select(played.write(1, 8, "a3f20100"));
    assertTrue(texts(".field-label").contains("Admin command"));
    assertTrue(texts(".field-value").contains("0x1f2a3 → address 0x1f2a3000"));
    assertEquals(List.of("guest", "command", "answer"), texts(".strip-name"));
    assertEquals("a3f20100", panes().getFirst().bytes().toHex());
    assertTrue(Files.size(FxToolkit.picture(scene, "details-dark")) > 0);
  }

  @Test
  void choosingAFieldMarksItsBytesOnBothSides() {
    select(played.write(1, 8, "a3f20100"));
    assertEquals(0, markedBytes());
    FxToolkit.run(() -> tree().getSelectionModel().select(item("page")));
    assertEquals(8, markedBytes());
    FxToolkit.run(() -> tree().getSelectionModel().select(item("member")));
    assertEquals(8, markedBytes());
    FxToolkit.run(() -> tree().getSelectionModel().select(item("opcode")));
    assertEquals(2, markedBytes());
  }

  @Test
  void pointingAtAByteMarksItsField() {
    select(played.write(1, 8, "a3f20100"));
    FxToolkit.run(() -> model.pointAtByte(1, 0));
    FxToolkit.layout(scene);
    List<String> marked =
        FxToolkit.on(() ->
            scene.getRoot().lookupAll(".tree-cell").stream()
                .filter(cell ->
                    cell.getPseudoClassStates().contains(PseudoClass.getPseudoClass("marked")))
                .map(cell -> ((FieldCell) cell).getItem().label())
                .toList());
    assertEquals(List.of("opcode"), marked);
  }

  @Test
  void pointingAtAByteBringsItsFieldIntoSight() {
    select(played.write(1, 8, "a3f20100"));
    FxToolkit.run(() -> model.pointAtByte(2, 0));
    FxToolkit.layout(scene);
    FieldNode marked = FxToolkit.on(() -> model.marked().get().orElseThrow());
    int line = FxToolkit.on(() -> tree().getRow(item(marked.label())));
    List<Integer> seen =
        FxToolkit.on(() ->
            tree().lookupAll(".tree-cell").stream()
                .map(FieldCell.class::cast)
                .filter(cell -> cell.isVisible() && !cell.isEmpty())
                .filter(cell -> cell.getBoundsInParent().getMaxY() > 0)
                .map(FieldCell::getIndex)
                .toList());
    assertTrue(seen.contains(line), line + " of " + seen);
  }

  @Test
  void whatIsFoldedStaysFoldedInTheNextRow() {
    select(played.write(1, 8, "a3f20100"));
    assertTrue(item("Admin command").isExpanded());
    FxToolkit.run(() -> item("Admin command").setExpanded(false));
    select(played.write(1, 14, "0100"));
    assertFalse(item("Admin command").isExpanded());
    assertTrue(item("Legacy access").isExpanded());
  }

  @Test
  void nothingScrollsSideways() {
    select(played.write(1, 18, "01"));
    TreeView<FieldNode> tree = tree();
    assertTrue(
        FxToolkit.on(() ->
            tree.lookupAll(".scroll-bar").stream()
                .filter(DetailsViewTest::isShown)
                .noneMatch(bar -> bar.getBoundsInLocal().getWidth() > 40)));
  }

  @Test
  void aRowWithoutBytesSaysSo() {
    select(0);
    assertEquals(List.of("This row has no bytes."), texts(".no-bytes"));
  }
}
