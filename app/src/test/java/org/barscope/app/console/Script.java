package org.barscope.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.barscope.engine.Engine;
import org.barscope.engine.EngineOptions;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.DeviceType;

/// A console on an engine of its own, and scripts for it.
final class Script implements AutoCloseable {
  static final Topology TOPOLOGY =
      Topology.of(
          List.of(Topology.net(Bytes.hex("525400123456")), Topology.member(DeviceType.BLOCK)));

  private final Engine engine;
  private final Console console;

  private Script(Topology topology, boolean deterministic, int mostEvents) {
    this.engine =
        Engine.start(topology, deterministic ? EngineOptions.DETERMINISTIC : EngineOptions.LIVE);
    this.console = new Console(engine, topology, deterministic, mostEvents);
  }

  static Script deterministic() {
    return deterministic(TOPOLOGY);
  }

  static Script deterministic(Topology topology) {
    return new Script(topology, true, Console.MOST_EVENTS);
  }

  static Script live(Topology topology) {
    return new Script(topology, false, Console.MOST_EVENTS);
  }

  static Script keeping(int mostEvents) {
    return new Script(TOPOLOGY, true, mostEvents);
  }

  /// The same with a firmware that takes a microsecond.
  static Topology slow(long seed) {
    Topology.BuiltIn firmware =
        new Topology.BuiltIn(0x7f, 0, new Topology.Latency(1000, 0, Topology.Distribution.UNIFORM));
    return new Topology(
        List.of(new Topology.Pf(256, TOPOLOGY.pfs().getFirst().vfs(), firmware, true)),
        Switches.DEFAULT,
        seed);
  }

  /// The replies to these lines.
  List<String> lines(String requests) {
    return new String(bytes(requests.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  /// The reply to one request.
  String line(String request) {
    List<String> replies = lines(request);
    assertEquals(1, replies.size(), replies::toString);
    return replies.getFirst();
  }

  byte[] bytes(byte[] requests) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      console.serve(new ByteArrayInputStream(requests), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// Plays a transcript: `> ` is a request, `< ` the reply that has to come.
  void play(String transcript) {
    String requests =
        transcript
            .lines()
            .filter(line -> line.startsWith("> "))
            .map(line -> line.substring(2))
            .collect(Collectors.joining("\n"));
    List<String> replies = lines(requests);
    StringBuilder seen = new StringBuilder();
    int next = 0;
    for (String line : transcript.lines().toList()) {
      if (line.startsWith("> ")) {
        seen.append(line).append('\n');
      } else if (line.startsWith("< ")) {
        seen.append("< ").append(next < replies.size() ? replies.get(next) : "").append('\n');
        next++;
      }
    }
    assertEquals(transcript, seen.toString());
    assertEquals(next, replies.size());
  }

  boolean anyPending() {
    return console.anyPending();
  }

  @Override
  public void close() {
    engine.close();
  }
}
