package org.barscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.LiveSession;
import org.barscope.app.session.LiveSession.Phase;
import org.barscope.app.ui.FxToolkit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole window on JavaFX's headless platform, with real sessions.
class WorkbenchTest {
  private static final long PATIENCE_NANOS = 30_000_000_000L;
  private static final String NOTHING_SELECTED =
      "Select a row of the table to see it here: each field with the section of the standard,"
          + " beside the bytes of guest, command and answer.";
  private static final LogRecords WARNINGS = new LogRecords(Level.WARNING);

  private LiveSession session;
  private Workbench workbench;
  private Stage stage;

  @BeforeAll
  static void startToolkit() {
    FxToolkit.start();
    Logger.getLogger("").addHandler(WARNINGS);
  }

  @AfterAll
  static void forgetWarnings() {
    Logger.getLogger("").removeHandler(WARNINGS);
  }

  private void open(LiveSession shown) {
    session = shown;
    FxToolkit.run(() -> {
      workbench = new Workbench(session);
      stage = new Stage();
      workbench.showIn(stage);
    });
  }

  /// A recording that has been read to its end.
  private void openRecorded(String... ids) {
    open(Samples.recorded(ids));
    until(() -> session.phase() == Phase.ENDED);
    refresh();
  }

  @AfterEach
  void close() {
    FxToolkit.run(() -> {
      workbench.close();
      stage.hide();
    });
    session.close();
  }

  @Test
  void opensASampleAndShowsWhatIsInIt() {
    openRecorded("a1");
    assertEquals("Barscope - a1.pcapng", FxToolkit.on(stage::getTitle));
    assertFalse(FxToolkit.on(() -> stage.getIcons().isEmpty()));
    assertShown("Members", "Events", "Registers", "Details and bytes");
    assertShown("VF 1 net", "■ capture", "613 events", "0 lost", "a1.pcapng");
    assertShown(NOTHING_SELECTED);
    assertFalse(hasButton("Pause"));
    assertFalse(hasButton("Follow"));
  }

  @Test
  void selectingARowMovesEveryView() {
    openRecorded("a1");
    select("QueuePfn");
    assertTrue(workbench.selection().row().get() != Selection.NONE);
    assertTrue(
        texts().stream().anyMatch(text -> text.startsWith("VF 1 as of row ")), texts()::toString);
    assertTrue(texts().stream().anyMatch(text -> text.startsWith("VF 1  ·  row ")));
    assertTrue(
        texts().stream().anyMatch(text -> text.contains("LEGACY_COMMON_CFG")), texts()::toString);
    assertFalse(texts().contains(NOTHING_SELECTED));
  }

  @Test
  void anAccessExpandsToItsCommand() {
    openRecorded("a1");
    select("QueuePfn");
    assertFalse(tableTexts().stream().anyMatch(text -> text.contains("└ COMMON_CFG")));
    key(KeyCode.ENTER);
    assertTrue(
        tableTexts().stream().anyMatch(text -> text.contains("└ COMMON_CFG")),
        tableTexts()::toString);
  }

  @Test
  void saysThatThereIsNoEarlierAccess() {
    openRecorded("a1");
    select("QueuePfn");
    for (int i = 0; i < 20; i++) {
      key(KeyCode.COMMA, true, false);
    }
    assertTrue(
        texts().stream().anyMatch(text -> text.endsWith("  ·  no earlier access to this")),
        texts()::toString);
    key(KeyCode.PERIOD, true, false);
    assertTrue(texts().stream().noneMatch(text -> text.contains("no earlier access")));
  }

