package org.barscope.app.events;

import java.util.Optional;
import java.util.function.LongPredicate;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.capture.Row;

/// Finds rows that a user jumps to.
final class Jumps {
  /// No row.
  static final long NONE = EventList.NONE;

  /// So many rows are looked at: the window waits for it.
  private static final int LOOK = 50_000;

  private final StoredRows rows;

  /// What an access touches.
  private record Target(int pf, int vf, Region region, int offset) {}

  Jumps(StoredRows rows) {
    this.rows = rows;
  }

  /// The first row that began at a moment or after it; the last row if all began before.
  long at(long nanos) {
    long low = rows.first();
    long high = rows.end() - 1;
    while (low < high) {
      long middle = (low + high) >>> 1;
      boolean before = rows.find(middle).map(row -> row.first().time() < nanos).orElse(true);
      if (before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The next access of the same member to the same register.
  ///
  /// @param step 1 forward, -1 back
  /// @param listed which rows count
  /// @return the row, or [#NONE]
  long same(long from, int step, LongPredicate listed) {
    Optional<Target> wanted = rows.find(from).flatMap(Jumps::target);
    if (wanted.isEmpty()) {
      return NONE;
    }
    long row = from + step;
    for (int looked = 0; looked < LOOK && row >= rows.first() && row < rows.end(); looked++) {
      if (listed.test(row) && rows.find(row).flatMap(Jumps::target).equals(wanted)) {
        return row;
      }
      row += step;
    }
    return NONE;
  }

  private static Optional<Target> target(Row row) {
    return row.first().fact() instanceof Fact.AccessStart access
        ? Optional.of(new Target(row.first().pf(), row.vf(), access.region(), access.offset()))
        : Optional.empty();
  }
}
