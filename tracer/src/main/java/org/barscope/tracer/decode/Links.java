package org.barscope.tracer.decode;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.protocol.bytes.Field;
import org.barscope.tracer.decode.FieldTree.Span;

/// Which bytes of a command are the same registers as which bytes that the guest wrote or saw.
///
/// @param pairs the two places, equally long
record Links(List<Pair> pairs) {
  /// Two places of the same bytes.
  record Pair(Span guest, Span command) {}

  /// The span itself, then where its bytes are on the other side.
  List<Span> spans(Span own) {
    List<Span> spans = new ArrayList<>();
    spans.add(own);
    for (Pair pair : pairs) {
      mirror(own, pair.guest(), pair.command(), spans);
      mirror(own, pair.command(), pair.guest(), spans);
    }
    return List.copyOf(spans);
  }

  private static void mirror(Span own, Span here, Span there, List<Span> into) {
    Field common =
        new Field(own.offset(), own.length()).and(new Field(here.offset(), here.length()));
    if (own.strip() == here.strip() && common.width() > 0) {
      int at = there.offset() + common.offset() - here.offset();
      into.add(new Span(there.strip(), at, common.width()));
    }
  }
}
