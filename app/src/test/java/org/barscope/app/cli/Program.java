package org.barscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.barscope.app.Main;

/// The program as a process of its own, with the class path of the tests.
final class Program {
  private static final int EXIT_MINUTES = 3; // never reached unless the program hangs

  private final Path folder;
  private int count;

  /// @param folder for what the processes print, and where they run
  Program(Path folder) {
    this.folder = folder;
  }

  /// What a process printed and how it ended.
  record Result(int exit, byte[] out, String err) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }

    List<String> lines() {
      return text().lines().toList();
    }

    String last() {
      return lines().getLast();
    }

    /// Exit code 2, one line on standard error, nothing else.
    void assertCouldNot(String message) {
      assertEquals("barscope: " + message + "\n", err);
      assertEquals("", text());
      assertEquals(2, exit);
    }

    /// As expected, and nothing on standard error.
    Result assertExit(int expected) {
      assertEquals("", err);
      assertEquals(expected, exit, this::text);
      return this;
    }
  }

  /// A process that runs.
  record Running(Process process, BufferedReader out, Path err) {
    /// Waits for a line of standard output that holds a text.
    String await(String text) {
      try {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          if (line.contains(text)) {
            return line;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      throw new AssertionError("ended without a line with '" + text + "': " + errors());
    }

    String errors() {
      try {
        return Files.readString(err);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// Reads the rest of the output and waits for the end.
    List<String> rest() {
      List<String> rest = new ArrayList<>();
      out.lines().forEach(rest::add);
      return rest;
    }

    int exit() {
      return ended(process);
    }
  }

  /// Runs the program to its end.
  Result run(Object... arguments) {
    count++;
    Path out = folder.resolve("out-" + count);
    Path err = folder.resolve("err-" + count);
    try {
      Process process =
          builder(List.of(), arguments)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      int exit = ended(process);
      return new Result(exit, Files.readAllBytes(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts the program; its output is to be read.
  ///
  /// @param prefix a command that runs the program, or nothing
  Running start(List<String> prefix, Object... arguments) {
    count++;
    Path err = folder.resolve("err-" + count);
    try {
      Process process = builder(prefix, arguments).redirectError(err.toFile()).start();
      return new Running(
          process,
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)),
          err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder builder(List<String> prefix, Object... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-ea", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("BARSCOPE_DEBUG");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder;
  }

  private static int ended(Process process) {
    try {
      if (!process.waitFor(EXIT_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("the program hangs");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError(e);
    }
    return process.exitValue();
  }

  /// A log of the samples, by the first part of its name.
  static Path sample(String id) {
    Path here = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    Path samples = here.resolveSibling("samples").resolve("traces");
    if (!Files.isDirectory(samples)) {
      samples = here.resolve("samples").resolve("traces");
    }
    try (Stream<Path> files = Files.list(samples)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(id + "-"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Fails if a text holds what only a stack trace has.
  static void assertNoStackTrace(String text) {
    assertFalse(text.contains("\tat "), text);
    assertFalse(text.contains("Exception"), text);
    assertTrue(text.lines().count() <= 1, text);
  }
}
