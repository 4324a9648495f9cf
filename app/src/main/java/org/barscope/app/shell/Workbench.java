package org.barscope.app.shell;

import java.util.Arrays;
import java.util.List;
import javafx.application.Platform;
import javafx.geometry.Orientation;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.image.Image;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.barscope.app.details.DetailsView;
import org.barscope.app.details.DetailsViewModel;
import org.barscope.app.events.EventsView;
import org.barscope.app.events.EventsViewModel;
import org.barscope.app.members.MembersView;
import org.barscope.app.members.MembersViewModel;
import org.barscope.app.navigation.Selection;
import org.barscope.app.registers.RegistersView;
import org.barscope.app.registers.RegistersViewModel;
import org.barscope.app.session.LiveSession;
import org.barscope.app.ui.AppIcon;
import org.barscope.app.ui.Island;
import org.barscope.app.ui.Theme;
import org.jspecify.annotations.Nullable;

/// The window's content: members, events and registers side by side, details below, a tool bar
/// above and a status bar at the bottom.
///
/// On the UI thread only. It polls its session 20 times a second; nothing else does.
final class Workbench {
  private static final double WIDTH = 1440;
  private static final double HEIGHT = 900;
  private static final double LEAST_WIDTH = 1024;
  private static final double LEAST_HEIGHT = 640;
  private static final double[] COLUMNS = {0.178, 0.763};
  private static final double ROWS = 0.66;

  /// In a window that is less wide the registers stand below, to leave room for the rows.
  private static final double ROOM_FOR_THREE = 1160;

  private static final double NARROW_MEMBERS = 250;
  private static final double DETAILS_SHARE = 0.62;

  private final Selection selection = new Selection();
  private final LiveSession session;
  private final ShellViewModel shell;
  private final EventsViewModel events;
  private final EventsView eventsView;
  private final List<Runnable> refreshes;
  private final RefreshClock clock = new RefreshClock(this::refresh);
  private final Scene scene;
  private final KeysPane keys = new KeysPane();
  private final WindowState state;
  private final DetailsView detailsView;
  private final SplitPane upper;
  private final SplitPane lower;
  private final Region registersPane;
  private final SplitPane all;
  private Theme theme = Theme.DARK;
  private @Nullable Stage stage;

  Workbench(LiveSession session) {
    this(session, WindowState.none());
  }

  /// @param state how an earlier window looked, which this one leaves behind in turn
  Workbench(LiveSession session, WindowState state) {
    theme.begin(); // before the first control, which would read JavaFX's own stylesheet
    this.session = session;
    this.state = state;
    shell = new ShellViewModel(session, selection, System::nanoTime);
    MembersViewModel members = new MembersViewModel(session, selection);
    events = new EventsViewModel(session, selection);
    RegistersViewModel registers = new RegistersViewModel(session, selection);
    DetailsViewModel details = new DetailsViewModel(session, selection);
    refreshes =
        List.of(
            shell::refresh,
            events::refresh,
            members::refresh,
            registers::refresh,
            details::refresh);

    eventsView = new EventsView(events);
    detailsView = new DetailsView(details, this::selectShown);
    registersPane = new Island(new RegistersView(registers));
    upper = upper(new Island(new MembersView(members)), new Island(eventsView), registersPane);
    lower = new SplitPane(new Island(detailsView));
    all = new SplitPane(upper, lower);
    all.setOrientation(Orientation.VERTICAL);
    all.setDividerPositions(ROWS);
    BorderPane panes = new BorderPane(all);
    panes.setTop(
        new VBox(
            new ToolBarView(shell, this::toEnd, this::switchTheme, this::toggleKeys),
            new ProblemBar(shell)));
    panes.setBottom(new Island(new StatusBarView(shell)));
    StackPane root = new StackPane(panes, keys);
    root.getStyleClass().add("workbench");
    root.getStylesheets().add(stylesheet());
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    // at once in its size: dividers would move if it grew or shrank to it
    scene =
        new Scene(
            root,
            size(0, WIDTH, LEAST_WIDTH, screen.getWidth()),
            size(1, HEIGHT, LEAST_HEIGHT, screen.getHeight()));
    restore();
    theme.apply(scene);
    scene.widthProperty().subscribe(width -> arrange(width.doubleValue()));
  }

  private double size(int which, double usual, double least, double most) {
    List<Double> known = state.numbers("size");
    double wanted = known.size() == 2 ? known.get(which) : usual;
    return Math.clamp(wanted, Math.min(least, most), most);
  }

