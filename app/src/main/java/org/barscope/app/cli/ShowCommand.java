package org.barscope.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.barscope.app.session.LiveSession;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.EventSink;
import org.barscope.engine.event.Fact;
import org.barscope.tracer.capture.Capture;
import org.barscope.tracer.decode.Glyphs;
import org.barscope.tracer.decode.Grouped;
import org.barscope.tracer.pcapng.CaptureDataException;
import org.barscope.tracer.replay.RunTally;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `barscope show`: reads a capture back.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {"Opens a window on a capture, or prints it with --headless.", ""})
final class ShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "a capture that barscope run -o has written")
  private Path file = Path.of("");

  @Option(names = "--json", description = "print one JSON object per line; implies --headless")
  private boolean json;

  @Option(names = "--headless", description = "print to the terminal, open no window")
  private boolean headless;

  @Option(names = "--ascii", description = "print nothing but ASCII")
  private boolean ascii;

  @Override
  public Integer call() {
    if (Files.isDirectory(file)) {
      throw new CommandException(file + ": is a directory, expected a capture file");
    }
    try (Capture capture = Capture.open(file)) {
      return headless || json ? print(capture) : window(capture);
    } catch (NoSuchFileException e) {
      throw new CommandException(file + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new CommandException(file + ": not readable: permission denied", e);
    } catch (CaptureDataException e) {
      throw new CommandException(file + ": " + e.getMessage() + OtherCommand.forCapture(file), e);
    } catch (IOException e) {
      throw new CommandException(file + ": not readable: " + e.getMessage(), e);
    }
  }

  private int window(Capture capture) {
    SessionWindow window = SessionWindow.begin("barscope show --headless " + file);
    window.awaitReady();
    AtomicReference<String> verdict = new AtomicReference<>("");
    window.show(
        LiveSession.reading(
            String.valueOf(file.getFileName()),
            sink -> {
              String problem = located(read(capture, sink));
              verdict.set(SummaryText.verdict(summary(capture, new RunTally(), 0), Glyphs.UTF_8));
              return problem;
            },
            verdict::get));
    return ExitCode.FINE;
  }

  /// What is wrong, where, and what that means.
  private String located(String problem) {
    return problem.isEmpty()
        ? ""
        : file
            + ": "
            + problem
            + "; what could be read is shown, take a whole copy if there is one";
  }

  /// Reads until the end, or until the window is closed.
  ///
  /// @return what is wrong with the file, as one line
  private static String read(Capture capture, EventSink sink) {
    try {
      Optional<Event> event = capture.next();
      while (event.isPresent() && !Thread.currentThread().isInterrupted()) {
        sink.accept(event.get());
        event = capture.next();
      }
    } catch (IOException e) {
      return "not readable any further: " + e.getMessage();
    }
    String malformed =
        capture.malformed() == 0 ? "" : Grouped.of(capture.malformed()) + " malformed events";
    return capture.damage().map(Capture.Damage::message).orElse(malformed);
  }

  private int print(Capture capture) throws IOException {
    Printer printer = Printer.standardOutput(json, ascii);
    RunTally tally = new RunTally();
    long lost = 0;
    for (Optional<Event> event = capture.next();
        event.isPresent() && !printer.closed();
        event = capture.next()) {
      printer.accept(event.get());
      tally.accept(event.get());
      lost += event.get().fact() instanceof Fact.Lost fact ? fact.count() : 0;
    }
    printer.summary(summary(capture, tally, lost));
    printer.complain();
    boolean damaged = capture.damage().isPresent() || capture.malformed() > 0;
    capture
        .damage()
        .ifPresent(damage -> System.err.println("barscope: " + file + ": " + damage.message()));
    return damaged || lost > 0 ? ExitCode.FOUND : ExitCode.FINE;
  }

  /// The summary that the run left; without one, what can be told from the file.
  private static ObjectNode summary(Capture capture, RunTally tally, long lost) {
    Optional<String> left = capture.summary();
    if (left.isPresent()) {
      try {
        if (new ObjectMapper().readTree(left.get()) instanceof ObjectNode node) {
          return node;
        }
      } catch (JsonProcessingException e) {
        return SummaryJson.counts(tally, lost)
            .put("damage", "the summary in the file is not readable");
      }
    }
    ObjectNode node = SummaryJson.counts(tally, lost);
    capture.damage().ifPresent(damage -> node.put("damage", damage.message()));
    return node;
  }
}