  @Test
  void filtersByWords() {
    openRecorded("a1");
    key(KeyCode.F, true, false);
    assertTrue(FxToolkit.on(() -> focused() instanceof TextInputControl));
    type("QueuePfn");
    until(() ->
        texts().stream().anyMatch(text -> text.matches("\\d+ of " + session.rows().rowCount())));
    Set<String> places =
        FxToolkit.on(() ->
            rows().stream()
                .map(row -> text(row))
                .filter(text -> !text.isBlank())
                .map(text -> text.contains("QueuePfn") ? "QueuePfn" : text)
                .collect(Collectors.toSet()));
    assertEquals(Set.of("QueuePfn"), places);
    key(KeyCode.SPACE);
    assertEquals(Phase.ENDED, session.phase());
  }

  @Test
  void pausesAndResumesByKeyAndButton() {
    open(Samples.demo(100));
    until(() -> session.rows().rowCount() > 100);
    key(KeyCode.SPACE);
    assertEquals(Phase.PAUSED, session.phase());
    refresh();
    assertShown("❚❚ paused", "▶ Resume");
    FxToolkit.run(() -> button("Resume").fire());
    assertEquals(Phase.RUNNING, session.phase());
    key(KeyCode.F8);
    assertEquals(Phase.PAUSED, session.phase());
    key(KeyCode.F8);
    long rows = session.rows().rowCount();
    until(() -> session.rows().rowCount() > rows);
  }

  @Test
  void stopsTheGuestsAndKeepsTheRows() {
    open(Samples.demo(100));
    until(() -> session.rows().rowCount() > 10);
    FxToolkit.run(() -> button("Stop").fire());
    until(() -> session.phase() == Phase.ENDED);
    refresh();
    assertShown("■ ended");
    assertTrue(FxToolkit.on(() -> button("Pause").isDisabled()));
    assertTrue(session.rows().rowCount() > 10);
  }

  @Test
  void followsUntilARowIsSelectedAndGoesBackToTheEnd() {
    open(Samples.demo(100));
    until(() -> session.rows().rowCount() > 200);
    refresh();
    long newest = lastShownRow();
    until(() -> session.rows().rowCount() > newest + 50);
    refresh();
    assertTrue(lastShownRow() > newest);
    key(KeyCode.UP);
    assertFalse(FxToolkit.on(() -> workbench.selection().following().get()));
    // the slot that is cut off at the bottom is filled by the rows that come next
    long selectedAt = session.rows().rowCount();
    until(() -> session.rows().rowCount() > selectedAt + 100);
    refresh();
    long held = lastShownRow();
    until(() -> session.rows().rowCount() > held + 100);
    refresh();
    assertEquals(held, lastShownRow());
    assertTrue(texts().stream().anyMatch(text -> text.matches("[\\d,]+ new ▾")), texts()::toString);
    key(KeyCode.END);
    assertTrue(FxToolkit.on(() -> workbench.selection().following().get()));
    assertTrue(lastShownRow() > held);
  }

  @Test
  void fitsIntoASmallWindow() {
    openRecorded("a1");
    select("QueuePfn");
    FxToolkit.run(() -> {
      stage.setMinWidth(0); // as on a small screen
      stage.setMinHeight(0);
      stage.setWidth(900);
      stage.setHeight(600);
    });
    until(() -> workbench.scene().getWidth() <= 900 && workbench.scene().getHeight() <= 600);
    FxToolkit.layout(workbench.scene());
    for (String style :
        List.of(".events-view", ".members", ".registers", ".details", ".status-line")) {
      Bounds bounds =
          FxToolkit.on(() -> {
            Node node = workbench.scene().lookup(style);
            return node.localToScene(node.getLayoutBounds());
          });
      assertTrue(bounds.getWidth() > 100 && bounds.getHeight() > 15, style + bounds);
      assertTrue(bounds.getMaxX() <= 901 && bounds.getMaxY() <= 601, style + bounds);
    }
  }

  @Test
  void numbersRowsAlikeEverywhere() {
    openRecorded("a1");
    select("QueuePfn");
    until(() -> texts().contains("VF 1 as of row " + selectedRow()));
    String row = selectedRow();
    assertShown("VF 1  ·  row " + row);
    assertTrue(
        tableTexts().stream().anyMatch(text -> text.matches(". " + row + " .*QueuePfn.*")),
        tableTexts()::toString);
  }

