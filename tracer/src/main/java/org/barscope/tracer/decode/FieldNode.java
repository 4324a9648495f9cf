package org.barscope.tracer.decode;

import java.util.List;

/// One line of a field tree: a name, a value, and the bytes that say so.
///
/// @param label what it is
/// @param value in words; may be empty
/// @param note what belongs to the value, such as the specification's section; may be empty
/// @param mark what is special about it
/// @param spans the bytes that it stands for, its own first, then the same bytes elsewhere
/// @param children its parts
public record FieldNode(
    String label,
    String value,
    String note,
    Mark mark,
    List<FieldTree.Span> spans,
    List<FieldNode> children) {
  /// What is special about a field.
  public enum Mark {
    NONE(""),
    /// A condition that holds.
    HOLDS("✓"),
    /// An error, a broken rule, or bytes that do not fit their structure.
    WRONG("✗"),
    /// It has not ended yet.
    WAITING("◔"),
    /// Nobody knows what it means.
    UNKNOWN("?");

    private final String glyph;

    Mark(String glyph) {
      this.glyph = glyph;
    }

    /// The sign that says it.
    public String glyph() {
      return glyph;
    }
  }

  /// A field without bytes of its own.
  static FieldNode of(String label, String value) {
    return new FieldNode(label, value, "", Mark.NONE, List.of(), List.of());
  }

  /// A field of some bytes.
  static FieldNode of(String label, String value, FieldTree.Span span) {
    return new FieldNode(label, value, "", Mark.NONE, List.of(span), List.of());
  }

  FieldNode withLabel(String other) {
    return new FieldNode(other, value, note, mark, spans, children);
  }

  FieldNode withNote(String other) {
    return new FieldNode(label, value, other, mark, spans, children);
  }

  FieldNode withMark(Mark other) {
    return new FieldNode(label, value, note, other, spans, children);
  }

  FieldNode withSpans(List<FieldTree.Span> others) {
    return new FieldNode(label, value, note, mark, List.copyOf(others), children);
  }

  FieldNode withChildren(List<FieldNode> others) {
    return new FieldNode(label, value, note, mark, spans, List.copyOf(others));
  }
}
