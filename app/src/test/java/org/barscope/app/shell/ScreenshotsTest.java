package org.barscope.app.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.barscope.app.session.LiveSession;
import org.barscope.app.session.LiveSession.Phase;
import org.barscope.app.ui.FxToolkit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Takes the pictures of the documentation: `mvn -Pscreenshots verify`.
@Tag("screenshots")
class ScreenshotsTest {
  private static final Path FOLDER = Path.of("..", "docs", "screenshots");
  private static final int WIDTH = 1440;
  private static final int HEIGHT = 900;
  private static final int MOST_PAGES = 200;
  private static final int SETTLING_REFRESHES = 40;

  private LiveSession session;
  private Workbench workbench;
  private Stage stage;

  @BeforeAll
  static void startToolkit() throws IOException {
    FxToolkit.start();
    Files.createDirectories(FOLDER);
  }

  private void open(LiveSession shown) {
    session = shown;
    FxToolkit.run(() -> {
      workbench = new Workbench(session);
      // what is in no window is not painted anew in all its parts
      stage = new Stage();
      stage.setScene(workbench.scene());
      stage.setWidth(WIDTH);
      stage.setHeight(HEIGHT);
      stage.show();
    });
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
  void threeGuestsLive() {
    open(Samples.demo(1));
    until(() -> session.rows().rowCount() > 900);
    select(row -> row.contains("W32") && row.contains("QueuePfn"));
    key(KeyCode.ENTER);
    picture("workbench-dark", this::isBusy);
  }

  @Test
  void threeGuestsFollowed() {
    open(Samples.demo(1));
    FxToolkit.run(workbench::switchTheme);
    until(() -> session.rows().rowCount() > 900);
    picture("workbench-light", this::isBusy);
  }

  @Test
  void aFilter() {
    openCapture("j1");
    FxToolkit.run(() ->
        ((TextInputControl) workbench.scene().lookup(".filter-field")).setText("DeviceStatus W8"));
    refresh();
    select(row -> row.contains("DRIVER_OK"));
    picture("filter");
  }

  @Test
  void aCapture() {
    openCapture("a1", "b1", "j1");
    select(row -> row.contains("HostFeatures"));
    key(KeyCode.ENTER);
    picture("capture");
  }

  private void openCapture(String... ids) {
    open(Samples.recorded(ids));
    until(() -> session.phase() == Phase.ENDED);
  }

  /// Selects the first row that a condition holds for.
  private void select(Predicate<String> condition) {
    key(KeyCode.HOME);
    for (int page = 0; page < MOST_PAGES; page++) {
      Optional<Node> found =
          FxToolkit.on(() ->
              workbench.scene().lookup(".events-view").lookupAll(".table-row").stream()
                  .filter(Node::isVisible)
                  .filter(row -> condition.test(text(row)))
                  .min(Comparator.comparingDouble(Node::getLayoutY)));
      if (found.isPresent()) {
        FxToolkit.run(() -> Mouse.press(found.get()));
        refresh();
        return;
      }
      key(KeyCode.PAGE_DOWN);
    }
    throw new AssertionError("no such row");
  }

  private static String text(Node row) {
    StringBuilder text = new StringBuilder();
    row.lookupAll(".label").forEach(label -> text.append(((Labeled) label).getText()).append(' '));
    return text.toString();
  }

  private void key(KeyCode code) {
    FxToolkit.run(() ->
        Event.fireEvent(
            workbench.scene().lookup(".windowed-table"),
            new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false)));
    refresh();
  }

  private void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      refresh();
    }
  }

  private void refresh() {
    FxToolkit.run(workbench::refresh);
    FxToolkit.layout(workbench.scene());
  }

  /// Whether a guest does something and one is up: an idle window tells a stranger little.
  private boolean isBusy() {
    return FxToolkit.on(() ->
        List.of(".*[1-9][\\d,]* accesses/s", "● OK", "[\\d,]+ commands?/s").stream()
            .allMatch(wanted ->
                workbench.scene().lookup(".members").lookupAll(".label").stream()
                    .anyMatch(
                        label -> String.valueOf(((Labeled) label).getText()).matches(wanted))));
  }

  private void picture(String name) {
    picture(name, () -> true);
  }

  /// What is worked out in the background has its time to appear.
  ///
  /// @param worthwhile whether the picture shows what it is meant to
  private void picture(String name, BooleanSupplier worthwhile) {
    do {
      settle();
    } while (!worthwhile.getAsBoolean());
    FxToolkit.run(
        () -> Snapshot.write(workbench.scene().snapshot(null), FOLDER.resolve(name + ".png")));
  }

  private void settle() {
    for (int i = 0; i < SETTLING_REFRESHES; i++) {
      refresh();
      FxToolkit.run(() -> workbench.scene().snapshot(null));
    }
  }
}
