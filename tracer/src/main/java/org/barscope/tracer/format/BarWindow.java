package org.barscope.tracer.format;

/// Where a BAR lies in its address space.
///
/// @param base its first address
/// @param size in bytes
/// @param sized whether the trace tells the size; otherwise it is the most a legacy BAR takes
record BarWindow(long base, long size, boolean sized) {
  /// The largest legacy I/O BAR to expect.
  static final long LARGEST_IO = 0x100;

  /// I/O addresses of machines that map them into memory differ from the BAR by a multiple of this.
  private static final long IO_SPACE = 0x10000;

  boolean holds(long address) {
    return address - base >= 0 && address - base < size;
  }

  /// Whether the address lies inside once a memory window of the I/O space is taken off it.
  boolean holdsBehindIoWindow(long address) {
    return base < IO_SPACE && address >= IO_SPACE && holds(address & (IO_SPACE - 1));
  }

  /// The base as seen by an address that this window holds in one way or the other.
  long baseFor(long address) {
    return holds(address) ? base : address - (address & (IO_SPACE - 1)) + base;
  }
}
