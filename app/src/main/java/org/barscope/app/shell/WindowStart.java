package org.barscope.app.shell;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Font;
import javafx.stage.Stage;
import org.barscope.app.session.LiveSession;
import org.barscope.app.ui.Theme;
import org.jspecify.annotations.Nullable;

/// How the command line gets a window: JavaFX starts while traces are still being read, and a
/// missing display, library or font is one line of text.
public final class WindowStart {
  private static final List<String> LOGICAL = List.of("Monospaced", "SansSerif", "Serif", "System");

  private final String instead;
  private final CompletableFuture<Void> started;
  private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

  private WindowStart(String instead, CompletableFuture<Void> started) {
    this.instead = instead;
    this.started = started;
  }

  /// Begins to start JavaFX, in the background.
  ///
  /// @param instead the command that does without a window, for the message that there is none
  public static WindowStart begin(String instead) {
    String system = System.getProperty("os.name", "");
    String platform = System.getProperty("glass.platform", "");
    if (!hasDisplay(system, platform, System::getenv)) {
      return new WindowStart(instead, CompletableFuture.failedFuture(noDisplay(instead)));
    }
    System.setProperty("java.awt.headless", "true");
    Executor toolkit = start -> Thread.ofPlatform().name("toolkit").daemon().start(start);
    return new WindowStart(
        instead,
        CompletableFuture.runAsync(
            () -> {
              Platform.startup(WindowStart::warmUp);
              requireFonts();
            },
            toolkit));
  }

  /// While traces are being read there is nothing to show yet: what every window needs is loaded.
  private static void warmUp() {
    Platform.setImplicitExit(false);
    Theme.DARK.begin();
    TreeItem<String> root = new TreeItem<>("");
    root.getChildren().add(new TreeItem<>(""));
    StackPane sample =
        new StackPane(
            new SplitPane(new TreeView<>(root), new ScrollPane(new Label(" "))),
            new ScrollBar(),
            new ToggleButton(" "),
            new TextField());
    Scene scene = new Scene(sample);
    Theme.DARK.apply(scene);
    sample.applyCss();
    sample.layout();
  }

  /// Waits until a window can be shown.
  ///
  /// @throws WindowException if there can be no window
  public void awaitReady() {
    try {
      started.join();
    } catch (CompletionException e) {
      throw explained(Objects.requireNonNullElse(e.getCause(), e), instead);
    }
  }

  /// Shows a window on a session, until it is closed. The session is the caller's to close.
  ///
  /// @throws WindowException if there can be no window
  public void show(LiveSession session) {
    awaitReady();
    Platform.runLater(() -> open(session));
    try {
      closed.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /// Lets [#show] return as if the user had closed the window. Any thread.
  public void close() {
    closed.complete(true);
  }

  private void open(LiveSession session) {
    Thread.currentThread().setUncaughtExceptionHandler((_, thrown) -> broken(thrown));
    try {
      Stage stage = new Stage();
      Workbench workbench =
          new Workbench(
              session,
              WindowState.in(
                  WindowState.file(System::getenv, System.getProperty("user.home", "."))));
      stage.setOnHidden(_ -> {
        workbench.close();
        closed.complete(true);
      });
      workbench.showIn(stage);
      Platform.runLater(session::resume); // guests may wait for somebody to see them
      Snapshot.wanted().ifPresent(file -> Snapshot.takeThenClose(workbench, stage, file));
    } catch (RuntimeException | LinkageError e) {
      closed.completeExceptionally(e);
    }
  }

  /// The window goes on: what cannot be drawn once may be drawn the next time.
  private void broken(Throwable thrown) {
    if (System.getenv("BARSCOPE_DEBUG") != null) {
      thrown.printStackTrace();
    } else {
      System.err.println("barscope: internal error in the window: " + thrown);
    }
  }

  /// One line that says what to do about a failed start.
  static WindowException explained(Throwable cause, String instead) {
    if (cause instanceof WindowException known) {
      return known;
    }
    String message = String.valueOf(cause.getMessage());
    if (message.contains("DISPLAY")) {
      return noDisplay(instead);
    }
    if (message.contains("GTK") || cause instanceof UnsatisfiedLinkError) {
      return new WindowException(
          "the window needs libraries that are missing: apt-get install libgtk-3-0 libxtst6;"
              + " without a window: "
              + instead,
          cause);
    }
    return new WindowException("no window can be opened: " + message, cause);
  }

  private static WindowException noDisplay(String instead) {
    return new WindowException("no display; without a window: " + instead);
  }

  /// JavaFX finds out by itself too, but late.
  static boolean hasDisplay(
      String system, String platform, UnaryOperator<@Nullable String> environment) {
    return !system.contains("Linux")
        || platform.equals("Headless")
        || isSet(environment.apply("DISPLAY"))
        || isSet(environment.apply("WAYLAND_DISPLAY"));
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isEmpty();
  }

  /// Without fonts JavaFX knows nothing but its own four names for fonts.
  private static void requireFonts() {
    if (LOGICAL.containsAll(Font.getFamilies())) {
      throw new WindowException(
          "the window needs a font, and there is none: apt-get install fonts-dejavu-core");
    }
  }
}
