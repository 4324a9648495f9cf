package org.barscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAndShowTest {
  private static final Path A1 = Program.sample("a1");
  private static final Path B1 = Program.sample("b1");
  private static final Path J1 = Program.sample("j1");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private Program program;

  @BeforeEach
  void prepare() {
    program = new Program(folder);
  }

  private static List<JsonNode> objects(List<String> lines) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    for (String line : lines) {
      JsonNode node = JSON.readTree(line);
      assertTrue(node.isObject(), line);
      assertEquals(line, node.toString(), "compact, one object per line");
      objects.add(node);
    }
    return objects;
  }

  private static long count(List<JsonNode> objects, String kind) {
    return objects.stream().filter(o -> o.path("kind").asText().equals(kind)).count();
  }

  @Test
  void jsonIsOneObjectPerLineAndNothingElse() throws IOException {
    Program.Result result = program.run("run", "--json", A1).assertExit(0);
    assertTrue(result.text().endsWith("}\n"));
    List<JsonNode> objects = objects(result.lines());
    assertEquals("Setup", objects.getFirst().path("kind").asText());
    JsonNode summary = objects.getLast();
    assertEquals("Summary", summary.path("kind").asText());
    assertEquals(objects.size() - 1, summary.path("events").asInt());
    assertEquals(56, count(objects, "LegacyAccess"));
    assertEquals(56, summary.path("accesses").asInt());
    assertEquals(11, count(objects, "Notify"));
    assertEquals(48, count(objects, "AdminSubmit"), "45, and 3 when the drivers start");
    assertEquals(0, summary.path("unexplained").asInt());
  }

  @Test
  void quietPrintsTheSummaryOnly() throws IOException {
    Program.Result json = program.run("run", "--json", "--quiet", A1).assertExit(0);
    assertEquals(1, json.lines().size());
    assertEquals("Summary", objects(json.lines()).getFirst().path("kind").asText());
    Program.Result text = program.run("run", "--headless", "--quiet", A1).assertExit(0);
    assertEquals("Summary", text.lines().get(1));
  }

  @Test
  void asciiIsAscii() {
    Program.Result result = program.run("run", "--headless", "--ascii", A1).assertExit(0);
    assertTrue(result.text().chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f));
  }

  @Test
  void showPrintsTheJsonThatTheRunPrinted() {
    Path file = folder.resolve("run.pcapng");
    Program.Result run = program.run("run", "-o", file, "--json", J1).assertExit(0);
    Program.Result show = program.run("show", file, "--json").assertExit(0);
    assertArrayEquals(run.out(), show.out());
    assertTrue(run.last().startsWith("{\"kind\":\"Summary\","), run.last());
  }

  @Test
  void showPrintsTheTextThatTheRunPrinted() {
    Path file = folder.resolve("run.pcapng");
    Program.Result run = program.run("run", "--headless", "-o", file, A1, B1).assertExit(0);
    Program.Result show = program.run("show", "--headless", file).assertExit(0);
    assertEquals(run.text(), show.text());
    assertTrue(run.lines().size() > 300, "lines: " + run.lines().size());
  }

  @Test
  void twoRunsWriteTheSameCapture() throws IOException {
    Program.Result one = program.run("run", "--json", "-o", "one.pcapng", A1).assertExit(0);
    Files.move(folder.resolve("one.pcapng"), folder.resolve("first.pcapng"));
    Program.Result two = program.run("run", "--json", "-o", "one.pcapng", A1).assertExit(0);
    assertArrayEquals(one.out(), two.out());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("first.pcapng")),
        Files.readAllBytes(folder.resolve("one.pcapng")));
  }

  @Test
  void aCaptureIsReplacedByTheNextRun() {
    program.run("run", "--headless", "--quiet", "-o", "c.pcapng", J1).assertExit(0);
    Program.Result run = program.run("run", "--json", "-o", "c.pcapng", A1).assertExit(0);
    assertArrayEquals(run.out(), program.run("show", "--json", "c.pcapng").assertExit(0).out());
  }

  @Test
  void twoTracesAreTwoVfs() throws IOException {
    Program.Result result = program.run("run", "--json", A1, B1).assertExit(0);
    List<JsonNode> objects = objects(result.lines());
    JsonNode summary = objects.getLast();
    assertEquals(2, summary.path("traces").size());
    assertEquals(2, summary.path("vfs").size());
    assertEquals(56 + 53, summary.path("accesses").asInt());
    assertEquals(0, summary.path("unexplained").asInt());
    for (int vf = 1; vf <= 2; vf++) {
      int wanted = vf;
      long accesses =
          objects.stream()
              .filter(o -> o.path("vf").asInt() == wanted)
              .filter(o -> o.path("kind").asText().equals("LegacyAccess"))
              .count();
      assertEquals(vf == 1 ? 56 : 53, accesses);
    }
    assertEquals(A1.toString(), summary.path("vfs").path(0).path("source").asText());
  }

  @Test
  void realThreadsGiveTheSameAccesses() throws IOException {
    List<JsonNode> fast =
        objects(program.run("run", "--json", "--speed", "1000", A1, B1, J1).assertExit(0).lines());
    JsonNode summary = fast.getLast();
    assertEquals(56 + 53 + 857, summary.path("accesses").asInt());
    assertEquals(0, summary.path("unexplained").asInt());
    assertEquals(0, summary.path("lost").asInt());
    List<JsonNode> virtual =
        objects(program.run("run", "--json", A1, B1, J1).assertExit(0).lines());
    for (int vf = 1; vf <= 3; vf++) {
      assertEquals(accesses(virtual, vf), accesses(fast, vf), "VF " + vf);
    }
  }

  private static List<String> accesses(List<JsonNode> objects, int vf) {
    return objects.stream()
        .filter(o -> o.path("vf").asInt() == vf)
        .filter(o -> o.path("kind").asText().equals("LegacyAccess"))
        .map(o -> o.path("dir") + " " + o.path("offset") + " " + o.path("data"))
        .toList();
  }

  @Test
  void aCaptureOfRealThreadsIsShownAsItWasPrinted() {
    Path file = folder.resolve("live.pcapng");
    Program.Result run =
        program.run("run", "--speed", "1000", "-o", file, "--json", A1).assertExit(0);
    assertArrayEquals(run.out(), program.run("show", file, "--json").assertExit(0).out());
  }

  @Test
  void isSilentWhenTheReaderCloses() throws IOException {
    for (String form : List.of("--json", "--headless")) {
      Program.Running running = program.start(List.of(), "run", form, J1);
      assertTrue(running.out().readLine() != null);
      running.out().close();
      assertEquals(0, running.exit());
      assertEquals("", running.errors());
    }
  }

  @Test
  void isSilentWhenTheReaderOfACaptureCloses() throws IOException {
    Path file = folder.resolve("run.pcapng");
    program.run("run", "--headless", "--quiet", "-o", file, J1).assertExit(0);
    Program.Running running = program.start(List.of(), "show", "--json", file);
    assertTrue(running.out().readLine() != null);
    running.out().close();
    assertEquals(0, running.exit());
    assertEquals("", running.errors());
  }

  /// A process that a shell has put into the background ignores the signal, and so would its
  /// children.
  private static final List<String> LISTENING = List.of("env", "--default-signal=INT");

  private static void signal(String name, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertEquals(0, kill.waitFor());
  }

  private static void assumeSignals() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    List<String> command = new ArrayList<>(LISTENING);
    command.add("true");
    assumeTrue(new ProcessBuilder(command).start().waitFor() == 0, "no env --default-signal");
  }

  @Test
  void anInterruptEndsTheRunInOrder() throws Exception {
    assumeSignals();
    Path file = folder.resolve("run.pcapng");
    Program.Running running =
        program.start(LISTENING, "run", "--json", "--speed", "1", "-o", file, A1);
    List<String> lines = new ArrayList<>();
    lines.add(running.await("\"kind\":\"ConfigAccess\""));
    signal("INT", running.process());
    lines.addAll(running.rest());
    assertEquals(130, running.exit());
    assertEquals("", running.errors());

    JsonNode summary = JSON.readTree(lines.getLast());
    assertEquals("Summary", summary.path("kind").asText());
    assertTrue(summary.path("stopped").asBoolean());
    Program.Result show = program.run("show", "--json", file).assertExit(0);
    assertEquals(lines.getLast(), show.last());
    assertEquals(summary.path("events").asInt(), show.lines().size() - 1);
    assertTrue(summary.path("accesses").asInt() < 56, "stopped in the middle");
  }

  @Test
  void aKilledRunLeavesACaptureThatOpens() throws Exception {
    assumeSignals();
    Path file = folder.resolve("run.pcapng");
    Program.Running running =
        program.start(List.of(), "run", "--json", "--speed", "1", "-o", file, A1);
    String seen = running.await("\"kind\":\"ConfigAccess\"");
    signal("KILL", running.process());
    running.rest();
    assertEquals(128 + 9, running.exit());

    Program.Result show = program.run("show", "--json", file);
    assertEquals(1, show.exit());
    assertEquals(
        "barscope: "
            + file
            + ": ends without its closing statistics: the run did not end properly, or a tool cut"
            + " the file\n",
        show.err());
    assertTrue(show.lines().contains(seen), "what was printed is in the file");
    assertTrue(show.last().contains("\"damage\":\""), show.last());
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    for (List<String> arguments :
        List.of(
            List.of("--help"),
            List.of("run", "--help"),
            List.of("show", "--help"),
            List.of("--version"))) {
      assertTrue(program.run(arguments.toArray()).assertExit(0).text().contains("barscope"));
    }
  }
}
