package org.barscope.app.events;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongFunction;
import org.barscope.app.events.TableLine.Span;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.legacy.DeviceStatus;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.capture.Row;

/// Which words of a written DeviceStatus are new, compared with the value seen before.
final class NewStatusBits {
  /// How many rows are looked at for the value before: drivers read the status, then add to it.
  private static final int LOOK_BACK = 48;

  private NewStatusBits() {}

  /// The first run of new words in the value's text.
  static Span in(Row row, String value, LongFunction<Optional<Row>> find) {
    OptionalInt written = status(row, true);
    if (written.isEmpty() || written.getAsInt() == 0) {
      return Span.NONE;
    }
    OptionalInt before = before(row, find);
    return before.isEmpty() ? Span.NONE : firstRun(value, written.getAsInt() & ~before.getAsInt());
  }

  private static Span firstRun(String value, int bits) {
    int from = -1;
    int to = -1;
    for (DeviceStatus flag : DeviceStatus.values()) {
      int at = flag.in(bits) ? word(value, flag.name()) : -1;
      if (at >= 0) {
        if (from < 0) {
          from = at;
        } else if (at != to + 1) {
          break;
        }
        to = at + flag.name().length();
      }
    }
    return from < 0 ? Span.NONE : new Span(from, to);
  }

  private static int word(String value, String name) {
    int at = value.indexOf(name);
    while (at >= 0
        && at + name.length() < value.length()
        && value.charAt(at + name.length()) != '|') {
      at = value.indexOf(name, at + 1); // DRIVER in DRIVER_OK
    }
    return at;
  }

  private static OptionalInt before(Row row, LongFunction<Optional<Row>> find) {
    for (long index = row.index() - 1; index >= row.index() - LOOK_BACK; index--) {
      Optional<Row> earlier = find.apply(index);
      if (earlier.isEmpty()) {
        break;
      }
      Event first = earlier.get().first();
      if (first.vf() == row.vf() && first.pf() == row.first().pf()) {
        OptionalInt status = status(earlier.get(), false);
        if (status.isPresent()) {
          return status;
        }
      }
    }
    return OptionalInt.empty();
  }

  /// The DeviceStatus that a row read or wrote.
  private static OptionalInt status(Row row, boolean writesOnly) {
    if (!(row.first().fact() instanceof Fact.AccessStart start)
        || start.region() != Region.BAR0
        || start.offset() != LegacyRegister.DEVICE_STATUS.offset()
        || start.width() != 1) {
      return OptionalInt.empty();
    }
    if (start.direction() == Direction.WRITE) {
      return OptionalInt.of(start.data().u8(0));
    }
    Bytes read =
        row.events().getLast().fact() instanceof Fact.LegacyAccess access
            ? access.data()
            : Bytes.EMPTY;
    return writesOnly || read.isEmpty() ? OptionalInt.empty() : OptionalInt.of(read.u8(0));
  }
}
