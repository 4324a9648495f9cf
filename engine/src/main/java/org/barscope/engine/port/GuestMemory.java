package org.barscope.engine.port;

import org.barscope.engine.protocol.bytes.Bytes;

/// Memory that a device reaches by DMA: a guest's, or the host's own for the PF.
public interface GuestMemory {
  /// Copies memory out.
  void read(long address, byte[] into, int at, int length);

  /// Copies memory in.
  void write(long address, byte[] from, int at, int length);

  /// Copies `length` bytes in, starting at `from` in the source.
  void write(long address, Bytes source, int from, int length);

  /// The unsigned little-endian number in `width` bytes; all 64 bits at width 8.
  long little(long address, int width);

  /// Stores the low `width` bytes of `value` little-endian.
  void putLittle(long address, int width, long value);
}
