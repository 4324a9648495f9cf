package org.barscope.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which of the known words somebody may have meant.
final class Nearest {
  private static final int LONGEST = 40;

  private Nearest() {}

  /// The known word that is nearest to a wrong one; empty if none is near.
  static Optional<String> to(String wrong, List<String> known) {
    String lower = wrong.toLowerCase(Locale.ROOT);
    if (lower.isEmpty() || lower.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(word -> {
          String other = word.toLowerCase(Locale.ROOT);
          return (lower.length() > 2 && (other.contains(lower) || lower.contains(other)))
              || distance(lower, other) <= (lower.length() + 1) / 2;
        })
        .min(Comparator.comparingInt(word -> distance(lower, word.toLowerCase(Locale.ROOT))));
  }

  /// ` (did you mean x?)`, or nothing if no known word is near.
  static String hint(String wrong, List<String> known) {
    return to(wrong, known).map(word -> " (did you mean " + word + "?)").orElse("");
  }

  /// `a, b or c`.
  static String anyOf(List<String> words) {
    return words.size() < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }

  /// How many letters must be changed, added or dropped (Levenshtein).
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
