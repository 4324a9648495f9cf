package org.barscope.app.members;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import javafx.scene.text.Text;
import org.barscope.app.members.Line.Kind;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.LiveSession.Phase;
import org.barscope.app.session.Played;
import org.barscope.app.ui.FxToolkit;
import org.barscope.app.ui.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MembersViewTest {
  private static final long SECOND = 1_000_000_000;

  private final Played played = new Played(3);
  private final Selection selection = new Selection();
  private long clock;
  private MembersViewModel model;
  private Scene scene;

  @BeforeAll
  static void startToolkit() {
    FxToolkit.start();
  }

  @BeforeEach
  void show() {
    MemberSource source =
        new MemberSource(
            played.rows(),
            played.history(),
            true,
            () -> Phase.RUNNING,
            _ -> "a1-linux612-net-msix.log.gz: virtio-net-pci 00:04.0",
            Optional::empty);
    model = new MembersViewModel(source, selection, () -> clock);
    scene = FxToolkit.show(FxToolkit.on(() -> new MembersView(model)), 300, 760, Theme.DARK);
  }

  @AfterEach
  void close() {
    FxToolkit.close(scene);
  }

  private void pass(long nanos) {
    clock += nanos;
    FxToolkit.run(model::refresh);
    FxToolkit.layout(scene);
  }

  @SuppressWarnings("unchecked") // a node is looked up by its style class
  private TreeView<Line> tree() {
    return (TreeView<Line>) scene.getRoot().lookup(".tree-view");
  }

  private List<String> texts() {
    return FxToolkit.on(() ->
        scene.getRoot().lookupAll(".line > .label").stream()
            .filter(MembersViewTest::isShown)
            .map(node -> ((Label) node).getText())
            .toList());
  }

  private static boolean isShown(Node node) {
    return node.isVisible() && (node.getParent() == null || isShown(node.getParent()));
  }

  private TreeItem<Line> item(int vf, Kind kind) {
    for (TreeItem<Line> head : tree().getRoot().getChildren().getFirst().getChildren()) {
      if (head.getValue().member().filter(Played.vf(vf)::equals).isPresent()) {
        return head.getChildren().stream()
            .filter(item -> item.getValue().kind() == kind)
            .findFirst()
            .orElse(head);
      }
    }
    throw new AssertionError("no VF " + vf);
  }

  @Test
  void showsTheTreeAndHowEachMemberIsDoing() throws Exception {
    played.bringUp(1);
    played.bringUp(2);
    for (int second = 0; second < 8; second++) {
      for (int i = 0; i < 5 * second % 13; i++) {
        played.write(1, 16, "0100");
        played.write(2, 16, "0000");
      }
      pass(SECOND);
    }
    played.begin(3, 18, 1);
    pass(SECOND / 4);
    pass(2 * SECOND);
    assertTrue(texts().contains("● OK"), texts().toString());
    assertTrue(texts().contains("▲ stuck"), texts().toString());
    assertTrue(texts().contains("◔ R8 @18 waits 2 s"), texts().toString());
    assertTrue(Files.size(FxToolkit.picture(scene, "members-dark")) > 0);
  }

  @Test
  void everyLineKeepsDrawingWhatItsLabelSays() {
    for (int second = 0; second < 6; second++) {
      if (second % 2 == 0) {
        played.bringUp(1 + second / 2); // lines for queues come, others move
      }
      played.write(1, 16, "0100");
      pass(SECOND);
      assertEquals(List.of(), stale(), "labels that draw something else, second " + second);
    }
  }

  /// What labels say that draw another text.
  private List<String> stale() {
    return FxToolkit.on(() ->
        scene.getRoot().lookupAll(".line > .label").stream()
            .filter(MembersViewTest::isShown)
            .filter(node -> !((Label) node).getText().isEmpty())
            .filter(node -> {
              String drawn = ((Text) node.lookup(".text")).getText();
              String whole = ((Label) node).getText();
              return !drawn.equals(whole)
                  && !(drawn.endsWith("…")
                      && whole.startsWith(drawn.substring(0, drawn.length() - 1)));
            })
            .map(node -> ((Label) node).getText())
            .toList());
  }

  @Test
  void newLinesAppearWhereTheyBelong() {
    assertTrue(texts().stream().noneMatch(text -> text.startsWith("rx0")));
    played.bringUp(1);
    pass(SECOND);
    List<String> lines =
        item(1, Kind.MEMBER).getChildren().stream()
            .map(item -> item.getValue().text().get())
            .toList();
    assertEquals(List.of("MSI-X, header 24", "rx0 256", "tx0 256", "probe"), lines.subList(2, 6));
    assertTrue(texts().contains("rx0 256"));
  }

  @Test
  void theSelectedMemberIsSelectedInTheTree() {
    FxToolkit.run(() -> selection.select(Played.vf(3)));
    assertEquals(
        Optional.of(Played.vf(3)),
        FxToolkit.on(() -> tree().getSelectionModel().getSelectedItem().getValue().member()));
  }

  @Test
  void selectingALineSelectsItsMember() {
    FxToolkit.run(() -> tree().getSelectionModel().select(item(2, Kind.STATUS)));
    assertEquals(Played.vf(2), selection.member().get());
    pass(SECOND);
    assertEquals(
        Kind.STATUS,
        FxToolkit.on(() -> tree().getSelectionModel().getSelectedItem().getValue().kind()));
  }

  @Test
  void troubleHasItsTone() {
    played.begin(3, 18, 1);
    pass(SECOND / 4);
    pass(2 * SECOND);
    boolean waiting =
        FxToolkit.on(() ->
            scene.getRoot().lookupAll(".line > .label").stream()
                .filter(node -> ((Label) node).getText().equals("▲ stuck"))
                .anyMatch(node ->
                    node.getPseudoClassStates().contains(PseudoClass.getPseudoClass("waiting"))));
    assertTrue(waiting);
  }
}
