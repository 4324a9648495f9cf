package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.barscope.engine.Engine;
import org.barscope.engine.EngineOptions;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.Scheduler.Strand;
import org.barscope.tracer.capture.CaptureWriter;
import org.barscope.tracer.capture.RecordingId;
import org.barscope.tracer.decode.MemberTypes;
import org.barscope.tracer.format.EventJson;
import org.barscope.tracer.recording.Recording;
import org.barscope.tracer.replay.Cast;
import org.barscope.tracer.replay.Explanation;
import org.barscope.tracer.replay.Pace;

/// A run of recorded guests as fast as possible, with all its events.
record Run(Cast cast, List<Cast.Player> players, List<Event> events) {
  private static final Map<String, Run> DONE = new ConcurrentHashMap<>();
  private static final int EVENTS_PER_STEP = 5;
  private static final int START_UP_EVENTS = 1000;

  /// A run of one log, done once for all tests.
  static Run of(String id) {
    return DONE.computeIfAbsent(id, _ -> of(Traces.recording(id)));
  }

  /// A new run of logs.
  static Run of(Recording... recordings) {
    Cast cast = Cast.of(List.of(recordings));
    List<Event> events = new ArrayList<>();
    List<Cast.Player> players = new ArrayList<>();
    try (Engine engine =
        Engine.start(cast.topology(), new EngineOptions(true, true, capacity(cast), true))) {
      List<Strand> strands = new ArrayList<>();
      for (Cast.Role role : cast.roles()) {
        Cast.Player player = cast.player(role, engine, Pace.MAX, false);
        players.add(player);
        strands.add(engine.scheduler().spawn("VF " + role.vf(), player.guest()));
      }
      for (Strand strand : strands) {
        assertTrue(strand.join(), "a guest waits for something that nobody will do");
      }
      engine.drain(events::add, Integer.MAX_VALUE);
      assertEquals(0, engine.lost(), "the test's ring is too small");
    }
    return new Run(cast, players, events);
  }

  /// Nobody drains while the guests play.
  private static int capacity(Cast cast) {
    int steps = START_UP_EVENTS;
    for (Cast.Role role : cast.roles()) {
      steps += role.completed().device().steps().size();
    }
    return Integer.highestOneBit(EVENTS_PER_STEP * steps) << 1;
  }

  /// The events about one member.
  List<Event> of(int vf) {
    return events.stream().filter(event -> event.vf() == vf).toList();
  }

  /// The facts of one kind.
  <F extends Fact> Stream<F> facts(Class<F> kind) {
    return events.stream().map(Event::fact).filter(kind::isInstance).map(kind::cast);
  }

  /// The events with facts of one kind.
  Stream<Event> events(Class<? extends Fact> kind) {
    return events.stream().filter(event -> kind.isInstance(event.fact()));
  }

  /// What was compared, as `61 compared, 56 equal, 5 no-interrupt-pin, 0 unexplained`, over all
  /// guests.
  String comparison() {
    long compared = 0;
    long equal = 0;
    long unexplained = 0;
    Map<Explanation, Long> explained = new TreeMap<>();
    for (Cast.Player player : players) {
      compared += player.comparison().compared();
      equal += player.comparison().equal();
      unexplained += player.comparison().unexplained();
      player.comparison().explained().forEach((why, n) -> explained.merge(why, n, Long::sum));
    }
    StringBuilder text = new StringBuilder(compared + " compared, " + equal + " equal, ");
    explained.forEach((why, n) -> text.append(n).append(' ').append(why.text()).append(", "));
    return text.append(unexplained).append(" unexplained").toString();
  }

  /// Fails if the emulated device answered anything differently for no reason on the closed list.
  void assertNothingUnexplained(String where) {
    for (Cast.Player player : players) {
      assertEquals(List.of(), player.comparison().differences(), where);
      assertEquals(0, player.comparison().unexplained(), where);
      assertEquals(
          player.role().completed().device().steps().size(), player.guest().played(), where);
    }
  }

  /// The events as `barscope run --json` prints them.
  byte[] json() {
    return json(events);
  }

  static byte[] json(List<Event> events) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (EventJson json = EventJson.to(out, MemberTypes.NET)) {
      for (Event event : events) {
        json.write(event);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  List<String> jsonLines() {
    return new String(json(), StandardCharsets.UTF_8).lines().toList();
  }

  /// Writes the events into a capture.
  Path capture(Path file) {
    try (CaptureWriter writer = CaptureWriter.create(file, new RecordingId(0x1234, 0x5678), 0)) {
      events.forEach(writer::accept);
    }
    return file;
  }
}