  @Test
  void aWideWindowShowsWholeRowsAndTheRegistersBesideThem() {
    openRecorded("a1");
    resize(1440, 900);
    assertFalse(FxToolkit.on(() -> bar().isVisible()));
    double right = FxToolkit.on(() -> maxX(".registers"));
    assertTrue(right > FxToolkit.on(() -> maxX(".events-view")));
    resize(1000, 700);
    until(() -> FxToolkit.on(() -> minY(".registers")) > 300);
    assertTrue(FxToolkit.on(() -> maxX(".events-view")) > 990);
    resize(1440, 900);
    until(() -> FxToolkit.on(() -> minY(".registers")) < 100);
  }

  private String selectedRow() {
    return FxToolkit.on(() -> Long.toString(workbench.selection().row().get()));
  }

  private void resize(double width, double height) {
    FxToolkit.run(() -> {
      stage.setMinWidth(0);
      stage.setWidth(width);
      stage.setHeight(height);
    });
    until(() -> Math.abs(workbench.scene().getWidth() - width) < 1);
    refresh();
    refresh();
  }

  private Node bar() {
    return workbench.scene().lookup(".windowed-table > .scroll-bar:horizontal");
  }

  private double maxX(String style) {
    Node node = workbench.scene().lookup(style);
    return node.localToScene(node.getLayoutBounds()).getMaxX();
  }

  private double minY(String style) {
    Node node = workbench.scene().lookup(style);
    return node.localToScene(node.getLayoutBounds()).getMinY();
  }

  @Test
  void keysOfTheFilterStayInTheFilter() {
    open(Samples.demo(100));
    until(() -> session.rows().rowCount() > 100);
    key(KeyCode.UP);
    key(KeyCode.F, true, false);
    type("vf1");
    long selected = workbench.selection().row().get();
    key(KeyCode.HOME);
    assertEquals(0, FxToolkit.on(() -> ((TextInputControl) focused()).getCaretPosition()));
    key(KeyCode.END);
    assertEquals(3, FxToolkit.on(() -> ((TextInputControl) focused()).getCaretPosition()));
    assertEquals(selected, workbench.selection().row().get());
    assertFalse(FxToolkit.on(() -> workbench.selection().following().get()));
  }

  @Test
  void goesToARowByKeys() {
    openRecorded("a1");
    key(KeyCode.G, true, false);
    type("nowhere");
    key(KeyCode.ENTER);
    assertTrue(texts().stream().anyMatch(text -> text.startsWith("✗ expected a row such as")));
    type("123");
    key(KeyCode.ENTER);
    assertEquals(123, workbench.selection().row().get());
    assertTrue(tableTexts().stream().anyMatch(text -> text.contains(" 123 ")));
    assertFalse(FxToolkit.on(() -> focused() instanceof TextInputControl));
  }

  @Test
  void showsTheKeysUntilEscape() {
    openRecorded("a1");
    select("QueuePfn");
    key(KeyCode.F1);
    assertShown("Keys", "go to a row or a time");
    key(KeyCode.ESCAPE);
    assertFalse(texts().contains("go to a row or a time"));
    assertTrue(workbench.selection().row().get() != Selection.NONE);
  }

  @Test
  void copiesTheSelectedRow() {
    openRecorded("a1");
    select("QueuePfn");
    key(KeyCode.C, true, false);
    String copied = FxToolkit.on(() -> Clipboard.getSystemClipboard().getString());
    assertTrue(copied.contains("\tQueuePfn\t@8\t"), copied);
  }

