package org.barscope.app.events;

import java.util.Optional;
import org.barscope.engine.event.Event;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.tracer.capture.Row;
import org.barscope.tracer.capture.RowStore;
import org.barscope.tracer.decode.RowDecoder;
import org.barscope.tracer.decode.RowText;
import org.barscope.tracer.state.StateHistory.Member;

/// The rows of a session and their texts. May be used by any thread.
final class StoredRows {
  private final EventSource session;
  private final RowStore store;
  private final RowDecoder decoder;

  StoredRows(EventSource session) {
    this.session = session;
    this.store = session.rows();
    this.decoder = new RowDecoder(session.history().types());
  }

  long first() {
    return store.firstRow();
  }

  long end() {
    return store.rowCount();
  }

  long eventCount() {
    return store.eventCount();
  }

  /// A row; empty if it is forgotten or not there yet.
  Optional<Row> find(long index) {
    try {
      return Optional.of(store.row(index));
    } catch (IndexOutOfBoundsException forgotten) {
      return Optional.empty(); // another thread may have dropped it a moment ago
    }
  }

  RowText text(Row row) {
    RowText text = decoder.row(row.events(), row.open(), headerLength(row));
    return row.open() && store.lostAfter(row.index()) ? text.withLostEnd() : text;
  }

  /// Where the header ended: an open access cannot tell by itself.
  private int headerLength(Row row) {
    Event first = row.first();
    return row.open() && first.vf() != 0
        ? session.history().now(new Member(first.pf(), first.vf())).headerLength()
        : LegacyRegister.HEADER_LENGTH;
  }
}
