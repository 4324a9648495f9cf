package org.barscope.tracer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.tracer.ExampleEvents;
import org.barscope.tracer.FloodEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Wireshark's tools say about a capture; skipped where they are not installed.
final class WiresharkTest {
  private static final RecordingId ID = new RecordingId(0, 7);

  @TempDir private Path folder;

  @Test
  void capinfosSeesTheInterfacesAndTheirLinkType() throws Exception {
    Path file = write("a.pcapng", ExampleEvents.recording());
    String info = run("capinfos", file.toString());
    for (String line :
        List.of(
            "File type:           Wireshark/... - pcapng",
            "File encapsulation:  USER 0",
            "File timestamp precision:  nanoseconds (9)",
            "Number of packets:   22",
            "Capture application: barscope capture 1.0",
            "Number of interfaces in file: 2",
            "Name = pf0",
            "Name = pf0.vf3",
            "Number of packets = 18")) {
      assertTrue(info.contains(line), "no '" + line + "' in\n" + info);
    }
  }

  @Test
  void tsharkReadsEveryPacketWithTimeAndInterface() throws Exception {
    List<Event> events = FloodEvents.of(2, 2_000);
    Path file = write("a.pcapng", events);
    String[] fields = {"-T", "fields", "-e", "frame.time_epoch", "-e", "frame.interface_name"};
    String text = run("tshark", with(fields, "-r", file.toString()));
    List<String> expected = new ArrayList<>();
    for (Event event : events) {
      expected.add("%d.%09d\tpf0.vf%d".formatted(0, event.time(), event.vf()));
    }
    assertEquals(expected, text.lines().toList());
  }

  @Test
  void whatEditcapAndMergecapWriteIsStillACapture() throws Exception {
    List<Event> events = ExampleEvents.recording();
    Path whole = write("a.pcapng", events);
    Path cut = folder.resolve("cut.pcapng");
    Path rest = folder.resolve("rest.pcapng");
    Path merged = folder.resolve("merged.pcapng");
    run("editcap", "-r", whole.toString(), cut.toString(), "1-7");
    run("editcap", "-r", whole.toString(), rest.toString(), "8-22");
    run("mergecap", "-w", merged.toString(), rest.toString(), cut.toString());
    assertEquals(events.subList(0, 7), read(cut));
    assertEquals(events, read(merged));
  }

  private Path write(String name, List<Event> events) {
    Path file = folder.resolve(name);
    try (CaptureWriter writer = CaptureWriter.create(file, ID, 0)) {
      events.forEach(writer::accept);
    }
    return file;
  }

  private static List<Event> read(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    try (Capture capture = Capture.open(file)) {
      capture.forEach(events::add);
      assertEquals(0, capture.malformed());
    }
    return events;
  }

  private String run(String tool, String... arguments) throws IOException, InterruptedException {
    String path = String.valueOf(System.getenv("PATH"));
    if (Arrays.stream(path.split(File.pathSeparator))
        .noneMatch(place -> Files.isExecutable(Path.of(place, tool)))) {
      System.out.println("skipped: " + tool + " is not installed");
      abort(tool + " is not installed");
    }
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(with(arguments, tool))
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, process.waitFor(), tool + " failed");
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  private static String[] with(String[] last, String... first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(last));
    return all.toArray(String[]::new);
  }
}
