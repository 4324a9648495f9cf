package org.barscope.tracer.replay;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;

/// Bytes of which only some are known, as reads of a trace reveal them.
public final class KnownBytes {
  private static final int MOST_BYTES = 0x1000;

  private byte[] bytes = new byte[64];
  private final BitSet known = new BitSet();

  KnownBytes() {}

  /// Takes bytes that a read revealed; a byte known before stays.
  void reveal(int offset, Bytes data) {
    for (int i = 0; i < data.length(); i++) {
      int at = offset + i;
      if (at >= 0 && at < MOST_BYTES && !known.get(at)) {
        if (at >= bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.max(at + 1, 2 * bytes.length));
        }
        bytes[at] = (byte) data.u8(i);
        known.set(at);
      }
    }
  }

  /// Where the last known byte ends; 0 if none is known.
  public int length() {
    return known.length();
  }

  /// Whether nothing is known.
  public boolean isEmpty() {
    return known.isEmpty();
  }

  /// Whether the byte at `offset` is known.
  public boolean isKnown(int offset) {
    return known.get(offset);
  }

  /// The byte at `offset`, 0…255; empty if not known.
  public OptionalInt u8(int offset) {
    return known.get(offset) ? OptionalInt.of(bytes[offset] & 0xff) : OptionalInt.empty();
  }

  /// The little-endian number in `width` bytes; empty unless all of them are known.
  public OptionalLong little(int offset, int width) {
    return knows(offset, width)
        ? OptionalLong.of(LittleEndian.get(bytes, offset, width))
        : OptionalLong.empty();
  }

  /// Whether all of `width` bytes at `offset` are known.
  public boolean knows(int offset, int width) {
    return known.nextClearBit(offset) >= offset + width;
  }

  /// The `width` known bytes at `offset`.
  ///
  /// @throws IllegalArgumentException unless all of them are known
  public Bytes get(int offset, int width) {
    if (!knows(offset, width)) {
      throw new IllegalArgumentException("not all of " + width + " bytes at " + offset + " known");
    }
    return Bytes.copyOf(bytes, offset, width);
  }

  /// Writes the known bytes over `target`, as far as it reaches.
  public void copyOver(byte[] target) {
    for (int i = known.nextSetBit(0); i >= 0 && i < target.length; i = known.nextSetBit(i + 1)) {
      target[i] = bytes[i];
    }
  }

  /// Hex in memory order, `--` for a byte not known.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < known.length(); i++) {
      text.append(known.get(i) ? Bytes.of(bytes[i]).toHex() : "--");
    }
    return text.toString();
  }
}