  @Test
  void saysAProblemInABarUntilItIsDismissed() {
    String problem = "/tmp/a.pcapng: cut off at 0x1c0; what could be read is shown";
    open(LiveSession.reading("a.pcapng", _ -> problem));
    until(() -> texts().contains("✗ " + problem));
    assertEquals(1, texts().stream().filter(text -> text.contains(problem)).count() - 1);
    FxToolkit.run(() -> button("×").fire());
    refresh();
    assertFalse(FxToolkit.on(() -> workbench.scene().lookup(".problem-bar").isVisible()));
    assertShown("✗ " + problem);
  }

  @Test
  void offersToSelectARowWhileNoneIs() {
    openRecorded("a1");
    FxToolkit.run(() -> button("Select a row").fire());
    refresh();
    assertTrue(workbench.selection().row().get() != Selection.NONE);
    assertFalse(texts().contains(NOTHING_SELECTED));
  }

  @Test
  void remembersHowItLooked(@TempDir Path folder) {
    Path file = folder.resolve("window.properties");
    session = Samples.recorded("a1");
    FxToolkit.run(() -> {
      workbench = new Workbench(session, WindowState.in(file));
      stage = new Stage();
      workbench.showIn(stage);
      stage.setWidth(1000);
      stage.setHeight(720);
      workbench.switchTheme();
    });
    until(() -> workbench.scene().getHeight() == 720);
    List<Double> dividers = FxToolkit.on(this::dividers);
    FxToolkit.run(() -> {
      workbench.close();
      stage.hide();
      workbench = new Workbench(session, WindowState.in(file));
      stage = new Stage();
      workbench.showIn(stage);
    });
    FxToolkit.layout(workbench.scene());
    assertEquals(1000, FxToolkit.on(stage::getWidth));
    assertEquals(720, FxToolkit.on(stage::getHeight));
    List<Double> again = FxToolkit.on(this::dividers);
    for (int i = 0; i < dividers.size(); i++) {
      assertEquals(dividers.get(i), again.get(i), 0.002, "divider " + i);
    }
    assertTrue(FxToolkit.on(() -> workbench.scene().getRoot().getStyleClass().contains("light")));
  }

  private List<Double> dividers() {
    return workbench.scene().getRoot().lookupAll(".split-pane").stream()
        .map(SplitPane.class::cast)
        .flatMap(pane -> Arrays.stream(pane.getDividerPositions()).boxed())
        .toList();
  }

  @Test
  void rowsAndButtonsSayWhatTheyAre() {
    openRecorded("a1");
    select("QueuePfn");
    List<String> spoken =
        FxToolkit.on(() ->
            rows().stream()
                .map(row -> String.valueOf(row.queryAccessibleAttribute(AccessibleAttribute.TEXT)))
                .toList());
    assertTrue(
        spoken.stream().anyMatch(text -> text.matches("row .* VF 1, .*QueuePfn .*succeeded.*")),
        spoken::toString);
    assertEquals("Theme", FxToolkit.on(() -> button("Theme").getAccessibleText()));
  }

  @Test
  void changesBetweenDarkAndLight() {
    openRecorded("a1");
    assertTrue(FxToolkit.on(() -> workbench.scene().getRoot().getStyleClass().contains("dark")));
    int dark = FxToolkit.on(() -> workbench.scene().snapshot(null).getPixelReader().getArgb(2, 2));
    key(KeyCode.T, true, true);
    assertTrue(FxToolkit.on(() -> workbench.scene().getRoot().getStyleClass().contains("light")));
    int light = FxToolkit.on(() -> workbench.scene().snapshot(null).getPixelReader().getArgb(2, 2));
    assertNotEquals(dark, light);
    FxToolkit.run(() -> button("Theme").fire());
    assertEquals(
        dark, FxToolkit.on(() -> workbench.scene().snapshot(null).getPixelReader().getArgb(2, 2)));
  }

