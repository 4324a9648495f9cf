package org.barscope.app.events;

import org.barscope.tracer.decode.Glyphs;
import org.barscope.tracer.decode.RowText;
import org.barscope.tracer.decode.RowText.Outcome;
import org.barscope.tracer.decode.TimeText;

/// A line of the table as plain text: for the clipboard, and to be read out.
final class LineText {
  private LineText() {}

  /// The columns, with a tab between them; what a child says stands in the column of what it is.
  static String columns(TableLine line) {
    return switch (line) {
      case TableLine.Own own ->
          String.join(
              "\t",
              own.number(),
              own.time(),
              own.delta(),
              own.member(),
              own.text().tag(),
              own.text().place(),
              own.text().offset(),
              own.text().value(),
              result(own),
              roundTrip(own.text().roundTrip()));
      case TableLine.Child child ->
          String.join(
              "\t",
              "",
              "",
              child.delta(),
              "",
              "",
              child.line().text(),
              "",
              "",
              "",
              roundTrip(child.line().roundTrip()));
      case TableLine.Gone _ -> "";
    };
  }

  /// What a screen reader says.
  static String spoken(TableLine line) {
    return switch (line) {
      case TableLine.Own own -> {
        RowText text = own.text();
        String member = own.member().startsWith("PF") ? own.member() : "VF " + own.member();
        yield ("row %s, %s s, %s, %s %s %s, %s"
                + (text.children().isEmpty() ? "" : own.expanded() ? ", expanded" : ", collapsed"))
            .formatted(
                own.number(),
                own.time(),
                member,
                text.tag(),
                text.place(),
                text.value(),
                spoken(own, text.outcome()));
      }
      case TableLine.Child child -> child.line().text();
      case TableLine.Gone _ -> "forgotten";
    };
  }

  private static String spoken(TableLine.Own own, Outcome outcome) {
    return switch (outcome) {
      case NONE -> "";
      case OK -> "succeeded";
      case FAILED -> "failed " + own.text().result();
      case OPEN -> "waits " + own.age();
      case END_LOST -> "its end was lost";
    };
  }

  /// What the column of results says.
  static String result(TableLine.Own own) {
    return switch (own.text().outcome()) {
      case NONE -> "";
      case OK -> "✓";
      case FAILED -> "✗ " + own.text().result();
      case OPEN -> "◔ " + own.age();
      case END_LOST -> "⋯ end lost";
    };
  }

  /// How long the commands took; nothing where there were none.
  static String roundTrip(long nanos) {
    return nanos == RowText.NONE ? "" : TimeText.duration(nanos, Glyphs.UTF_8);
  }
}
