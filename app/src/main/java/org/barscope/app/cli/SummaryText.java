package org.barscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.barscope.tracer.decode.Glyphs;
import org.barscope.tracer.decode.TimeText;

/// What closes a run, as text for people.
final class SummaryText {
  private SummaryText() {}

  static List<String> lines(JsonNode summary, Glyphs glyphs) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Summary");
    for (JsonNode trace : summary.path("traces")) {
      trace(lines, trace, glyphs);
    }
    for (JsonNode member : summary.path("vfs")) {
      member(lines, member, glyphs);
    }
    absent(lines, summary.path("notEmulated"), "not emulated yet, skipped:", glyphs);
    absent(lines, summary.path("silent"), "never accessed, skipped:", glyphs);
    lines.add(
        "  run      %s BAR0 accesses, %s admin commands, %s doorbells, %s interrupts, %s events, %s"
            .formatted(
                count(summary, "accesses"),
                count(summary, "adminCommands"),
                count(summary, "notifies"),
                count(summary, "interrupts"),
                count(summary, "events"),
                TimeText.duration(summary.path("duration").asLong(), glyphs)));
    String problems = problems(summary);
    if (!problems.isEmpty()) {
      lines.add("  " + glyphs.no() + "        " + problems);
    }
    if (summary.path("compared").asLong() > 0) {
      lines.add(compared(summary, glyphs));
    }
    if (summary.has("damage")) {
      lines.add("  " + glyphs.no() + "        " + glyphs.clean(summary.path("damage").asText()));
    }
    if (summary.has("output")) {
      lines.add("  capture  " + glyphs.clean(summary.path("output").asText()));
    }
    return lines;
  }

  /// Whether what the guests saw is what they saw then, as one line; empty if nothing was compared.
  static String verdict(JsonNode summary, Glyphs glyphs) {
    if (summary.path("compared").asLong() == 0) {
      return "";
    }
    String sign = summary.path("unexplained").asLong() == 0 ? glyphs.yes() : glyphs.no();
    return sign + " " + comparison(summary);
  }

  private static String compared(JsonNode summary, Glyphs glyphs) {
    String sign = summary.path("unexplained").asLong() == 0 ? glyphs.yes() : glyphs.no();
    return "  %s        %s".formatted(sign, comparison(summary));
  }

  private static String comparison(JsonNode summary) {
    return "%s reads compared: %s equal, %s explained, %s unexplained%s"
        .formatted(
            count(summary, "compared"),
            count(summary, "equal"),
            number(explained(summary)),
            count(summary, "unexplained"),
            reasons(summary.path("explained")));
  }

  private static void trace(List<String> lines, JsonNode trace, Glyphs glyphs) {
    lines.add(
        "  trace    %s: %s lines, %s used, %s skipped, %s unreadable%s"
            .formatted(
                glyphs.clean(trace.path("source").asText()),
                count(trace, "lines"),
                count(trace, "used"),
                count(trace, "skipped"),
                count(trace, "unreadable"),
                trace.path("timed").asBoolean()
                    ? ""
                    : "; no times, one line is 1 " + glyphs.microseconds()));
    for (JsonNode line : trace.path("firstUnreadable")) {
      lines.add("           " + glyphs.no() + " " + glyphs.clean(line.asText()));
    }
    if (trace.has("damage")) {
      lines.add("           " + glyphs.no() + " " + glyphs.clean(trace.path("damage").asText()));
    }
  }

  private static void member(List<String> lines, JsonNode member, Glyphs glyphs) {
    List<String> remarks = new ArrayList<>();
    if (member.path("typeInferred").asBoolean()) {
      remarks.add("type inferred");
    }
    if (member.path("baseInferred").asBoolean()) {
      remarks.add("BAR base inferred");
    }
    if (member.path("midLife").asBoolean()) {
      remarks.add("log begins in mid-life");
    }
    lines.add(
        "  VF %-5d %s (%s): %s steps played, %s reads compared, %s equal%s%s"
            .formatted(
                member.path("vf").asInt(),
                glyphs.clean(member.path("device").asText()),
                member.path("type").asText(),
                count(member, "played"),
                count(member, "compared"),
                count(member, "equal"),
                reasons(member.path("explained")),
                remarks.isEmpty() ? "" : "; " + String.join(", ", remarks)));
    for (JsonNode difference : member.path("differences")) {
      lines.add(
          "           %s %s  %s @%d width %d: expected %s, seen %s"
              .formatted(
                  glyphs.no(),
                  TimeText.time(difference.path("recorded").asLong()),
                  difference.path("region").asText(),
                  difference.path("offset").asInt(),
                  difference.path("width").asInt(),
                  difference.path("expected").asText(),
                  difference.path("seen").asText()));
    }
  }

  private static void absent(List<String> lines, JsonNode devices, String what, Glyphs glyphs) {
    for (JsonNode device : devices) {
      lines.add(
          "  %s %s (%s)"
              .formatted(
                  what,
                  glyphs.clean(device.path("device").asText()),
                  device.path("type").asText()));
    }
  }

  private static String problems(JsonNode summary) {
    List<String> problems = new ArrayList<>();
    problem(problems, summary, "failedAccesses", "failed accesses");
    problem(problems, summary, "failedAdminCommands", "failed admin commands");
    problem(problems, summary, "guestFaults", "rule violations by guests");
    problem(problems, summary, "lost", "events lost");
    if (summary.path("stopped").asBoolean()) {
      problems.add("stopped before the end");
    }
    return String.join(", ", problems);
  }

  private static void problem(List<String> problems, JsonNode summary, String field, String what) {
    if (summary.path(field).asLong() > 0) {
      problems.add(count(summary, field) + " " + what);
    }
  }

  private static long explained(JsonNode summary) {
    long sum = 0;
    for (JsonNode count : summary.path("explained")) {
      sum += count.asLong();
    }
    return sum;
  }

  private static String reasons(JsonNode explained) {
    List<String> reasons = new ArrayList<>();
    for (var field : explained.properties()) {
      if (field.getValue().asLong() > 0) {
        reasons.add(field.getKey() + " " + number(field.getValue().asLong()));
      }
    }
    return reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")";
  }

  private static String count(JsonNode node, String field) {
    return number(node.path(field).asLong());
  }

  private static String number(long value) {
    return "%,d".formatted(value);
  }
}
