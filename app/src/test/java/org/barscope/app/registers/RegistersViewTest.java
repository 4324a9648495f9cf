package org.barscope.app.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.Played;
import org.barscope.app.ui.FxToolkit;
import org.barscope.app.ui.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistersViewTest {
  private final Played played = new Played(1);
  private final Selection selection = new Selection();
  private RegistersViewModel model;
  private long clock;
  private Scene scene;

  @BeforeAll
  static void startToolkit() {
    FxToolkit.start();
  }

  @BeforeEach
  void show() {
    played.bringUp(1);
    played.write(1, 16, "0100");
    model =
        new RegistersViewModel(
            new RegisterSource(played.rows(), played.history(), () -> false),
            selection,
            () -> clock += 1_000_000_000L);
    scene = FxToolkit.show(FxToolkit.on(() -> new RegistersView(model)), 346, 640, Theme.LIGHT);
  }

  @AfterEach
  void close() {
    FxToolkit.close(scene);
  }

  private void select(long row) {
    FxToolkit.run(() -> selection.select(row, Played.vf(1)));
    FxToolkit.await(
        scene,
        () -> {
          model.refresh();
          return !model.busy();
        });
    FxToolkit.layout(scene);
  }

  private List<Label> labels(String selector) {
    return FxToolkit.on(() ->
        scene.getRoot().lookupAll(selector).stream()
            .filter(RegistersViewTest::isShown)
            .map(Label.class::cast)
            .toList());
  }

  private List<String> texts(String selector) {
    return labels(selector).stream().map(Label::getText).toList();
  }

  private static boolean isShown(Node node) {
    return node.isVisible() && (node.getParent() == null || isShown(node.getParent()));
  }

  @Test
  void showsRegistersFeaturesQueuesAndConfiguration() throws Exception {
    assertTrue(texts(".value").contains("0x07"));
    assertTrue(texts(".word").contains("✓ MAC"));
    assertTrue(texts(".queue-cell").contains("0x1f2a0"));
    assertTrue(texts(".value").contains("52:54:00:12:34:01"));
    assertEquals(List.of(), texts(".change-mark"));
    assertTrue(Files.size(FxToolkit.picture(scene, "registers-light")) > 0);
  }

  @Test
  void marksWhatTheSelectedRowChanged() throws Exception {
    select(played.write(1, 18, "87"));
    assertEquals(List.of("◂"), texts(".change-mark"));
    assertTrue(texts(".word").contains("✗ FAILED"));
    assertTrue(Files.size(FxToolkit.picture(scene, "registers-row-light")) > 0);
  }

  @Test
  void noTextIsCutOff() {
    for (Label label : labels(".label")) {
      boolean cut = FxToolkit.on(() -> label.getWidth() + 0.5 < label.prefWidth(-1));
      assertFalse(cut, label.getText());
    }
  }

  @Test
  void theAddressGoesWhereThereIsNoRoomForIt() {
    assertFalse(texts(".queue-header").contains("address"));
    FxToolkit.run(() -> scene.getWindow().setWidth(600));
    FxToolkit.await(scene, () -> scene.getWidth() > 500);
    FxToolkit.layout(scene);
    assertTrue(texts(".queue-header").contains("address"));
  }
}
