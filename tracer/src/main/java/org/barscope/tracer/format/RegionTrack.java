package org.barscope.tracer.format;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.protocol.vfio.Direction;
import org.jspecify.annotations.Nullable;

/// The accesses of one memory region of QEMU that is, or may be, a legacy I/O BAR.
final class RegionTrack {
  /// A legacy BAR is aligned to its size, a power of two from this on, and a driver always touches
  /// the registers in its first bytes.
  static final long SMALLEST_BAR = 32;

  private static final long NO_BASE = -1;
  private static final int STATUS = 0x12; // VIRTIO_PCI_STATUS

  /// One access.
  ///
  /// @param base of the BAR at that moment, -1 if not known then
  record Access(
      long line, long time, Direction direction, long address, long base, int width, long value) {
    /// The offset in the BAR; what the low bits say while the base is not known.
    long offset() {
      return base == NO_BASE ? address & (SMALLEST_BAR - 1) : address - base;
    }

    private Access at(long newBase) {
      return new Access(line, time, direction, address, newBase, width, value);
    }
  }

  private final long pointer;
  private final long firstLine;
  private final List<Access> accesses = new ArrayList<>();
  private @Nullable FunctionTrack owner;
  private boolean baseInferred;

  RegionTrack(long pointer, long firstLine) {
    this.pointer = pointer;
    this.firstLine = firstLine;
  }

  /// Its address in QEMU's memory.
  long pointer() {
    return pointer;
  }

  long firstLine() {
    return firstLine;
  }

  List<Access> accesses() {
    return accesses;
  }

  @Nullable FunctionTrack owner() {
    return owner;
  }

  void owner(FunctionTrack function) {
    owner = function;
  }

  Access add(long line, long time, LogLine.MemoryAccess access, @Nullable BarWindow window) {
    long base = window == null ? NO_BASE : window.baseFor(access.address());
    Access added =
        new Access(
            line, time, access.direction(), access.address(), base, access.width(), access.value());
    accesses.add(added);
    return added;
  }

  /// Whether one of the windows holds an access whose base is not known.
  boolean mayLieIn(List<BarWindow> windows) {
    for (Access access : accesses) {
      if (access.base == NO_BASE && holding(windows, access.address) != null) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable BarWindow holding(List<BarWindow> windows, long address) {
    for (BarWindow window : windows) {
      if (window.holds(address)) {
        return window;
      }
    }
    for (BarWindow window : windows) {
      if (window.holdsBehindIoWindow(address)) {
        return window;
      }
    }
    return null;
  }

  /// Whether [#settle] had to infer a base.
  boolean baseInferred() {
    return baseInferred;
  }

  /// Gives every access a base: that of a window which holds it, else one that follows from the
  /// accesses.
  void settle(List<BarWindow> windows) {
    int from = 0;
    while (from < accesses.size()) {
      Access access = accesses.get(from);
      BarWindow window = access.base == NO_BASE ? holding(windows, access.address) : null;
      if (access.base != NO_BASE) {
        from++;
      } else if (window != null) {
        accesses.set(from++, access.at(window.baseFor(access.address)));
      } else {
        baseInferred = true;
        from = settleStay(from);
      }
    }
  }

  /// Infers one base for the accesses from `from` on, up to where the BAR has moved.
  private int settleStay(int from) {
    long lowest = accesses.get(from).address;
    long highest = lowest;
    boolean statusSeen = false;
    int to = from;
    for (; to < accesses.size(); to++) {
      Access access = accesses.get(to);
      long base = lowest & -SMALLEST_BAR;
      long low = Math.min(lowest, access.address);
      long high = Math.max(highest, access.address);
      if (access.base != NO_BASE
          || high - (low & -SMALLEST_BAR) >= BarWindow.LARGEST_IO
          || (statusSeen && access.address != base + STATUS && isReset(to))) {
        break;
      }
      statusSeen |= access.address == base + STATUS && access.width == 1;
      lowest = low;
      highest = high;
    }
    long base = lowest & -SMALLEST_BAR;
    for (int i = from; i < to; i++) {
      accesses.set(i, accesses.get(i).at(base));
    }
    return to;
  }

  /// Whether an access writes 0 where the device status would be if the BAR lay there, and is not
  /// one of a row of bytes.
  private boolean isReset(int index) {
    Access access = accesses.get(index);
    return access.direction == Direction.WRITE
        && access.width == 1
        && access.value == 0
        && (access.address & (SMALLEST_BAR - 1)) == STATUS
        && accesses.get(index - 1).address != access.address - 1;
  }
}
