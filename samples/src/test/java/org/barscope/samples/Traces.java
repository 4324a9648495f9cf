package org.barscope.samples;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.barscope.tracer.format.QemuLog;
import org.barscope.tracer.recording.Recording;
import org.barscope.tracer.recording.TraceDataException;

/// The logs of `samples/traces`, by the first part of their names, such as `a1`.
final class Traces {
  /// All of them.
  static final List<String> ALL =
      List.of("a1", "a2", "a4", "a6", "b1", "b2", "c1", "c2", "e1", "j1", "j3", "j7", "j8", "z1");

  /// Those with a network device, without the floods.
  static final List<String> SMALL_NET = List.of("a1", "a2", "a4", "a6", "b1", "b2", "j1", "z1");

  private static final Map<String, Recording> READ = new ConcurrentHashMap<>();
  private static final Map<String, List<String>> LINES = new ConcurrentHashMap<>();

  private Traces() {}

  static Path path(String id) {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(id + "-"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    Path here = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("traces");
    return Files.isDirectory(here) ? here : Path.of("samples", "traces").toAbsolutePath();
  }

  static Recording recording(String id) {
    return READ.computeIfAbsent(
        id,
        _ -> {
          try {
            return QemuLog.read(path(id));
          } catch (TraceDataException e) {
            throw new AssertionError(e);
          }
        });
  }

  /// The lines of a log, to be changed.
  static List<String> lines(String id) {
    return LINES.computeIfAbsent(id, Traces::unpacked);
  }

  private static List<String> unpacked(String id) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(path(id))), StandardCharsets.US_ASCII))) {
      return List.copyOf(in.readAllLines());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the importer makes of lines.
  static Recording read(List<String> lines) {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
    try {
      return QemuLog.read(new ByteArrayInputStream(bytes), "changed.log");
    } catch (TraceDataException e) {
      throw new AssertionError(e);
    }
  }
}
