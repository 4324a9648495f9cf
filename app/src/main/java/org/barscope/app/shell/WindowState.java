package org.barscope.app.shell;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a window looked like when it was closed, in a small file of properties. Nothing depends on
/// it: what cannot be read is not there, and what cannot be written is let go.
final class WindowState {
  private static final double MOST = 100_000;

  private final @Nullable Path file;
  private final Properties values = new Properties();

  private WindowState(@Nullable Path file) {
    this.file = file;
  }

  /// A state that is forgotten.
  static WindowState none() {
    return new WindowState(null);
  }

  /// The state in a file; an empty one if the file is absent or damaged.
  static WindowState in(Path file) {
    WindowState state = new WindowState(file);
    try {
      state.values.load(new StringReader(Files.readString(file)));
    } catch (IOException | IllegalArgumentException absentOrDamaged) {
      state.values.clear();
    }
    return state;
  }

  /// Where the state of a user is kept.
  static Path file(UnaryOperator<@Nullable String> environment, String home) {
    String states = environment.apply("XDG_STATE_HOME");
    Path folder =
        states == null || !Path.of(states).isAbsolute()
            ? Path.of(home, ".local", "state")
            : Path.of(states);
    return folder.resolve("barscope").resolve("window.properties");
  }

  /// A text.
  Optional<String> text(String key) {
    return Optional.ofNullable(values.getProperty(key));
  }

  /// A number that is not out of all reason.
  OptionalDouble number(String key) {
    List<Double> list = numbers(key);
    return list.size() == 1 ? OptionalDouble.of(list.getFirst()) : OptionalDouble.empty();
  }

  /// Numbers; none at all if one of them is damaged.
  List<Double> numbers(String key) {
    List<Double> list = new ArrayList<>();
    try {
      for (String word : values.getProperty(key, "").strip().split(" ", -1)) {
        double number = word.isEmpty() ? Double.NaN : Double.parseDouble(word);
        if (!(number >= 0 && number <= MOST)) {
          return List.of();
        }
        list.add(number);
      }
    } catch (NumberFormatException damaged) {
      return List.of();
    }
    return list;
  }

  void put(String key, String text) {
    values.setProperty(key, text);
  }

  void put(String key, List<Double> numbers) {
    List<String> words =
        numbers.stream().map(each -> String.format(Locale.ROOT, "%.4f", each)).toList();
    values.setProperty(key, String.join(" ", words).replace(".0000", ""));
  }

  /// Writes the file, whole or not at all.
  void save() {
    Path target = file;
    if (target == null) {
      return;
    }
    try {
      Path folder = target.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      StringWriter text = new StringWriter();
      values.store(text, "How the window looked when it was closed");
      Path draft = Files.createTempFile(folder, "window", ".tmp");
      try {
        Files.writeString(draft, text.toString());
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException notWritable) {
      values.clear(); // the next window looks like the first one, which is no reason to complain
    }
  }
}
