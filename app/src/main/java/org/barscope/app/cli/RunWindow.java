package org.barscope.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.barscope.app.session.LiveSession;
import org.barscope.app.session.LiveSession.Play;
import org.barscope.tracer.decode.Glyphs;
import org.barscope.tracer.format.QemuLog;
import org.barscope.tracer.recording.Recording;
import org.barscope.tracer.recording.TraceDataException;
import org.barscope.tracer.replay.Cast;
import org.barscope.tracer.replay.Pace;
import org.barscope.tracer.replay.RunTally;
import org.jspecify.annotations.Nullable;

/// A window in which recorded guests play.
///
/// @param title what the window says that it shows
/// @param looping whether each guest starts over when its trace ends
/// @param output a capture that is written along
record RunWindow(
    String title, List<Recording> recordings, Pace pace, boolean looping, @Nullable Path output) {
  /// So much faster than any recorded guest that the machine is what limits it.
  private static final Pace FASTEST = new Pace(1e9);

  private static final List<String> SAMPLES =
      List.of(
          "a1-linux612-net-msix.log.gz",
          "b1-linux612-net-intx.log.gz",
          "j1-linux612-net-rebind.log.gz");

  /// Three of the samples that come with the program, over and over again.
  static int demo() {
    SessionWindow window =
        SessionWindow.begin("barscope run --headless " + sample(SAMPLES.getFirst()));
    return samples().show(window);
  }

  /// The samples of the demo.
  static RunWindow samples() {
    List<Recording> recordings = new ArrayList<>();
    for (String sample : SAMPLES) {
      try {
        recordings.add(QemuLog.read(sample(sample)));
      } catch (TraceDataException e) {
        throw new CommandException(e);
      }
    }
    return new RunWindow("three Linux guests, looping", recordings, new Pace(1), true, null);
  }

  private static Path sample(String name) {
    return Path.of(System.getProperty("barscope.home", "."), "samples", "traces", name);
  }

  /// Guests that play without a capture that is written along.
  LiveSession session() {
    return LiveSession.live(title, Cast.of(recordings), pace, looping);
  }

  /// Plays until the window is closed.
  ///
  /// @return the exit code
  int show(SessionWindow window) {
    Cast cast = Cast.of(recordings);
    if (cast.roles().isEmpty()) {
      throw new CommandException("nothing to play: no device of a type that is emulated yet");
    }
    window.awaitReady();
    RunTally tally = new RunTally();
    AtomicReference<String> verdict = new AtomicReference<>("");
    CompletableFuture<LiveSession> started = new CompletableFuture<>();
    try (Capturing capturing = Capturing.into(output, cast, new Pace(1))) {
      Play play = new Play(title, cast, pace.isMax() ? FASTEST : pace, looping, problem(cast));
      Runnable atEnd =
          () -> {
            ObjectNode summary = summary(cast, started.join(), tally);
            verdict.set(SummaryText.verdict(summary, Glyphs.UTF_8));
            capturing.close(summary);
          };
      LiveSession session =
          LiveSession.live(play, new Tee(tally, null, capturing, atEnd), verdict::get);
      session.pause(); // until there is a window to see it in
      started.complete(session);
      window.show(session);
    }
    return ExitCode.FINE;
  }

  private ObjectNode summary(Cast cast, LiveSession session, RunTally tally) {
    boolean stopped = session.players().stream().anyMatch(RunWindow::isUnfinished);
    SummaryJson.Played played = new SummaryJson.Played(session.players(), session.lost(), stopped);
    return SummaryJson.of(recordings, cast, played, tally, output);
  }

  private static boolean isUnfinished(Cast.Player player) {
    return player.guest().played() < player.role().completed().device().steps().size();
  }

  /// What the user should know about the traces: a damaged one, or devices that do not play.
  private String problem(Cast cast) {
    Stream<String> damage =
        recordings.stream()
            .filter(recording -> !recording.report().damage().isEmpty())
            .map(recording -> recording.source() + ": " + recording.report().damage());
    Stream<String> absent =
        cast.notEmulated().stream()
            .map(each ->
                each.device().name()
                    + each.device().type().map(type -> " (" + type.text() + ")").orElse("")
                    + " is not emulated yet");
    return Stream.concat(damage, absent).collect(Collectors.joining("; "));
  }
}
