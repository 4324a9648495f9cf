package org.barscope.tracer.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.event.Event;
import org.barscope.engine.protocol.bytes.Bytes;

/// Everything that one row of an event table says, as a tree, and the bytes that say it.
///
/// Every byte of every strip belongs to some field.
///
/// @param roots the topmost fields
/// @param strips the bytes, in the order in which they came to be
public record FieldTree(List<FieldNode> roots, List<Strip> strips) {
  /// Nothing.
  public static final FieldTree EMPTY = new FieldTree(List.of(), List.of());

  /// On which side of the variant driver some bytes are.
  public enum Side {
    /// What the guest wrote or saw.
    GUEST,
    /// What the core of the driver read before the overlay.
    CORE,
    /// The device-readable part of a command.
    COMMAND,
    /// The device-writable part of a command.
    COMPLETION,
    /// The bytes of an event that this version does not know.
    PAYLOAD
  }

  /// A run of bytes that fields point into.
  ///
  /// @param label what it is called, in one or two words
  /// @param base the offset that its first byte is shown with
  public record Strip(String label, Side side, int base, Bytes bytes) {}

  /// A part of a strip.
  ///
  /// @param strip its index in [#strips]
  /// @param offset of the first byte, counted from the start of the strip
  /// @param length at least 1
  public record Span(int strip, int offset, int length) {
    /// Whether a byte is in it.
    public boolean holds(int otherStrip, int at) {
      return strip == otherStrip && at >= offset && at < offset + length;
    }
  }

  /// The tree of one row.
  ///
  /// @param events of the row, in order of `seq`; any events give a tree, in any combination
  public static FieldTree of(List<Event> events, MemberTypes types) {
    return events.isEmpty() ? EMPTY : new RowFields(events, types).tree();
  }

  /// The narrowest field that a byte belongs to as its own; failing that, any field that shows it.
  public Optional<FieldNode> at(int strip, int offset) {
    return find(roots, strip, offset, true).or(() -> find(roots, strip, offset, false));
  }

  private static Optional<FieldNode> find(
      List<FieldNode> nodes, int strip, int offset, boolean own) {
    for (FieldNode node : nodes) {
      Optional<FieldNode> child = find(node.children(), strip, offset, own);
      if (child.isPresent()) {
        return child;
      }
      List<Span> spans = own && !node.spans().isEmpty() ? node.spans().subList(0, 1) : node.spans();
      if (spans.stream().anyMatch(span -> span.holds(strip, offset))) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }

  /// The strips of a tree while it grows.
  static final class Strips {
    private final List<Strip> list = new ArrayList<>();

    /// Adds one, and returns its index.
    int add(String label, Side side, int base, Bytes bytes) {
      list.add(new Strip(label, side, base, bytes));
      return list.size() - 1;
    }

    List<Strip> list() {
      return List.copyOf(list);
    }
  }
}
