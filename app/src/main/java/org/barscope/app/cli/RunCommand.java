package org.barscope.app.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.barscope.app.session.RunSession;
import org.barscope.tracer.format.QemuLog;
import org.barscope.tracer.recording.Recording;
import org.barscope.tracer.recording.TraceDataException;
import org.barscope.tracer.replay.Cast;
import org.barscope.tracer.replay.Pace;
import org.barscope.tracer.replay.RunTally;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `barscope run`: plays recorded guests through the whole path.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Plays what guests did in QEMU logs and compares with the real answers.",
      "Each device in the logs becomes a VF of one PF.",
      ""
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "TRACE",
      arity = "1..*",
      description = "a QEMU log with trace events, plain or gzip")
  private List<Path> traces = List.of();

  @Option(
      names = "--speed",
      paramLabel = "N|max",
      converter = PaceConverter.class,
      description = {
        "1 plays at the recorded pace (default in a window), N is N times",
        "faster, max as fast as possible (default without a window)"
      })
  private @Nullable Pace speed;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write a capture, which barscope show and Wireshark open")
  private @Nullable Path output;

  @Option(names = "--headless", description = "print to the terminal, open no window")
  private boolean headless;

  @Option(names = "--json", description = "print one JSON object per line; implies --headless")
  private boolean json;

  @Option(names = "--quiet", description = "print the summary only")
  private boolean quiet;

  @Option(names = "--ascii", description = "print nothing but ASCII")
  private boolean ascii;

  @Override
  public Integer call() {
    return headless || json ? print(speed == null ? Pace.MAX : speed) : window();
  }

  private int window() {
    String instead = "barscope run --headless " + traces.getFirst();
    SessionWindow window = SessionWindow.begin(traces.size() == 1 ? instead : instead + " …");
    List<Recording> recordings = recordings();
    String title =
        traces.stream().map(Path::getFileName).map(String::valueOf).collect(joining(", "));
    Pace pace = speed == null ? new Pace(1) : speed;
    return new RunWindow(title, recordings, pace, false, output).show(window);
  }

  private int print(Pace pace) {
    List<Recording> recordings = recordings();
    Cast cast = Cast.of(recordings);
    RunTally tally = new RunTally();
    Printer printer = Printer.standardOutput(json, ascii);
    try (Capturing capturing = Capturing.into(output, cast, pace)) {
      RunSession session =
          new RunSession(cast, pace, new Tee(tally, quiet ? null : printer, capturing));
      CountDownLatch ended = new CountDownLatch(1);
      Thread hook = stopOnSignal(session, ended);
      try {
        session.play();
        ObjectNode summary =
            SummaryJson.of(recordings, cast, SummaryJson.Played.of(session), tally, output);
        capturing.close(summary);
        printer.summary(summary);
      } finally {
        ended.countDown();
        forget(hook);
      }
      printer.complain();
      if (cast.roles().isEmpty()) {
        System.err.println(
            "barscope: nothing was played: no device of a type that is emulated yet");
      }
      return found(recordings, session) ? ExitCode.FOUND : ExitCode.FINE;
    }
  }

  private List<Recording> recordings() {
    List<Recording> recordings = new ArrayList<>();
    for (Path trace : traces) {
      try {
        refuseOverwriting(trace);
        recordings.add(QemuLog.read(trace));
      } catch (TraceDataException e) {
        throw new CommandException(e.getMessage() + OtherCommand.forTrace(trace), e);
      }
    }
    return recordings;
  }

  private void refuseOverwriting(Path trace) {
    Path target = output;
    if (target != null
        && target.toAbsolutePath().normalize().equals(trace.toAbsolutePath().normalize())) {
      throw new CommandException(target + ": is the trace that is to be read, expected another");
    }
    if (target != null && Files.isDirectory(target)) {
      throw new CommandException(target + ": is a directory, expected a file to write");
    }
  }

  private static boolean found(List<Recording> recordings, RunSession session) {
    boolean differs =
        session.players().stream().anyMatch(player -> player.comparison().unexplained() > 0);
    boolean damaged = recordings.stream().anyMatch(r -> !r.report().damage().isEmpty());
    return differs || damaged || session.lost() > 0;
  }

  /// On Ctrl-C the guests are stopped and the capture is closed, as long as that takes no more than
  /// a few seconds.
  private static Thread stopOnSignal(RunSession session, CountDownLatch ended) {
    Thread hook =
        new Thread(() -> {
          session.stop();
          try {
            if (!ended.await(5, TimeUnit.SECONDS)) {
              System.err.println("barscope: gave up waiting for the run to end");
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      assert Thread.currentThread().isAlive() : "the hook has run, or is running";
    }
  }

  /// A pace as it is typed.
  static final class PaceConverter implements ITypeConverter<Pace> {
    @Override
    public Pace convert(String text) {
      if (text.equals("max")) {
        return Pace.MAX;
      }
      try {
        double factor = Double.parseDouble(text);
        if (factor > 0 && factor <= 1e9) {
          return new Pace(factor);
        }
      } catch (NumberFormatException e) {
        throw new TypeConversionException(expected(text));
      }
      throw new TypeConversionException(expected(text));
    }

    private static String expected(String text) {
      return "'" + text + "', expected a number above 0 or max";
    }
  }
}
