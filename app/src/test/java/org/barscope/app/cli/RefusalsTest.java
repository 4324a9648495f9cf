package org.barscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the program says when it cannot do its work: one line, no stack trace, exit code 2.
class RefusalsTest {
  private static final Path A1 = Program.sample("a1");

  @TempDir private Path folder;

  private Program program;

  @BeforeEach
  void prepare() {
    program = new Program(folder);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Nested
  class OfATrace {
    @Test
    void thatIsNotThere() {
      program.run("run", "--headless", "none.log").assertCouldNot("none.log: no such file");
    }

    @Test
    void thatIsADirectory() throws IOException {
      Files.createDirectory(folder.resolve("dir"));
      program
          .run("run", "--headless", "dir")
          .assertCouldNot("dir: a directory, expected a QEMU log trace");
    }

    @Test
    void thatIsNotReadable() throws IOException {
      Path file = file("secret.log", "secret");
      assumeFalse(System.getProperty("user.name").equals("root"), "root reads everything");
      assertTrue(file.toFile().setReadable(false));
      program
          .run("run", "--headless", "secret.log")
          .assertCouldNot("secret.log: not readable: permission denied");
    }

    @Test
    void thatIsEmpty() throws IOException {
      file("empty.log", "");
      program
          .run("run", "--headless", "empty.log")
          .assertCouldNot("empty.log: empty, expected a QEMU log trace");
    }

    @Test
    void thatIsBinaryRubbish() throws IOException {
      byte[] rubbish = new byte[20_000];
      new Random(1).nextBytes(rubbish);
      Files.write(folder.resolve("rubbish"), rubbish);
      Program.Result result = program.run("run", "--headless", "rubbish");
      assertTrue(
          result
              .err()
              .matches(
                  "barscope: rubbish: no QEMU log trace: none of its \\d+ lines is a trace"
                      + " event\n"),
          result.err());
      assertEquals(2, result.exit());
      assertEquals("", result.text());
    }

    @Test
    void thatIsSomeOtherText() throws IOException {
      file("poem.txt", "roses are red\nviolets are blue\n");
      program
          .run("run", "--headless", "poem.txt")
          .assertCouldNot("poem.txt: no QEMU log trace: none of its 2 lines is a trace event");
    }

    @Test
    void thatAnotherCommandOpens() throws IOException {
      Files.write(folder.resolve("run.pcapng"), Bytes.hex("0a0d0d0a1c000000").toArray());
      Program.Result trace = program.run("run", "--headless", "run.pcapng");
      assertTrue(
          trace.err().endsWith("; it is a capture: barscope show run.pcapng opens it\n"),
          trace.err());
      assertEquals(2, trace.exit());
      file(
          "guest.log",
          "memory_region_ops_write cpu 0 mr 0x55 addr 0xc092 value 0x0 size 1 name 'virtio-pci'\n");
      Program.Result capture = program.run("show", "--headless", "guest.log");
      assertTrue(
          capture.err().endsWith("; it is a QEMU log: barscope run guest.log plays it\n"),
          capture.err());
      assertEquals(2, capture.exit());
    }

    @Test
    void thatHasNoVirtioDevice() throws IOException {
      file(
          "ide.log",
          """
          pci_update_mappings_add piix3-ide 00:01.1 4,0xc020+0x10
          memory_region_ops_read cpu 0 mr 0x5500 addr 0xc020 value 0x0 size 1 name 'bmdma'
          """);
      program
          .run("run", "--headless", "ide.log")
          .assertCouldNot(
              "ide.log: no legacy virtio device in 2 lines, expected accesses of a region"
                  + " 'virtio-pci' or of its BAR");
    }

    @Test
    void thatIsACutGzipFileWithoutAnyAccess() throws IOException {
      Files.write(folder.resolve("cut.gz"), Arrays.copyOf(Files.readAllBytes(A1), 60_000));
      Program.Result result = program.run("run", "--headless", "cut.gz");
      assertTrue(
          result
              .err()
              .matches(
                  "barscope: cut.gz: no legacy register access; gzip data ends early after line"
                      + " \\d+\n"),
          result.err());
      assertEquals(2, result.exit());
      assertEquals("", result.text());
    }

    @Test
    void thatIsTheSecondOfTwo() {
      program.run("run", "--headless", A1, "none.log").assertCouldNot("none.log: no such file");
    }
  }

  @Nested
  class OfTheUsage {
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "fast", "NaN"})
    void aSpeedThatIsNone(String speed) {
      program
          .run("run", "--headless", "--speed", speed, A1)
          .assertCouldNot(
              "Invalid value for option '--speed': '"
                  + speed
                  + "', expected a number above 0 or max; see barscope run --help");
    }

