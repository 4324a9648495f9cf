package org.barscope.app.events;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in the table as a user writes it: `1204` or `1,204` is a row, `1.5 s`, `20 ms` and
/// `1.204 118` are times since the start of the recording.
sealed interface GoTo {
  /// What is expected.
  String EXPECTED = "a row such as 1204, or a time such as 1.5 s or 20 ms";

  /// A row's number.
  record RowNumber(long row) implements GoTo {}

  /// A moment.
  record Time(long nanos) implements GoTo {}

  /// What a text means; empty if nothing.
  static Optional<GoTo> of(String text) {
    String plain = text.strip();
    if (Texts.ROW.matcher(plain).matches()) {
      return Optional.of(new RowNumber(Long.parseLong(plain.replaceAll("[#,]", ""))));
    }
    Matcher time = Texts.TIME.matcher(plain);
    if (!time.matches()) {
      return Optional.empty();
    }
    String unit = time.group(2) == null ? "s" : time.group(2);
    double factor =
        switch (unit) {
          case "s" -> 1e9;
          case "ms" -> 1e6;
          case "us", "µs" -> 1e3;
          default -> 1;
        };
    double number = Double.parseDouble(time.group(1).replace(" ", "").replace(",", ""));
    return Optional.of(new Time(Math.round(number * factor)));
  }

  /// How rows and times are written.
  final class Texts {
    private static final Pattern ROW = Pattern.compile("#?\\d{1,3}(,\\d{3}){0,4}|#?\\d{1,15}");
    private static final Pattern TIME =
        Pattern.compile(
            "([\\d,]{1,12}\\.\\d{1,3}(?: ?\\d{3})*|\\d{1,12}(?= ?[a-zµ]))" + " ?(s|ms|us|µs|ns)?");

    private Texts() {}
  }
}
