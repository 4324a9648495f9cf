package org.barscope.tracer.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.EventSink;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.tracer.pcapng.BlockBuffer;
import org.jspecify.annotations.Nullable;

/// The newest events of a recording in memory, as rows: encoded, some tens of bytes for each event,
/// and decoded one row at a time.
///
/// A row is there as soon as its access begins. When the store is full the oldest rows are
/// forgotten; row numbers stay. A row that has not ended outlives that, out of its order. One
/// thread adds, any thread reads.
public final class RowStore implements EventSink {
  private static final int BLOCK_BITS = 12;
  private static final int BLOCK_ROWS = 1 << BLOCK_BITS;
  private static final int CHUNK_BITS = 20;
  private static final int CHUNK = 1 << CHUNK_BITS;

  /// Open rows that outlive their time: ends get lost, so there may be many.
  private static final int MOST_OUTLIVING = 4096;

  private final long mostBytes;
  private final List<Chunk> chunks = new ArrayList<>();
  private final TreeMap<Long, OpenRow> openRows = new TreeMap<>();
  private final Map<Long, OpenRow> openBySeq = new HashMap<>();
  private final BlockBuffer payload = new BlockBuffer(1 << 10);
  private final BlockBuffer encoded = new BlockBuffer(1 << 10);
  private final List<long[]> places = new ArrayList<>();
  private long firstBlock;
  private long firstChunk;
  private long firstRow;
  private long rows;
  private long lastLost = -1;
  private long events;
  private long bytes;