    @Test
    void anUnknownOption() {
      program
          .run("run", "--sideways", A1)
          .assertCouldNot("Unknown option: '--sideways'; see barscope run --help");
    }

    @Test
    void anUnknownCommand() {
      Program.Result result = program.run("fly");
      assertTrue(result.err().startsWith("barscope: "), result.err());
      assertTrue(result.err().contains("'fly'"), result.err());
      Program.assertNoStackTrace(result.err());
      assertEquals("", result.text());
      assertEquals(2, result.exit());
    }

    @Test
    void noTrace() {
      program
          .run("run", "--headless")
          .assertCouldNot("Missing required parameter: 'TRACE'; see barscope run --help");
    }

    @Test
    void noCaptureToShow() {
      program
          .run("show")
          .assertCouldNot("Missing required parameter: 'FILE'; see barscope show --help");
    }
  }

  @Nested
  class OfAnOutput {
    private Path input;

    @BeforeEach
    void copy() throws IOException {
      input = Files.copy(A1, folder.resolve("in.log.gz"));
    }

    private void assertInputUnchanged() throws IOException {
      assertArrayEquals(Files.readAllBytes(A1), Files.readAllBytes(input));
    }

    @ParameterizedTest
    @ValueSource(strings = {"in.log.gz", "dir/../in.log.gz"})
    void thatIsTheInput(String name) throws IOException {
      program
          .run("run", "--headless", "-o", name, "in.log.gz")
          .assertCouldNot(Path.of(name) + ": is the trace that is to be read, expected another");
      assertInputUnchanged();
    }

    @Test
    void thatIsALinkToTheInput() throws IOException {
      Files.createSymbolicLink(folder.resolve("link"), input);
      Program.Result result = program.run("run", "--headless", "-o", "link", "in.log.gz");
      assertEquals(2, result.exit());
      Program.assertNoStackTrace(result.err());
      assertEquals("", result.text());
      assertInputUnchanged();
    }

    @Test
    void thatIsADirectory() throws IOException {
      Files.createDirectory(folder.resolve("dir"));
      program
          .run("run", "--headless", "-o", "dir", "in.log.gz")
          .assertCouldNot("dir: is a directory, expected a file to write");
    }

    @Test
    void inADirectoryThatIsNotThere() {
      program
          .run("run", "--headless", "-o", "none/x.pcapng", "in.log.gz")
          .assertCouldNot("cannot write none/x.pcapng: no such directory");
    }

    @Test
    void thatIsSomebodyElsesFile() throws IOException {
      file("thesis.tex", "years of work");
      program
          .run("run", "--headless", "-o", "thesis.tex", "in.log.gz")
          .assertCouldNot("cannot write thesis.tex: there is a file that is not a capture");
      assertEquals("years of work", Files.readString(folder.resolve("thesis.tex")));
    }

    @Test
    void leavesNoFileBehind() throws IOException {
      program
          .run("run", "--headless", "-o", "x.pcapng", "none.log")
          .assertCouldNot("none.log: no such file");
      assertFalse(Files.exists(folder.resolve("x.pcapng")));
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class OfACapture {
    private byte[] made = {};
    private Program.Result whole = new Program.Result(0, made, "");

    @BeforeAll
    void make(@TempDir Path place) throws IOException {
      Path file = place.resolve("made.pcapng");
      whole = new Program(place).run("run", "--json", "-o", file, A1).assertExit(0);
      made = Files.readAllBytes(file);
    }

    @Test
    void thatIsNotThere() {
      program.run("show", "none.pcapng").assertCouldNot("none.pcapng: no such file");
    }

    @Test
    void thatIsADirectory() throws IOException {
      Files.createDirectory(folder.resolve("dir"));
      program.run("show", "dir").assertCouldNot("dir: is a directory, expected a capture file");
    }

    @Test
    void thatIsNone() throws IOException {
      file("poem.txt", "roses are red\nviolets are blue\n");
      Program.Result result = program.run("show", "poem.txt");
      assertTrue(result.err().startsWith("barscope: poem.txt: "), result.err());
      Program.assertNoStackTrace(result.err());
      assertEquals(2, result.exit());
      assertEquals("", result.text());
    }

    @Test
    void thatIsEmpty() throws IOException {
      file("empty.pcapng", "");
      Program.Result result = program.run("show", "empty.pcapng");
      assertTrue(result.err().startsWith("barscope: empty.pcapng: "), result.err());
      assertEquals(2, result.exit());
    }

    @Test
    void ofANewerMajorVersion() throws IOException {
      String text = new String(made, StandardCharsets.ISO_8859_1);
      byte[] newer =
          text.replace("barscope capture 1.0", "barscope capture 2.0")
              .getBytes(StandardCharsets.ISO_8859_1);
      Files.write(folder.resolve("newer.pcapng"), newer);
      Program.Result result = program.run("show", "newer.pcapng");
      assertTrue(result.err().startsWith("barscope: newer.pcapng: "), result.err());
      assertTrue(result.err().contains("2.0"), result.err());
      Program.assertNoStackTrace(result.err());
      assertEquals(2, result.exit());
      assertEquals("", result.text());
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 20_017})
    void thatIsCutIsShownUpToTheCut(int length) throws IOException {
      Files.write(folder.resolve("cut.pcapng"), Arrays.copyOf(made, length));
      Program.Result result = program.run("show", "--json", "cut.pcapng");
      assertTrue(result.err().startsWith("barscope: cut.pcapng: "), result.err());
      Program.assertNoStackTrace(result.err());
      assertEquals(1, result.exit());
      assertSameBeginning(result);
      assertTrue(result.last().contains("\"damage\":\""), result.last());
    }

    @Test
    void thatIsDamagedInTheMiddleIsShownUpToThere() throws IOException {
      byte[] bytes = made.clone();
      int middle = 20_000;
      Arrays.fill(bytes, middle, middle + 64, (byte) 0xff);
      Files.write(folder.resolve("bad.pcapng"), bytes);
      Program.Result result = program.run("show", "--json", "bad.pcapng");
      assertEquals(1, result.exit());
      assertTrue(result.err().startsWith("barscope: bad.pcapng: pcapng block at 0x"), result.err());
      Program.assertNoStackTrace(result.err());
      assertSameBeginning(result);
      assertTrue(result.last().contains("\"damage\":\"pcapng block at 0x"), result.last());
    }

    /// All lines but the summary are the first ones of the whole.
    private void assertSameBeginning(Program.Result part) {
      List<String> lines = part.lines();
      int events = lines.size() - 1;
      assertTrue(events > 300, "events: " + events);
      assertEquals(whole.lines().subList(0, events), lines.subList(0, events));
    }
  }

  @Test
  void garbageLinesAreCountedNotFatal() throws IOException {
    StringBuilder log = new StringBuilder("what is this?\n");
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(A1)), StandardCharsets.US_ASCII))) {
      in.lines().forEach(line -> log.append(line).append('\n'));
    }
    log.append("\u0000\u0001\u0002\nmemory_region_ops_read cpu zero mr x\n");
    file("garbage.log", log.toString());
    Program.Result result = program.run("run", "--json", "--quiet", "garbage.log").assertExit(0);
    assertTrue(result.last().contains("\"lines\":28432,"), result.last());
    assertTrue(result.last().contains("\"unreadable\":3,"), result.last());
    assertTrue(result.last().contains("\"line 1: what is this?\""), result.last());
    assertTrue(result.last().contains("\"accesses\":56,"), result.last());
    assertTrue(result.last().contains("\"unexplained\":0,"), result.last());
  }

  @Test
  void aCutGzipFileWithAccessesIsPlayedAsFarAsItGoes() throws IOException {
    Files.write(folder.resolve("cut.gz"), Arrays.copyOf(Files.readAllBytes(A1), 136_000));
    Program.Result text = program.run("run", "--headless", "cut.gz").assertExit(1);
    assertTrue(text.text().contains("gzip data ends early after line "), text.text());
    Program.Result json = program.run("run", "--json", "cut.gz").assertExit(1);
    assertTrue(json.last().contains("\"damage\":\"gzip data ends early"), json.last());
    assertTrue(json.lines().stream().anyMatch(line -> line.contains("\"LegacyAccess\"")));
    assertTrue(json.last().contains("\"unexplained\":0"), json.last());
  }
}
