package org.barscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `barscope console` as a process.
class ConsoleProgramTest {
  private static final String STEP = "{\"id\":1,\"op\":\"clock.step\",\"nanos\":0}\n";

  @TempDir private Path folder;

  private Program program;

  @BeforeEach
  void prepare() {
    program = new Program(folder);
  }

  private static void send(Program.Running running, String text) throws IOException {
    OutputStream out = running.process().getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// Each reply is out before the next request is asked for.
  @Test
  void answersEachRequestAndEndsWithTheInput() throws IOException {
    Program.Running running = program.start(List.of(), "console", "--deterministic");
    for (int i = 0; i < 3; i++) {
      send(running, STEP);
      assertEquals("{\"id\":1,\"ok\":true,\"now\":0}", running.out().readLine());
    }
    running.process().getOutputStream().close();
    assertEquals(List.of(), running.rest());
    assertEquals(0, running.exit());
    assertEquals("", running.errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--deterministic", ""})
  void quitEndsIt(String option) throws IOException {
    Object[] arguments =
        option.isEmpty() ? new Object[] {"console"} : new Object[] {"console", option};
    Program.Running running = program.start(List.of(), arguments);
    send(running, "{\"id\":[],\"op\":\"quit\"}\n");
    assertEquals("{\"id\":[],\"ok\":true}", running.out().readLine());
    assertEquals(0, running.exit());
    assertEquals("", running.errors());
  }

  /// Both requests arrive at once; the second takes as long as nobody waits for.
  @Test
  void aRequestThatTakesLongHoldsNoEarlierReplyBack() throws IOException {
    Program.Running running = program.start(List.of(), "console");
    send(
        running,
        "{\"id\":1,\"op\":\"device.open\",\"vf\":1}\n"
            + "{\"id\":2,\"op\":\"clock.step\",\"nanos\":3600000000000}\n");
    assertEquals("{\"id\":1,\"ok\":true}", running.out().readLine());
    running.process().destroyForcibly().onExit().join();
  }

  @Test
  void controlCEndsItWith130() throws IOException {
    Program.Running running = program.start(List.of(), "console");
    send(running, STEP);
    running.await("\"ok\":true");
    Process kill = new ProcessBuilder("kill", "-INT", "" + running.process().pid()).start();
    kill.onExit().join();
    assertEquals(130, running.exit());
    assertEquals("", running.errors());
  }

  @Test
  void isSilentWhenNobodyReadsAnyMore() throws IOException {
    Program.Running running =
        program.start(
            List.of("sh", "-c", "exec \"$@\" | true", "sh"), "console", "--deterministic");
    running.process().getOutputStream().close();
    assertEquals(0, running.exit());
    assertEquals("", running.errors());
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    program
        .run("console", "--fast")
        .assertCouldNot("Unknown option: '--fast'; see barscope console --help");
  }

  @Test
  void theDefaultTopologyIsTheSampleOfThatName() {
    Path sample = Path.of("..", "samples", "topologies", "default.json");
    assertEquals(ConsoleCommand.topology(sample), ConsoleCommand.topology(null));
  }

  @Test
  void emulatesWhatAFileSays() throws IOException {
    Path file = folder.resolve("t.json");
    Files.writeString(file, "{\"vfs\": [{\"type\": \"console\"}]}");
    Program.Running running =
        program.start(List.of(), "console", "--deterministic", "--topology", file);
    send(running, "{\"op\":\"info\"}\n");
    String info = running.out().readLine();
    assertTrue(info.contains("\"vf\":1,\"type\":\"console\",\"transitional\":true"), info);
    assertTrue(info.contains("\"bar0\":64,\"irq\":\"none\",\"open\":false"), info);
    running.process().getOutputStream().close();
    assertEquals(0, running.exit());
  }

  @Test
  void refusesAWrongTopologyInOneLine() throws IOException {
    Path file = folder.resolve("t.json");
    Files.writeString(file, "{\n  \"vfs\": [{\"typ\": \"net\"}]\n}\n");
    Program.Running running = program.start(List.of(), "console", "--topology", file);
    assertEquals(List.of(), running.rest());
    assertEquals(2, running.exit());
    String error = running.errors();
    assertTrue(error.startsWith("barscope: " + file + ":2:"), error);
    assertTrue(error.contains("typ") && error.contains("did you mean type"), error);
    assertEquals(1, error.strip().lines().count());
  }

  @Test
  void refusesATopologyThatNeedsMoreMemoryThanThereIs() throws IOException {
    Path file = folder.resolve("huge.json");
    String owner = "{\"adminQueueSize\":32768}";
    Files.writeString(file, "{\"pfs\":[" + (owner + ",").repeat(31) + owner + "]}");
    Program.Running running =
        program.start(List.of("env", "JAVA_TOOL_OPTIONS=-Xmx64m"), "console", "--topology", file);
    running.process().getOutputStream().close();
    assertEquals(List.of(), running.rest());
    assertEquals(2, running.exit());
    List<String> errors = running.errors().lines().skip(1).toList();
    assertEquals(1, errors.size(), errors::toString);
    assertTrue(
        errors
            .getFirst()
            .matches(
                "barscope: the topology needs more memory than the \\d+ MiB that Java may take"),
        errors::toString);
  }
}
