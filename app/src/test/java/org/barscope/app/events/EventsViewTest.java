package org.barscope.app.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.controls.CustomTextField;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.Text;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.LiveSession.Phase;
import org.barscope.app.ui.FxToolkit;
import org.barscope.app.ui.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsViewTest {
  private final FakeSource source = new FakeSource();
  private final Selection selection = new Selection();
  private long nanoTime;
  private EventsViewModel model;
  private EventsView view;
  private Scene scene;

  @BeforeAll
  static void startToolkit() {
    FxToolkit.start();
  }

  @BeforeEach
  void show() {
    model =
        FxToolkit.on(() -> new EventsViewModel(source, selection, Runnable::run, () -> nanoTime));
    view = FxToolkit.on(() -> new EventsView(model));
    scene = FxToolkit.show(view, 980, 520, Theme.DARK);
  }

  @AfterEach
  void close() {
    FxToolkit.close(scene);
  }

  private void refresh() {
    FxToolkit.run(model::refresh);
    FxToolkit.layout(scene);
  }

  @Test
  void saysWhatWouldFillIt() {
    refresh();
    assertEquals("No events yet: each access of a guest appears here as it begins.", empty());
    source.phase = Phase.ENDED;
    refresh();
    assertEquals("No events: nothing happened in this recording.", empty());
    source.problem = "demo.bscope: no such file";
    refresh();
    assertEquals("demo.bscope: no such file", empty());
  }

  @Test
  void showsARowInItsColumns() {
    source.write(3, 8, "a3f20100");
    refresh();
    assertEquals("▸ 0 0.000 000 3 W32 QueuePfn 0x1f2a3 ✓ 1.0 µs", lines().getFirst());
  }

  @Test
  void drawsInEachCellWhatItSaysAlsoWhenRowsAreThereAtOnce() {
    fill(5);
    source.write(3, 8, "a3f20100");
    refresh();
    EventsView other = FxToolkit.on(() -> new EventsView(model));
    Scene shown = FxToolkit.show(other, 980, 520, Theme.DARK);
    FxToolkit.await(shown, () -> other.lookup(".table-row .text") != null);
    FxToolkit.layout(shown);
    List<String> undrawn =
        FxToolkit.on(() ->
            other.lookupAll(".table-row > .label").stream()
                .map(Label.class::cast)
                .filter(label -> label.isVisible() && label.getParent().isVisible())
                .filter(label -> !((Text) label.lookup(".text")).getText().equals(label.getText()))
                .map(label -> label.getStyleClass() + " " + label.getText())
                .toList());
    FxToolkit.close(shown);
    assertEquals(List.of(), undrawn);
  }

  @Test
  void hasNoMoreNodesForAMillionRows() {
    fill(1000);
    int nodes = FxToolkit.on(() -> view.lookupAll("*").size());
    for (int i = 0; i < 1_000_000; i++) {
      source.interrupt(1);
    }
    refresh();
    assertEquals(nodes, FxToolkit.on(() -> view.lookupAll("*").size()));
    assertTrue(lines().getLast().contains("1,000,999"), () -> lines().toString());
  }

  @Test
  void followsAndGoesBackToTheEndByThePill() {
    fill(100);
    key(KeyCode.UP);
    assertEquals(99, selection.row().get());
    key(KeyCode.PAGE_UP);
    fill(1204);
    Button pill = (Button) view.lookup(".pill");
    assertTrue(FxToolkit.on(pill::isVisible));
    assertEquals("1,204 new ▾", FxToolkit.on(pill::getText));
    FxToolkit.run(pill::fire);
    FxToolkit.layout(scene);
    assertFalse(FxToolkit.on(pill::isVisible));
    assertTrue(lines().getLast().contains("1,303"), () -> lines().toString());
  }

  @Test
  void expandsByEnterAndByTheArrow() {
    for (int i = 0; i < 3; i++) {
      source.write(1, 8, "a3f20100");
    }
    refresh();
    key(KeyCode.HOME);
    key(KeyCode.ENTER);
    assertEquals("+0 ns 1.0 µs └ COMMON_CFG_WRITE off 8 len 4 → OK", lines().get(1));
    FxToolkit.run(() -> press(row(2).lookup(".disclosure")));
    FxToolkit.layout(scene);
    assertEquals(5, lines().size());
    assertEquals(0, selection.row().get());
    key(KeyCode.LEFT);
    assertEquals(4, lines().size());
  }

  @Test
  void filtersAndOffersToClearTheFilter() {
    source.write(1, 8, "a3f20100");
    fill(5);
    CustomTextField filter = (CustomTextField) view.lookup(".filter-field");
    FxToolkit.run(() -> filter.setText("queuepfn"));
    refresh();
    assertEquals(1, lines().size());
    FxToolkit.run(() -> filter.setText("nothing"));
    refresh();
    assertEquals("No row matches “nothing”.", empty());
    Button clear = (Button) view.lookup(".empty-state .button");
    assertEquals("Clear filter", clear.getText());
    FxToolkit.run(clear::fire);
    refresh();
    assertEquals(6, lines().size());
    assertEquals("", filter.getText());
  }

  @Test
  void showsEverySortOfRowInBothThemes() throws Exception {
    source.probe(1, true);
    source.probe(2, false);
    source.read(1, 0, "6480bf79");
    source.write(1, 18, "01");
    source.write(1, 18, "03");
    source.write(1, 8, "a3f20100");
    source.read(1, 26, "00");
    source.write(1, 18, "07");
    source.doorbell(1, 1);
    source.interrupt(1);
    source.failingRead(3, 18, 1, 5);
    source.guestFault(3);
    source.lost(1204);
    source.beginRead(2, 18, 1);
    long open = source.beginRead(3, 18, 1);
    refresh();
    nanoTime += 1_500_000_000L;
    source.time += 1_500_000_000L;
    source.write(1, 14, "0100");
    nanoTime += 4_000_000_000L;
    source.end(open, "07", 0);
    refresh();
    FxToolkit.run(() -> model.toggle(8));
    FxToolkit.run(() -> model.toggle(5));
    FxToolkit.run(() -> model.toggle(1));
    FxToolkit.run(() -> model.select(8));
    for (Theme theme : Theme.values()) {
      FxToolkit.run(() -> theme.apply(scene));
      assertTrue(Files.size(FxToolkit.picture(scene, "events-" + theme.styleClass())) > 10_000);
    }
  }

  private void fill(int rows) {
    for (int i = 0; i < rows; i++) {
      source.interrupt(1);
    }
    refresh();
  }

  private String empty() {
    return FxToolkit.on(() -> {
      Label label = (Label) view.lookup(".empty-state > .label");
      assertTrue(label.getParent().getParent().isVisible());
      return label.getText();
    });
  }

  /// The texts of the lines in sight, from top to bottom.
  private List<String> lines() {
    return FxToolkit.on(() ->
        view.lookupAll(".table-row").stream()
            .filter(Node::isVisible)
            .sorted((a, b) -> Double.compare(a.getLayoutY(), b.getLayoutY()))
            .map(EventsViewTest::text)
            .toList());
  }

  private static String text(Node row) {
    return ((Parent) row)
        .getChildrenUnmodifiable().stream()
            .filter(Node::isVisible)
            .flatMap(cell ->
                cell instanceof Labeled
                    ? List.of(cell).stream()
                    : ((Parent) cell).getChildrenUnmodifiable().stream())
            .map(label -> ((Labeled) label).getText())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" "));
  }

  private Node row(int place) {
    return view.lookupAll(".table-row").stream()
        .filter(Node::isVisible)
        .sorted((a, b) -> Double.compare(a.getLayoutY(), b.getLayoutY()))
        .toList()
        .get(place);
  }

  private void key(KeyCode code) {
    FxToolkit.run(() ->
        Event.fireEvent(
            view.lookup(".windowed-table"),
            new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false)));
    FxToolkit.layout(scene);
  }

  private static void press(Node node) {
    Event.fireEvent(
        node,
        new MouseEvent(
            MouseEvent.MOUSE_PRESSED,
            5,
            5,
            5,
            5,
            MouseButton.PRIMARY,
            1,
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
            null));
  }
}
