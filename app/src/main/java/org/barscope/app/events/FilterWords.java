package org.barscope.app.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.barscope.tracer.capture.Row;
import org.barscope.tracer.decode.RowText;

/// A plain-text filter: words that must all occur in a row's text, and words after `-` that must
/// not. Upper and lower case are the same; `vf1` is VF 1 and not VF 12.
///
/// @param wanted in lower case
/// @param unwanted in lower case
record FilterWords(List<String> wanted, List<String> unwanted) {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern MEMBER = Pattern.compile("[pv]f\\d+");

  /// The words of a text; a `-` alone is none yet.
  static FilterWords of(String text) {
    List<String> wanted = new ArrayList<>();
    List<String> unwanted = new ArrayList<>();
    for (String word : SPACE.split(text.strip().toLowerCase(Locale.ROOT), -1)) {
      if (word.length() > 1 && word.startsWith("-")) {
        unwanted.add(whole(word.substring(1)));
      } else if (!word.isEmpty() && !word.equals("-")) {
        wanted.add(whole(word));
      }
    }
    return new FilterWords(List.copyOf(wanted), List.copyOf(unwanted));
  }

  boolean isEmpty() {
    return wanted.isEmpty() && unwanted.isEmpty();
  }

  boolean match(Row row, RowText text) {
    String all = text(row, text);
    for (String word : wanted) {
      if (!all.contains(word)) {
        return false;
      }
    }
    for (String word : unwanted) {
      if (all.contains(word)) {
        return false;
      }
    }
    return true;
  }

  private static String whole(String word) {
    return MEMBER.matcher(word).matches() ? " " + word + " " : word;
  }

  /// Everything that a row says, in lower case.
  private static String text(Row row, RowText text) {
    StringBuilder all = new StringBuilder(200);
    all.append(" pf").append(row.first().pf());
    all.append(row.vf() == 0 ? " owner" : " vf" + row.vf());
    all.append(' ').append(text.tag()).append(' ').append(text.place());
    all.append(' ').append(text.offset()).append(' ').append(text.value());
    all.append(' ').append(text.result()).append(' ').append(kind(text.mark()));
    all.append(outcome(text)).append(text.inferred() ? " inferred " : " ");
    for (RowText.Line line : text.children()) {
      all.append(' ').append(line.text()).append(' ').append(kind(line.mark()));
    }
    return all.append(' ').toString().toLowerCase(Locale.ROOT);
  }

  private static String kind(RowText.Mark mark) {
    return switch (mark) {
      case READ -> "read";
      case WRITE -> "write";
      case NOTIFY -> "notify";
      case INTERRUPT -> "interrupt";
      case COMMAND -> "command";
      case LIFECYCLE -> "lifecycle";
      case GUEST_FAULT -> "fault";
      case LOST -> "lost";
      case UNKNOWN -> "unknown";
    };
  }

  private static String outcome(RowText text) {
    return switch (text.outcome()) {
      case NONE -> "";
      case OK -> " ok";
      case FAILED -> " error";
      case OPEN -> " waiting";
      case END_LOST -> " end lost";
    };
  }
}
