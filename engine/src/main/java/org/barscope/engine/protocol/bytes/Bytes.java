package org.barscope.engine.protocol.bytes;

import java.util.Arrays;
import java.util.HexFormat;

/// An immutable run of bytes in memory order, the value type of every payload in an event or a
/// command.
///
/// Numbers are read little-endian, as the virtio headers and the PCI configuration space are; a
/// number that is the guest's own is read through [GuestOrder].
public final class Bytes {
  /// No bytes at all.
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /// A copy of the whole array.
  public static Bytes copyOf(byte[] source) {
    return copyOf(source, 0, source.length);
  }

  /// A copy of `length` bytes of the array, starting at `from`.
  public static Bytes copyOf(byte[] source, int from, int length) {
    if (length == 0) {
      return EMPTY;
    }
    byte[] copy = new byte[length];
    System.arraycopy(source, from, copy, 0, length);
    return new Bytes(copy);
  }

  /// The array itself, without a copy: its maker gives it away and never touches it again.
  public static Bytes owning(byte[] given) {
    return given.length == 0 ? EMPTY : new Bytes(given);
  }

  /// The bytes with these values, each in -128…255.
  public static Bytes of(int... values) {
    byte[] copy = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      copy[i] = (byte) values[i];
    }
    return new Bytes(copy);
  }

  /// `width` bytes (0 to 8) that hold `value` little-endian.
  public static Bytes ofLittle(long value, int width) {
    byte[] copy = new byte[width];
    LittleEndian.put(copy, 0, width, value);
    return new Bytes(copy);
  }

  /// The bytes that a hex text spells, white space ignored.
  ///
  /// @throws IllegalArgumentException if the text is not an even number of hex digits
  public static Bytes hex(String text) {
    return new Bytes(HexFormat.of().parseHex(text.replaceAll("\\s", "")));
  }

  /// How many bytes.
  public int length() {
    return bytes.length;
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /// The byte at `at`, 0…255.
  public int u8(int at) {
    return bytes[at] & 0xff;
  }

  /// The little-endian number in `width` bytes at `at`; a width of 8 gives the raw 64 bits.
  public long little(int at, int width) {
    return LittleEndian.get(bytes, at, width);
  }

  /// The whole run, up to eight bytes, as one little-endian number.
  public long little() {
    return LittleEndian.get(bytes, 0, Math.min(8, bytes.length));
  }

  /// The `length` bytes at `from`.
  public Bytes slice(int from, int length) {
    return from == 0 && length == bytes.length ? this : copyOf(bytes, from, length);
  }

  /// The same bytes, then zeros up to `length`.
  public Bytes padded(int length) {
    return length <= bytes.length ? this : new Bytes(Arrays.copyOf(bytes, length));
  }

  /// Copies `length` bytes, starting at `from`, into `target` at `at`.
  public void copyTo(int from, byte[] target, int at, int length) {
    System.arraycopy(bytes, from, target, at, length);
  }

  /// A copy as an array.
  public byte[] toArray() {
    return bytes.clone();
  }

  /// Lower-case hex in memory order, without separators.
  public String toHex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
