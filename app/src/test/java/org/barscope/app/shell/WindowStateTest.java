package org.barscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowStateTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("deep").resolve("window.properties");
  }

  @Test
  void comesBack() {
    WindowState state = WindowState.in(file());
    state.put("theme", "light");
    state.put("columns", List.of(0.25, 0.5));
    state.put("size", List.of(1000.0, 700.0));
    state.save();
    WindowState again = WindowState.in(file());
    assertEquals(Optional.of("light"), again.text("theme"));
    assertEquals(List.of(0.25, 0.5), again.numbers("columns"));
    assertEquals(List.of(1000.0, 700.0), again.numbers("size"));
    assertEquals(OptionalDouble.empty(), again.number("size"));
  }

  @Test
  void leavesNothingElseBehind() throws IOException {
    WindowState state = WindowState.in(file());
    state.save();
    try (Stream<Path> files = Files.list(folder.resolve("deep"))) {
      assertEquals(List.of(file()), files.toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "size",
        "size=",
        "size=wide",
        "size=1 two",
        "size=-3",
        "size=NaN 1",
        "size=1e9"
      })
  void damagedNumbersAreNotThere(String content) throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), content);
    assertEquals(List.of(), WindowState.in(file()).numbers("size"));
  }

  @Test
  void aDamagedFileIsAnEmptyOne() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "theme=light\nsize=\\uXYZ");
    assertEquals(Optional.empty(), WindowState.in(file()).text("theme"));
    Files.write(file(), "theme=light\u00ff".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(Optional.empty(), WindowState.in(file()).text("theme"));
  }

  @Test
  void whatCannotBeWrittenIsLetGo() throws IOException {
    Files.writeString(folder.resolve("deep"), "a file where the folder should be");
    WindowState state = WindowState.in(file());
    state.put("theme", "light");
    state.save();
    assertFalse(Files.exists(file()));
  }

  @Test
  void isKeptWhereStatesAreKept() {
    assertEquals(
        Path.of("/home/me/.local/state/barscope/window.properties"),
        WindowState.file(_ -> null, "/home/me"));
    Map<String, String> set = Map.of("XDG_STATE_HOME", "/var/state");
    assertEquals(
        Path.of("/var/state/barscope/window.properties"), WindowState.file(set::get, "/home/me"));
    Map<String, String> relative = Map.of("XDG_STATE_HOME", "state");
    assertEquals(
        Path.of("/home/me/.local/state/barscope/window.properties"),
        WindowState.file(relative::get, "/home/me"));
  }
}
