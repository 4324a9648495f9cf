package org.barscope.app.shell;

import java.util.List;
import javafx.application.Platform;
import javafx.geometry.Orientation;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.image.Image;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
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

/// The window's content: members, events and registers side by side, details below, a tool bar
/// above and a status bar at the bottom.
///
/// On the UI thread only. It polls its session 20 times a second; nothing else does.
final class Workbench {
  private static final double WIDTH = 1440;
  private static final double HEIGHT = 900;
  private static final double LEAST_WIDTH = 900;
  private static final double LEAST_HEIGHT = 600;
  private static final double[] COLUMNS = {0.185, 0.78};
  private static final double ROWS = 0.66;

  private final Selection selection = new Selection();
  private final LiveSession session;
  private final ShellViewModel shell;
  private final EventsViewModel events;
  private final EventsView eventsView;
  private final List<Runnable> refreshes;
  private final RefreshClock clock = new RefreshClock(this::refresh);
  private final Scene scene;
  private Theme theme = Theme.DARK;

  Workbench(LiveSession session) {
    theme.begin(); // before the first control, which would read JavaFX's own stylesheet
    this.session = session;
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
    SplitPane panes =
        panes(
            new MembersView(members),
            eventsView,
            new RegistersView(registers),
            new DetailsView(details));
    BorderPane root = new BorderPane(panes);
    root.setTop(new ToolBarView(shell, this::toEnd, this::switchTheme));
    root.setBottom(new Island(new StatusBarView(shell)));
    root.getStyleClass().add("workbench");
    root.getStylesheets().add(stylesheet());
    scene = new Scene(root, WIDTH, HEIGHT);
    theme.apply(scene);
  }

  private static SplitPane panes(Region members, Region events, Region registers, Region details) {
    Region left = new Island(members);
    Region right = new Island(registers);
    SplitPane upper = new SplitPane(left, new Island(events), right);
    upper.setDividerPositions(COLUMNS);
    SplitPane.setResizableWithParent(left, false);
    SplitPane.setResizableWithParent(right, false);
    SplitPane all = new SplitPane(upper, new Island(details));
    all.setOrientation(Orientation.VERTICAL);
    all.setDividerPositions(ROWS);
    return all;
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
    stage.setWidth(Math.min(WIDTH, screen.getWidth()));
    stage.setHeight(Math.min(HEIGHT, screen.getHeight()));
    stage.setMinWidth(Math.min(LEAST_WIDTH, screen.getWidth()));
    stage.setMinHeight(Math.min(LEAST_HEIGHT, screen.getHeight()));
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

  /// Ends the refreshing; the session goes on.
  void close() {
    clock.stop();
  }

  private static String stylesheet() {
    var sheet = Workbench.class.getResource("shell.css");
    if (sheet == null) {
      throw new IllegalStateException("shell.css is missing in the build");
    }
    return sheet.toExternalForm();
  }
}
