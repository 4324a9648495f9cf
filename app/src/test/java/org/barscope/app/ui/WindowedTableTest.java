package org.barscope.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WindowedTableTest {
  private static final long MILLION = 1_000_000;

  private final List<Long> chosen = new ArrayList<>();
  private final List<Long> activated = new ArrayList<>();
  private WindowedTable table;
  private Scene scene;

  @BeforeAll
  static void startToolkit() {
    FxToolkit.start();
  }

  @BeforeEach
  void show() {
    table =
        FxToolkit.on(() ->
            new WindowedTable(
                List.of(Column.number("#", 80), Column.text("Name", 200), Column.text("Rest", 100)),
                WindowedTableTest::fill));
    FxToolkit.run(() -> {
      table.setOnSelect(chosen::add);
      table.setOnActivate(activated::add);
      table.setRange(0, MILLION);
    });
    scene = FxToolkit.show(new StackPane(table), 600, 400, Theme.DARK);
  }

  @AfterEach
  void close() {
    FxToolkit.close(scene);
  }

  private static RowView fill(TableRow slot) {
    Label number = new Label();
    Label name = new Label();
    slot.cell(0, number);
    slot.cell(1, 2, name);
    return row -> {
      number.setText(Long.toString(row));
      name.setText("row " + row);
    };
  }

  @Test
  void hasAsManyNodesForABillionRowsAsForAMillion() {
    int nodes = nodes(table);
    FxToolkit.run(() -> table.setRange(0, 5_000_000_000L));
    FxToolkit.run(() -> table.reveal(4_999_999_999L));
    FxToolkit.layout(scene);
    assertEquals(nodes, nodes(table));
    assertEquals(4_999_999_999L, table.lastVisible());
    assertTrue(texts().contains("row 4999999999"), () -> texts().toString());
  }

  @Test
  void makesMoreRowsWhenItGrowsAndFewerWhenItShrinks() {
    int before = FxToolkit.on(table::slotCount);
    FxToolkit.run(() -> scene.getWindow().setHeight(800));
    FxToolkit.await(scene, () -> table.slotCount() > before + 10);
    FxToolkit.run(() -> scene.getWindow().setHeight(200));
    FxToolkit.await(scene, () -> table.slotCount() < before);
  }

  @Test
  void movesTheSelectionByKeys() {
    key(KeyCode.DOWN);
    key(KeyCode.DOWN);
    key(KeyCode.UP);
    key(KeyCode.PAGE_DOWN);
    long page = chosen.getLast();
    assertTrue(page > 10 && page < 20, () -> "page of " + page);
    key(KeyCode.HOME);
    key(KeyCode.ENTER);
    assertEquals(List.of(0L, 1L, 0L, page, 0L), chosen);
    assertEquals(List.of(0L), activated);
    assertEquals(0, FxToolkit.on(table::firstVisible));
  }

  @Test
  void selectsTheRowUnderTheMouse() {
    click(300, 26 + 22 * 3 + 5, 1);
    assertEquals(List.of(3L), chosen);
    click(300, 26 + 22 * 4 + 5, 2);
    assertEquals(List.of(4L), activated);
  }

  @Test
  void followsTheEndUntilTheUserScrollsBack() {
    FxToolkit.run(() -> table.following().set(true));
    FxToolkit.run(() -> table.setRange(0, MILLION + 5));
    assertEquals(MILLION + 4, FxToolkit.on(table::lastVisible));
    wheel(40);
    assertFalse(FxToolkit.on(() -> table.following().get()));
    long top = FxToolkit.on(table::firstVisible);
    FxToolkit.run(() -> table.setRange(0, MILLION + 5000));
    assertEquals(top, FxToolkit.on(table::firstVisible));
    key(KeyCode.END);
    assertTrue(FxToolkit.on(() -> table.following().get()));
    assertEquals(MILLION + 4999, FxToolkit.on(table::lastVisible));
  }

  @Test
  void stopsToFollowWhenARowIsSelected() {
    FxToolkit.run(() -> table.following().set(true));
    click(300, 100, 1);
    assertFalse(FxToolkit.on(() -> table.following().get()));
  }

  @Test
  void keepsSelectionAndPlaceWhenRowsAreForgottenAtTheFront() {
    FxToolkit.run(() -> table.reveal(500_000));
    click(300, 100, 1);
    long selected = chosen.getLast();
    long top = FxToolkit.on(table::firstVisible);
    FxToolkit.run(() -> table.setRange(400_000, MILLION + 100));
    assertEquals(selected, FxToolkit.on(table::selected));
    assertEquals(top, FxToolkit.on(table::firstVisible));
    FxToolkit.run(() -> table.setRange(600_000, MILLION + 100));
    assertEquals(600_000, FxToolkit.on(table::firstVisible));
    assertEquals(selected, FxToolkit.on(table::selected));
  }

  @Test
  void jumpsToWhereTheScrollBarIsDragged() {
    ScrollBar bar = (ScrollBar) table.lookup(".scroll-bar:vertical");
    FxToolkit.run(() -> bar.setValue(bar.getMax() / 2));
    long top = FxToolkit.on(table::firstVisible);
    assertTrue(Math.abs(top - MILLION / 2) < 20, () -> "top " + top);
  }

  @Test
  void dragsTheEdgeOfAColumn() {
    Node edge = table.lookup(".column-edge");
    Label name = (Label) table.lookup(".table-row > .label");
    double before = FxToolkit.on(name::getWidth);
    mouse(edge, MouseEvent.MOUSE_PRESSED, 80, 10, 1);
    mouse(edge, MouseEvent.MOUSE_DRAGGED, 120, 10, 1);
    FxToolkit.layout(scene);
    assertEquals(before + 40, FxToolkit.on(name::getWidth));
    mouse(edge, MouseEvent.MOUSE_DRAGGED, -500, 10, 1);
    FxToolkit.layout(scene);
    assertEquals(32, FxToolkit.on(name::getWidth));
  }

  @Test
  void showsThePlaceholderOnlyWhileItIsEmpty() {
    Label nothing = FxToolkit.on(() -> new Label("nothing"));
    FxToolkit.run(() -> table.setPlaceholder(nothing));
    assertFalse(FxToolkit.on(() -> nothing.getParent().isVisible()));
    FxToolkit.run(() -> table.setRange(7, 7));
    assertTrue(FxToolkit.on(() -> nothing.getParent().isVisible()));
    assertTrue(texts().isEmpty(), () -> texts().toString());
  }

  private List<String> texts() {
    return FxToolkit.on(() ->
        table.lookupAll(".table-row").stream()
            .filter(Node::isVisible)
            .map(row -> ((Label) ((Parent) row).getChildrenUnmodifiable().get(1)).getText())
            .toList());
  }

  private static int nodes(Node node) {
    return FxToolkit.on(() -> count(node));
  }

  private static int count(Node node) {
    int sum = 1;
    if (node instanceof Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        sum += count(child);
      }
    }
    return sum;
  }

  private void key(KeyCode code) {
    FxToolkit.run(() ->
        Event.fireEvent(
            table, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false)));
  }

  private void click(double x, double y, int count) {
    mouse(table.lookup(".rows"), MouseEvent.MOUSE_PRESSED, x, y, count);
  }

  private static void mouse(
      Node target, javafx.event.EventType<MouseEvent> type, double x, double y, int count) {
    FxToolkit.run(() ->
        Event.fireEvent(
            target,
            new MouseEvent(
                type,
                x,
                y,
                x,
                y,
                MouseButton.PRIMARY,
                count,
                false,
                false,
                false,
                false,
                true,
                false,
                false,
                true,
                false,
                false,
                new PickResult(target, x, y))));
  }

  private void wheel(double delta) {
    FxToolkit.run(() ->
        Event.fireEvent(
            table,
            new ScrollEvent(
                ScrollEvent.SCROLL,
                100,
                100,
                100,
                100,
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                delta,
                0,
                delta,
                ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                ScrollEvent.VerticalTextScrollUnits.LINES,
                3,
                0,
                null)));
  }
}
