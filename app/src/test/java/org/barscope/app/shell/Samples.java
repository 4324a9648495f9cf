package org.barscope.app.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.barscope.app.session.LiveSession;
import org.barscope.app.session.Outlet;
import org.barscope.app.session.RunSession;
import org.barscope.engine.event.Event;
import org.barscope.tracer.format.QemuLog;
import org.barscope.tracer.recording.Recording;
import org.barscope.tracer.recording.TraceDataException;
import org.barscope.tracer.replay.Cast;
import org.barscope.tracer.replay.Pace;

/// Sessions on the sample traces.
final class Samples {
  private Samples() {}

  /// Three guests, as the demo plays them, at a pace.
  static LiveSession demo(double pace) {
    return LiveSession.live(
        "three Linux guests, looping", Cast.of(read("a1", "b1", "j1")), new Pace(pace), true);
  }

  /// Guests that play once.
  static LiveSession once(double pace, String... ids) {
    return LiveSession.live(String.join(", ", ids), Cast.of(read(ids)), new Pace(pace), false);
  }

  /// A recording of a sample, the same every time.
  static LiveSession recorded(String... ids) {
    List<Event> events = events(ids);
    return LiveSession.reading(
        ids[0] + ".pcapng",
        sink -> {
          events.forEach(sink::accept);
          return "";
        });
  }

  /// What happens when a sample plays in virtual time.
  static List<Event> events(String... ids) {
    Events events = new Events(new ArrayList<>());
    new RunSession(Cast.of(read(ids)), Pace.MAX, events).play();
    return events.list();
  }

  private record Events(List<Event> list) implements Outlet {
    @Override
    public void accept(Event event) {
      list.add(event);
    }

    @Override
    public void idle() {}
  }

  private static List<Recording> read(String... ids) {
    List<Recording> recordings = new ArrayList<>();
    for (String id : ids) {
      try {
        recordings.add(QemuLog.read(trace(id)));
      } catch (TraceDataException e) {
        throw new AssertionError(e);
      }
    }
    return recordings;
  }

  /// A log of the samples, by the first part of its name.
  static Path trace(String id) {
    Path traces = Path.of("..", "samples", "traces");
    try (Stream<Path> files = Files.list(traces)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(id + "-"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
