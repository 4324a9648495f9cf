package org.barscope.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/// `rows.txt`: which tests cover each row of the reference.
final class Ledger {
  private static final Pattern LINE = Pattern.compile("((A)-\\d{3}|(\\S+) \\S+): (.+)");
  private static final Pattern TEST = Pattern.compile("(\\w+)((?:\\$\\w+)*)#(\\w+)");
  private static final Pattern EXCUSE = Pattern.compile("(not here|open): \\S.*");

  private Ledger() {}

  /// One line.
  ///
  /// @param section of the reference; `A` for a rule, `switch` for a position of a switch
  /// @param id section and label, or the rule's id
  /// @param cover tests, or why there are none
  record Row(String section, String id, String cover) {
    boolean isOpen() {
      return cover.startsWith("open: ");
    }

    boolean isElsewhere() {
      return cover.startsWith("not here: ");
    }

    /// Names of tests; empty if there are none.
    List<String> tests() {
      return isOpen() || isElsewhere() ? List.of() : List.of(cover.split(" "));
    }
  }

  /// Every row, in the order of the file.
  static List<Row> rows() {
    try (InputStream file = Ledger.class.getResourceAsStream("rows.txt")) {
      if (file == null) {
        throw new AssertionError("rows.txt is not there");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Ledger::row)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Row row(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("no row: " + line);
    }
    String section = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
    return new Row(section, matcher.group(1), matcher.group(4));
  }

  /// What is wrong with a row, one sentence each.
  static List<String> mistakes(Row row) {
    if (row.tests().isEmpty()) {
      return EXCUSE.matcher(row.cover()).matches() ? List.of() : List.of("no reason: " + row.id());
    }
    List<String> mistakes = new ArrayList<>();
    for (String test : row.tests()) {
      if (methods(test).isEmpty()) {
        mistakes.add(row.id() + ": " + test + " is no test");
      }
    }
    return mistakes;
  }

  /// The test methods with this name, `Class$Nested#method`; empty if there is none.
  static List<Method> methods(String test) {
    Matcher name = TEST.matcher(test);
    Path source = name.matches() ? SOURCES.get(name.group(1)) : null;
    if (source == null) {
      return List.of();
    }
    try {
      Class<?> type = Class.forName(binaryName(source) + name.group(2));
      for (Class<?> at = type; at.isMemberClass(); at = at.getEnclosingClass()) {
        if (!at.isAnnotationPresent(Nested.class)) {
          return List.of();
        }
      }
      return Arrays.stream(type.getDeclaredMethods())
          .filter(method -> method.getName().equals(name.group(3)))
          .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
          .toList();
    } catch (ClassNotFoundException _) {
      return List.of();
    }
  }

  /// Whether a test puts a position of a switch to the test: its class moves the switch, and the
  /// position is a cell of the test's own table, or stands beside the switch in the class.
  static boolean moves(String test, Switch which, String position) {
    Path source = SOURCES.get(test.substring(0, test.indexOf(test.contains("$") ? '$' : '#')));
    if (source == null || !read(source).contains("Switch." + which.name())) {
      return false;
    }
    Pattern beside =
        Pattern.compile("Switch\\." + which.name() + ",\\s*\"" + Pattern.quote(position) + "\"");
    return beside.matcher(read(source)).find()
        || methods(test).stream().flatMap(Ledger::cells).anyMatch(position::equals);
  }

  /// The cells of the table that feeds a test.
  private static Stream<String> cells(Method test) {
    return Arrays.stream(test.getAnnotations()).flatMap(Ledger::cells);
  }

  private static Stream<String> cells(Annotation table) {
    return switch (table) {
      case CsvSource csv ->
          Stream.concat(Arrays.stream(csv.value()), csv.textBlock().lines())
              .flatMap(line -> Arrays.stream(line.split(",", -1)))
              .map(String::strip);
      case ValueSource values -> Arrays.stream(values.strings());
      default -> Stream.empty();
    };
  }

  /// Every test class by its simple name.
  private static final Map<String, Path> SOURCES = sources();

  private static Path root() {
    return Path.of(System.getProperty("basedir", "."), "src/test/java");
  }

  private static Map<String, Path> sources() {
    Map<String, Path> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root())) {
      files
          .filter(file -> file.toString().endsWith("Test.java"))
          .forEach(file -> {
            String name = file.getFileName().toString().replace(".java", "");
            if (sources.put(name, file) != null) {
              throw new AssertionError("two classes are named " + name);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  private static String binaryName(Path source) {
    List<String> parts = new ArrayList<>();
    root().relativize(source).forEach(part -> parts.add(part.toString()));
    return String.join(".", parts).replaceFirst("\\.java$", "");
  }

  private static String read(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
