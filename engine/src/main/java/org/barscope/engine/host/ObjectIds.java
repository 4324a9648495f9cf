package org.barscope.engine.host;

import java.util.BitSet;
import org.barscope.engine.protocol.vfio.Errno;

/// The numbers of a PF's device-parts objects, shared by all its VFs (dev_parts_ida).
///
/// > … resource object identifiers … less than the limit (virtio 1.4, 2.12.1.3.6, A-055)
final class ObjectIds {
  private final BitSet taken = new BitSet();
  private int limit;

  /// Begins anew: nobody has a number.
  ///
  /// @param most how many objects there may be at once
  synchronized void reset(int most) {
    taken.clear();
    limit = most;
  }

  /// How many objects there may be at once.
  synchronized int limit() {
    return limit;
  }

  /// The smallest free number, or a negative error number.
  synchronized int take() {
    if (limit == 0) {
      return Errno.EOPNOTSUPP.negative();
    }
    int id = taken.nextClearBit(0);
    if (id >= limit) {
      return Errno.ENOSPC.negative();
    }
    taken.set(id);
    return id;
  }

  /// Nobody has this number any more.
  synchronized void giveBack(int id) {
    taken.clear(id);
  }
}