  @Test
  void closingEndsEveryThread() {
    open(Samples.demo(100));
    until(() -> session.rows().rowCount() > 10);
    assertFalse(threads().isEmpty());
    press(KeyCode.Q, true, false);
    assertFalse(FxToolkit.on(stage::isShowing));
    session.close();
    assertEquals(Set.of(), threads());
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.matches("events|guests|loading|VF .*|lane.*"))
        .collect(Collectors.toSet());
  }

  /// Selects the first row in sight of the table that has a text.
  private void select(String text) {
    key(KeyCode.HOME);
    for (int i = 0; i < 400; i++) {
      Optional<Node> row =
          FxToolkit.on(() -> rows().stream().filter(each -> text(each).contains(text)).findFirst());
      if (row.isPresent()) {
        FxToolkit.run(() -> Mouse.press(row.get()));
        until(() -> texts().stream().anyMatch(each -> each.contains("as of row")));
        return;
      }
      key(KeyCode.PAGE_DOWN);
    }
    throw new AssertionError("no row with " + text);
  }

  private void refresh() {
    FxToolkit.run(workbench::refresh);
    FxToolkit.layout(workbench.scene());
  }

  private void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, () -> "waited in vain, shown: " + texts());
      refresh();
    }
  }

  private void key(KeyCode code) {
    key(code, false, false);
  }

  private void key(KeyCode code, boolean control, boolean shift) {
    press(code, control, shift);
    refresh();
  }

  private void press(KeyCode code, boolean control, boolean shift) {
    FxToolkit.run(() ->
        Event.fireEvent(
            focused(),
            new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, control, false, false)));
  }

  private void type(String text) {
    FxToolkit.run(() -> ((TextInputControl) focused()).setText(text));
  }

  private Node focused() {
    Node owner = workbench.scene().getFocusOwner();
    return owner == null ? workbench.scene().getRoot() : owner;
  }

  private Set<Node> rows() {
    return workbench.scene().lookup(".events-view").lookupAll(".table-row").stream()
        .filter(Node::isVisible)
        .collect(Collectors.toSet());
  }

  private List<String> tableTexts() {
    return FxToolkit.on(() -> rows().stream().map(WorkbenchTest::text).toList());
  }

  /// The number of the last row in sight.
  private long lastShownRow() {
    return FxToolkit.on(() ->
        rows().stream()
            .flatMap(row -> row.lookupAll(".number").stream())
            .map(node -> ((Labeled) node).getText())
            .filter(text -> text.matches("[\\d,]{2,}"))
            .mapToLong(text -> Long.parseLong(text.replace(",", "")))
            .max()
            .orElse(-1));
  }

  private boolean hasButton(String text) {
    return texts().stream().anyMatch(each -> each.contains(text));
  }

  /// On the UI thread.
  private ButtonBase button(String text) {
    return labeled()
        .filter(ButtonBase.class::isInstance)
        .map(ButtonBase.class::cast)
        .filter(button -> button.getText().contains(text))
        .findFirst()
        .orElseThrow();
  }

  private List<String> texts() {
    return FxToolkit.on(() ->
        labeled().map(Labeled::getText).filter(text -> text != null && !text.isEmpty()).toList());
  }

  private Stream<Labeled> labeled() {
    return Stream.of(".label", ".button", ".toggle-button")
        .flatMap(style -> workbench.scene().getRoot().lookupAll(style).stream())
        .filter(WorkbenchTest::isInSight)
        .filter(Labeled.class::isInstance)
        .map(Labeled.class::cast);
  }

  private void assertShown(String... expected) {
    List<String> texts = texts();
    for (String text : expected) {
      assertTrue(texts.contains(text), () -> text + " in " + texts);
    }
  }

  private static String text(Node node) {
    return node.lookupAll(".label").stream()
        .filter(WorkbenchTest::isInSight)
        .map(label -> ((Labeled) label).getText())
        .filter(text -> text != null)
        .collect(Collectors.joining(" "));
  }

  private static boolean isInSight(Node node) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (!each.isVisible()) {
        return false;
      }
    }
    return true;
  }
}