  private void arrange(double width) {
    boolean beside = width >= ROOM_FOR_THREE;
    SplitPane home = beside ? upper : lower;
    if (!home.getItems().contains(registersPane)) {
      (beside ? lower : upper).getItems().remove(registersPane);
      home.getItems().add(registersPane);
      Runnable divide =
          () -> {
            if (beside) {
              upper.setDividerPositions(COLUMNS);
            } else {
              lower.setDividerPositions(DETAILS_SHARE);
              upper.setDividerPositions(NARROW_MEMBERS / width);
            }
          };
      if (scene.getWindow() == null) {
        divide.run();
      } else {
        // once the panes have got the width: they would keep what they had in the one before
        Platform.runLater(divide);
      }
    }
  }

  private void restore() {
    theme = state.text("theme").filter("light"::equals).isPresent() ? Theme.LIGHT : Theme.DARK;
    dividers("columns", upper);
    dividers("rows", all);
    dividers("details", detailsView.split());
    eventsView.setColumnWidths(state.numbers("events.widths"));
  }

  private void dividers(String key, SplitPane pane) {
    List<Double> positions = state.numbers(key);
    if (positions.size() == pane.getDividers().size()) {
      pane.setDividerPositions(positions.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  private void remember(Stage shown) {
    state.put("theme", theme.styleClass());
    if (upper.getItems().contains(registersPane)) {
      state.put("columns", Arrays.stream(upper.getDividerPositions()).boxed().toList());
    }
    state.put("rows", Arrays.stream(all.getDividerPositions()).boxed().toList());
    SplitPane details = detailsView.split();
    state.put("details", Arrays.stream(details.getDividerPositions()).boxed().toList());
    state.put("events.widths", eventsView.columnWidths());
    state.put("maximized", Boolean.toString(shown.isMaximized()));
    if (!shown.isMaximized()) {
      state.put("size", List.of(scene.getWidth(), scene.getHeight()));
    }
    state.save();
  }

  private static SplitPane upper(Region members, Region events, Region registers) {
    SplitPane upper = new SplitPane(members, events, registers);
    upper.setDividerPositions(COLUMNS);
    SplitPane.setResizableWithParent(members, false);
    SplitPane.setResizableWithParent(registers, false);
    return upper;
  }

  /// The scene, also without a window.
  Scene scene() {
    return scene;
  }

  /// What is selected.
  Selection selection() {
    return selection;
  }

  /// What tool bar and status bar show.
  ShellViewModel shell() {
    return shell;
  }

  /// Whether there is anything to see yet.
  boolean hasRows() {
    return session.rows().rowCount() > 0;
  }

  /// Shows it in a window, and begins to follow the session.
  void showIn(Stage stage) {
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    stage.setTitle("Barscope - " + session.title());
    stage.setScene(scene);
    stage.setMinWidth(Math.min(LEAST_WIDTH, screen.getWidth()));
    stage.setMinHeight(Math.min(LEAST_HEIGHT, screen.getHeight()));
    stage.setMaximized(state.text("maximized").filter("true"::equals).isPresent());
    this.stage = stage;
    KeyMap.install(scene, this, stage::close);
    stage.show();
    eventsView.focusTable();
    clock.start();
    Thread.ofVirtual().name("icon").start(() -> drawIcon(stage));
  }

  /// It is drawn pixel by pixel, which the window does not wait for.
  private static void drawIcon(Stage stage) {
    List<Image> images = AppIcon.images();
    Platform.runLater(() -> stage.getIcons().setAll(images));
  }

  /// Takes in what has happened. Called by a clock of its own once it is shown.
  void refresh() {
    refreshes.forEach(Runnable::run);
  }

  /// Puts the cursor into the filter.
  void focusFilter() {
    eventsView.focusFilter();
  }

  /// Goes to the newest rows, and follows them while more come.
  void toEnd() {
    events.toEnd();
  }

  /// Changes between dark and light.
  void switchTheme() {
    theme = theme.other();
    theme.apply(scene);
  }

  /// Asks for a row or a time to go to.
  void goTo() {
    eventsView.goTo();
  }

  /// Selects the next access to the same register, or the previous one, or says that there is none.
  void selectSame(int step) {
    if (!events.selectSame(step)) {
      shell.answer(step > 0 ? "no later access to this" : "no earlier access to this");
    }
  }

  /// Shows the keys, or hides them.
  void toggleKeys() {
    keys.toggle();
  }

  /// Hides the keys.
  ///
  /// @return whether they were shown
  boolean hideKeys() {
    boolean shown = keys.isVisible();
    keys.setVisible(false);
    return shown;
  }

  /// Selects a row when none is: what the empty details offer.
  private void selectShown() {
    eventsView.selectShown();
  }

  /// Ends the refreshing; the session goes on.
  void close() {
    clock.stop();
    Stage shown = stage;
    if (shown != null) {
      stage = null;
      remember(shown);
    }
  }

  private static String stylesheet() {
    var sheet = Workbench.class.getResource("shell.css");
    if (sheet == null) {
      throw new IllegalStateException("shell.css is missing in the build");
    }
    return sheet.toExternalForm();
  }
}