  /// @param mostBytes of encoded events that are kept at most
  public RowStore(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  private static final class OpenRow {
    final long index;
    final List<Event> events = new ArrayList<>(4);

    OpenRow(long index) {
      this.index = index;
    }
  }

  /// Encoded rows, one behind the other.
  private static final class Chunk {
    final byte[] content;
    int used;
    long lastRow = -1;

    Chunk(int capacity) {
      content = new byte[capacity];
    }
  }

  @Override
  public synchronized void accept(Event event) {
    events++;
    OpenRow parent = event.cause() == Event.NONE ? null : openBySeq.get(event.cause());
    switch (event.fact()) {
      case Fact.AccessStart _ -> open(event);
      case Fact.AdminSubmit _ -> {
        if (parent == null) {
          open(event);
        } else {
          parent.events.add(event);
          openBySeq.put(event.seq(), parent);
        }
      }
      case Fact.LegacyAccess _, Fact.ConfigAccess _ -> close(event, parent);
      case Fact.AdminComplete _ -> {
        boolean ownRow = parent != null && parent.events.getFirst().seq() == event.cause();
        if (ownRow || parent == null) {
          close(event, parent);
        } else {
          parent.events.add(event);
          openBySeq.remove(event.cause());
        }
      }
      case Fact.Notify _ -> {
        if (parent == null) {
          single(event);
        } else {
          parent.events.add(event);
        }
      }
      case Fact.Lost _ -> {
        lastLost = rows;
        single(event);
      }
      case Fact.Setup _, Fact.Interrupt _, Fact.Lifecycle _, Fact.GuestFault _, Fact.Unknown _ ->
          single(event);
    }
  }

  /// Whether events were lost behind a row: if it is open, its end may be one of them.
  public synchronized boolean lostAfter(long index) {
    return lastLost > index;
  }

  /// How many rows there were so far, those forgotten included.
  public synchronized long rowCount() {
    return rows;
  }

  /// The first row that is still there.
  public synchronized long firstRow() {
    return firstRow;
  }

  /// How many events there were so far.
  public synchronized long eventCount() {
    return events;
  }

  /// Bytes of encoded events that are kept.
  public synchronized long byteCount() {
    return bytes;
  }

  /// A row.
  ///
  /// @throws IndexOutOfBoundsException if it is forgotten or not there yet
  public synchronized Row row(long index) {
    return find(index)
        .orElseThrow(() ->
            new IndexOutOfBoundsException(
                "row %d, expected %d to %d".formatted(index, firstRow, rows - 1)));
  }

  /// A row; empty if it is forgotten or not there yet.
  public synchronized Optional<Row> find(long index) {
    OpenRow open = openRows.get(index);
    if (open != null) {
      return Optional.of(new Row(index, List.copyOf(open.events), true));
    }
    return index < firstRow || index >= rows
        ? Optional.empty()
        : Optional.of(new Row(index, decode(index), false));
  }

  /// The rows that have not ended, oldest first.
  public synchronized List<Row> openRows() {
    return openRows.values().stream()
        .map(open -> new Row(open.index, List.copyOf(open.events), true))
        .toList();
  }

  /// Forgets the rows before `index`, but those that have not ended.
  public synchronized void forgetBefore(long index) {
    if (index > firstRow) {
      firstRow = Math.min(index, rows);
      trim();
    }
  }

  private void open(Event event) {
    OpenRow row = new OpenRow(rows++);
    row.events.add(event);
    openRows.put(row.index, row);
    openBySeq.put(event.seq(), row);
    reserve(row.index);
  }

  private void close(Event event, @Nullable OpenRow row) {
    if (row == null) {
      single(event);
      return;
    }
    openRows.remove(row.index);
    for (Event each : row.events) {
      openBySeq.remove(each.seq());
    }
    if (row.index < firstRow) {
      single(event);
    } else {
      row.events.add(event);
      keep(row.index, row.events);
    }
  }

  private void single(Event event) {
    long index = rows++;
    reserve(index);
    keep(index, List.of(event));
  }

  private void reserve(long index) {
    if (index >>> BLOCK_BITS >= firstBlock + places.size()) {
      places.add(new long[BLOCK_ROWS]);
    }
  }

  private void keep(long index, List<Event> row) {
    for (Event event : row) {
      payload.clear();
      EventCodec.write(payload, event);
      Varint.write32(encoded, event.pf());
      Varint.write32(encoded, event.vf());
      Varint.write(encoded, event.time());
      Varint.write32(encoded, payload.size());
      encoded.bytes(payload.copy());
    }
    Bytes whole = encoded.copy();
    encoded.clear();
    Chunk chunk = chunkFor(4 + whole.length());
    long at = (firstChunk + chunks.size() - 1) << CHUNK_BITS | chunk.used;
    LittleEndian.put(chunk.content, chunk.used, 4, whole.length());
    whole.copyTo(0, chunk.content, chunk.used + 4, whole.length());
    chunk.used += 4 + whole.length();
    chunk.lastRow = Math.max(chunk.lastRow, index);
    bytes += 4 + whole.length();
    places.get((int) ((index >>> BLOCK_BITS) - firstBlock))[(int) index & (BLOCK_ROWS - 1)] = at;
    forget();
  }

  private Chunk chunkFor(int length) {
    Chunk last = chunks.isEmpty() ? null : chunks.getLast();
    if (last == null || last.content.length - last.used < length) {
      last = new Chunk(Math.max(CHUNK, length));
      chunks.add(last);
    }
    return last;
  }

  /// Forgets the oldest chunk, with all rows up to the last one in it.
  private void forget() {
    while (bytes > mostBytes && chunks.size() > 1) {
      Chunk oldest = chunks.removeFirst();
      firstChunk++;
      bytes -= oldest.used;
      firstRow = Math.max(firstRow, oldest.lastRow + 1);
      trim();
    }
  }

  /// Lets go of what is only needed for rows that are forgotten.
  private void trim() {
    while (places.size() > 1 && (firstBlock + 1) << BLOCK_BITS <= firstRow) {
      places.removeFirst();
      firstBlock++;
    }
    for (int more = openRows.headMap(firstRow).size() - MOST_OUTLIVING; more > 0; more--) {
      for (Event event : openRows.pollFirstEntry().getValue().events) {
        openBySeq.remove(event.seq());
      }
    }
  }

  private List<Event> decode(long index) {
    long at =
        places.get((int) ((index >>> BLOCK_BITS) - firstBlock))[(int) index & (BLOCK_ROWS - 1)];
    Chunk chunk = chunks.get((int) ((at >>> CHUNK_BITS) - firstChunk));
    int from = (int) at & (CHUNK - 1);
    int length = (int) LittleEndian.get(chunk.content, from, 4);
    PayloadReader in = new PayloadReader(Bytes.copyOf(chunk.content, from + 4, length));
    List<Event> row = new ArrayList<>(4);
    try {
      while (!in.isAtEnd()) {
        int pf = in.varint32();
        int vf = in.varint32();
        long time = in.varint();
        row.add(EventCodec.read(in.run(), pf, vf, time));
      }
    } catch (MalformedPayloadException e) {
      throw new IllegalStateException("a row that this store has encoded itself", e);
    }
    return row;
  }
}
