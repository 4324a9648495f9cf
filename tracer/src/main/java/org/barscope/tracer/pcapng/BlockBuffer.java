package org.barscope.tracer.pcapng;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.barscope.engine.protocol.bytes.Bytes;

/// Blocks on their way to a file, little-endian, in one array that is used again and again.
///
/// Numbers and bytes are appended between [#begin] and [#end]. Not thread-safe.
public final class BlockBuffer {
  private byte[] bytes;
  private int size;
  private int blockStart;

  /// A buffer that grows beyond `capacity` when one block does not fit.
  public BlockBuffer(int capacity) {
    this.bytes = new byte[capacity];
  }

  /// How many bytes are in it.
  public int size() {
    return size;
  }

  /// Begins a block.
  public void begin(int type) {
    blockStart = size;
    u32(type);
    u32(0); // the length, known at the end
  }

  /// Ends the block: padding and both lengths.
  public void end() {
    pad();
    int length = blockSize() + 4;
    u32(length);
    putInBlock(4, length);
  }

  /// Appends one byte.
  public void u8(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  /// Appends the low 16 bits.
  public void u16(int value) {
    room(2);
    bytes[size++] = (byte) value;
    bytes[size++] = (byte) (value >>> 8);
  }

  /// Appends 32 bits.
  public void u32(int value) {
    room(4);
    putInt(size, value);
    size += 4;
  }

  /// Appends a run of bytes.
  public void bytes(Bytes run) {
    bytes(run, 0, run.length());
  }

  /// Appends `length` bytes of a run, starting at `from`.
  public void bytes(Bytes run, int from, int length) {
    room(length);
    run.copyTo(from, bytes, size, length);
    size += length;
  }

  /// Appends an array.
  public void bytes(byte[] run) {
    room(run.length);
    System.arraycopy(run, 0, bytes, size, run.length);
    size += run.length;
  }

  /// Appends zeros up to a multiple of four bytes, counted from the start of the block.
  public void pad() {
    while ((size - blockStart & 3) != 0) {
      u8(0);
    }
  }

  /// How many bytes the block has so far, type and length included.
  int blockSize() {
    return size - blockStart;
  }

  /// Puts 32 bits over what was appended at `at`, counted from the start of the block.
  void putInBlock(int at, int value) {
    putInt(blockStart + at, value);
  }

  /// Writes everything and is empty afterwards, also when writing failed.
  ///
  /// @throws IOException if the channel cannot take it; a part may have been written
  public void drainTo(WritableByteChannel channel) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(bytes, 0, size);
    size = 0;
    while (all.hasRemaining()) {
      channel.write(all);
    }
  }

  /// Empties it.
  public void clear() {
    size = 0;
  }

  /// A copy of everything in it.
  public Bytes copy() {
    return Bytes.copyOf(bytes, 0, size);
  }

  private void putInt(int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >>> 8);
    bytes[at + 2] = (byte) (value >>> 16);
    bytes[at + 3] = (byte) (value >>> 24);
  }

  private void room(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
    }
  }
}
