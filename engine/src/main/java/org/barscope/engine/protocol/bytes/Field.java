package org.barscope.engine.protocol.bytes;

/// A run of bytes inside a structure.
///
/// @param offset of its first byte
/// @param width in bytes
public record Field(int offset, int width) {
  /// The offset after its last byte.
  public int end() {
    return offset + width;
  }

  /// Whether `width` bytes at `offset` lie wholly inside.
  public boolean holds(int otherOffset, int otherWidth) {
    return otherOffset >= offset && otherOffset + otherWidth <= end();
  }

  /// Whether `width` bytes at `offset` touch it.
  public boolean meets(int otherOffset, int otherWidth) {
    return otherOffset < end() && otherOffset + otherWidth > offset;
  }

  /// The bytes that both have, at least zero wide.
  public Field and(Field other) {
    int from = Math.max(offset, other.offset);
    return new Field(from, Math.max(0, Math.min(end(), other.end()) - from));
  }
}
