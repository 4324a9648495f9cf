package org.barscope.app.details;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.LiveSession;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.tracer.capture.Row;
import org.barscope.tracer.capture.RowStore;
import org.barscope.tracer.decode.FieldNode;
import org.barscope.tracer.decode.FieldTree;
import org.barscope.tracer.decode.MemberTypes;

/// The fields of the selected row, and which of them is pointed at.
public final class DetailsViewModel {
  private static final String NOTHING =
      "Select a row of the table to see it here: each field with the section of the standard,"
          + " beside the bytes of guest, command and answer.";

  private final RowStore rows;
  private final Selection selection;
  private final MemberTypes types;
  private final ReadOnlyObjectWrapper<FieldTree> tree =
      new ReadOnlyObjectWrapper<>(FieldTree.EMPTY);
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Optional<FieldNode>> marked =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private Optional<FieldNode> chosen = Optional.empty();
  private long shown = Selection.NONE;
  private int shownEvents;
  private boolean open;

  /// Details of a session's rows.
  public DetailsViewModel(LiveSession session, Selection selection) {
    this(session.rows(), session.history().types(), selection);
  }

  DetailsViewModel(RowStore rows, MemberTypes types, Selection selection) {
    this.rows = rows;
    this.selection = selection;
    this.types = types;
    refresh();
  }

  /// The fields of the selected row; none when no row is selected.
  ReadOnlyObjectProperty<FieldTree> tree() {
    return tree.getReadOnlyProperty();
  }

  /// What to say instead; empty while there are fields.
  ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /// Whether selecting a row is what would fill it.
  boolean offersSelection() {
    return message.get().equals(NOTHING);
  }

  /// A field as text, with the fields in it; what is chosen if that is empty.
  String copyField() {
    StringBuilder text = new StringBuilder();
    chosen.ifPresent(field -> append(text, field, ""));
    return text.toString().stripTrailing();
  }

  private static void append(StringBuilder text, FieldNode field, String indent) {
    String value = field.value().isEmpty() ? "" : ": " + field.value();
    text.append(indent).append(field.label()).append(value).append('\n');
    field.children().forEach(child -> append(text, child, indent + "  "));
  }

  /// The bytes of the chosen field as hex; all bytes, strip by strip, if none is chosen.
  String copyBytes() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < tree.get().strips().size(); i++) {
      FieldTree.Strip strip = tree.get().strips().get(i);
      int index = i;
      if (chosen.isEmpty()) {
        lines.add(strip.label() + "\t" + hex(strip.bytes()));
      }
      chosen.stream()
          .flatMap(field -> field.spans().stream())
          .filter(span -> span.strip() == index)
          .forEach(span ->
              lines.add(
                  strip.label() + "\t" + hex(strip.bytes().slice(span.offset(), span.length()))));
    }
    return String.join("\n", lines);
  }

  private static String hex(Bytes bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes.toArray());
  }

  /// The field whose bytes are to be marked: the one pointed at, or else the one chosen.
  ReadOnlyObjectProperty<Optional<FieldNode>> marked() {
    return marked.getReadOnlyProperty();
  }

  /// The mouse is over a field, or over none.
  void point(Optional<FieldNode> field) {
    marked.set(field.isPresent() ? field : chosen);
  }

  /// The mouse is over a byte of a strip, or over none.
  ///
  /// @param offset in the strip, or -1
  void pointAtByte(int strip, int offset) {
    point(offset < 0 ? Optional.empty() : tree.get().at(strip, offset));
  }

  /// The user chose a field, or none.
  void choose(Optional<FieldNode> field) {
    chosen = field;
    marked.set(field);
  }

  /// Reads the selection anew. On the UI thread, some times a second.
  public void refresh() {
    long row = selection.row().get();
    if (row == Selection.NONE) {
      show(FieldTree.EMPTY, row, NOTHING);
      return;
    }
    if (row == shown && !open) {
      return;
    }
    Optional<Row> found = rows.find(row);
    if (found.isEmpty()) {
      open = false;
      show(FieldTree.EMPTY, row, "This row is not kept any more: the newest rows took its place.");
      return;
    }
    open = found.get().open();
    if (row != shown || found.get().events().size() != shownEvents) {
      shownEvents = found.get().events().size();
      show(FieldTree.of(found.get().events(), types), row, "");
    }
  }

  private void show(FieldTree fields, long row, String text) {
    boolean same = row == shown && fields.equals(tree.get());
    shown = row;
    message.set(text);
    if (!same) {
      choose(Optional.empty());
      tree.set(fields);
    }
  }
}
