package org.barscope.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.barscope.app.session.Outlet;
import org.barscope.app.session.RunSession;
import org.barscope.engine.event.Event;
import org.barscope.tracer.capture.CaptureWriter;
import org.barscope.tracer.capture.RecordingId;
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
      "Plays what guests did in QEMU traces, each device as a VF of one PF,",
      "and compares every answer with what the real device answered.",
      ""
    })
final class RunCommand implements Callable<Integer> {
  private static final String[] SAMPLES = {"a1-linux612-net-msix.log.gz"};

  @Parameters(
      paramLabel = "TRACE",
      arity = "1..*",
      description = "a QEMU log with trace events, plain or gzip")
  private List<Path> traces = List.of();

  @Option(
      names = "--speed",
      paramLabel = "N|max",
      converter = PaceConverter.class,
      defaultValue = "max",
      description = {
        "1 plays at the recorded pace, N is N times faster,",
        "max as fast as possible on a virtual clock (default)"
      })
  private Pace pace = Pace.MAX;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write a capture, which barscope show and Wireshark open")
  private @Nullable Path output;

  @SuppressWarnings("UnusedVariable") // the only form there is, and scripts may say so
  @Option(names = "--headless", description = "print to the terminal, open no window")
  private boolean headless;

  @Option(names = "--json", description = "print one JSON object per line; implies --headless")
  private boolean json;

  @Option(names = "--quiet", description = "print the summary only")
  private boolean quiet;

  @Option(names = "--ascii", description = "print nothing but ASCII")
  private boolean ascii;

  /// The arguments of the demo: the samples that come with the program.
  static String[] demo() {
    String home = System.getProperty("barscope.home", ".");
    List<String> arguments = new ArrayList<>(List.of("run", "--headless"));
    for (String sample : SAMPLES) {
      arguments.add(Path.of(home, "samples", "traces", sample).toString());
    }
    return arguments.toArray(String[]::new);
  }

  @Override
  public Integer call() {
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
        ObjectNode summary = SummaryJson.of(recordings, cast, session, tally, output);
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
        throw new CommandException(e);
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

  /// Hands each event to all who want it.
  private record Tee(RunTally tally, @Nullable Printer printer, Capturing capturing)
      implements Outlet {
    @Override
    public void accept(Event event) {
      tally.accept(event);
      capturing.accept(event);
      if (printer != null) {
        printer.accept(event);
      }
    }

    @Override
    public void idle() {
      capturing.idle();
      if (printer != null) {
        printer.idle();
      }
    }
  }

  /// The capture that is written along, if one is.
  private record Capturing(@Nullable CaptureWriter writer) implements Outlet, AutoCloseable {
    /// A repeatable run has a repeatable id and starts at 0.
    static Capturing into(@Nullable Path file, Cast cast, Pace pace) {
      if (file == null) {
        return new Capturing(null);
      }
      if (!pace.isMax()) {
        long start = System.currentTimeMillis() * 1_000_000;
        return new Capturing(CaptureWriter.create(file, RecordingId.random(), start));
      }
      UUID id = UUID.nameUUIDFromBytes(cast.topology().toString().getBytes(StandardCharsets.UTF_8));
      RecordingId recording =
          new RecordingId(id.getMostSignificantBits(), id.getLeastSignificantBits());
      return new Capturing(CaptureWriter.create(file, recording, 0));
    }

    @Override
    public void accept(Event event) {
      if (writer != null) {
        writer.accept(event);
      }
    }

    @Override
    public void idle() {
      if (writer != null) {
        writer.flush();
      }
    }

    void close(ObjectNode summary) {
      if (writer != null) {
        writer.summary(summary.toString());
        writer.close();
      }
    }

    @Override
    public void close() {
      if (writer != null) {
        writer.close();
      }
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
