package org.barscope.tracer.pcapng;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the blocks of a pcapng file in order, section by section, in either byte order.
///
/// Strict about blocks that do not follow the standard, patient with blocks of other types and with
/// a file that ends inside a block: that is where a crash cut it, and [#cutAt] tells. Not
/// thread-safe.
public final class PcapngReader implements Closeable {
  /// A longer block is taken for damage.
  private static final int LONGEST = 64 << 20;

  /// Type, two lengths.
  private static final int FRAME = 12;

  /// What must be there to know the length of a block: type, length, and the byte-order magic of a
  /// section header.
  private static final int HEAD = 12;

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final String file;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
  private long bufferOffset;
  private long blockOffset;
  private long cut = -1;

  /// A reader at the start of a file.
  ///
  /// @param in closed with the reader
  /// @param file the name for messages
  public PcapngReader(InputStream in, String file) {
    this.in = in;
    this.file = file;
  }

  /// The next block; empty at the end of the file and where it was cut.
  ///
  /// @throws CaptureDataException if the block does not follow the standard, or the file is no
  ///   pcapng file at all
  public Optional<Block> next() throws IOException {
    blockOffset = bufferOffset + buffer.position();
    if (cut >= 0 || !fill(1)) {
      return Optional.empty();
    }
    if (blockOffset == 0) {
      checkStart();
    }
    if (!fill(HEAD)) {
      return cutHere();
    }
    int at = buffer.position();
    int type = buffer.order(order).getInt(at);
    if (type == BlockType.SECTION_HEADER) {
      order = sectionOrder(buffer.getInt(at + 8));
      buffer.order(order);
    }
    long length = buffer.getInt(at + 4) & 0xffff_ffffL;
    checkLength(length);
    return fill((int) length) ? Optional.of(block(type, (int) length)) : cutHere();
  }

  /// Where the last block that [#next] returned begins in the file; at the end, where it ends.
  public long offset() {
    return blockOffset;
  }

  /// Where the block begins that is not whole, once [#next] has come to it; empty for a file that
  /// ends as it should.
  public OptionalLong cutAt() {
    return cut < 0 ? OptionalLong.empty() : OptionalLong.of(cut);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private Block block(int type, int length) throws IOException {
    int at = buffer.position();
    int trailer = buffer.getInt(at + length - 4);
    if (trailer != length) {
      throw malformed(
          "length %d at its start and %d at its end, expected the same"
              .formatted(length, Integer.toUnsignedLong(trailer)));
    }
    ByteBuffer body = buffer.slice(at + 8, length - FRAME).order(order);
    buffer.position(at + length);
    try {
      return Block.read(type, body);
    } catch (MalformedBlockException e) {
      throw malformed(e.problem());
    }
  }

  private Optional<Block> cutHere() {
    cut = blockOffset;
    return Optional.empty();
  }

  private void checkStart() throws IOException {
    int present = fill(4) ? 4 : buffer.remaining();
    byte[] start = new byte[present];
    buffer.get(0, start);
    byte[] magic = {0x0a, 0x0d, 0x0d, 0x0a};
    for (int i = 0; i < present; i++) {
      if (start[i] != magic[i]) {
        throw new CaptureDataException(
            file,
            "file",
            0,
            "starts with %s, expected the section header 0a0d0d0a of pcapng"
                .formatted(HexFormat.of().formatHex(start)));
      }
    }
  }

  private ByteOrder sectionOrder(int magic) throws CaptureDataException {
    if (magic == BlockType.BYTE_ORDER_MAGIC) {
      return order;
    }
    if (magic == Integer.reverseBytes(BlockType.BYTE_ORDER_MAGIC)) {
      return order == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }
    throw malformed("byte-order magic 0x%08x, expected 0x1a2b3c4d".formatted(magic));
  }

  private void checkLength(long length) throws CaptureDataException {
    if ((length & 3) != 0) {
      throw malformed("length " + length + ", expected a multiple of 4");
    }
    if (length < FRAME || length > LONGEST) {
      throw malformed("length " + length + ", expected " + FRAME + " to " + LONGEST);
    }
  }

  private CaptureDataException malformed(String problem) {
    return new CaptureDataException(file, "pcapng block", blockOffset, problem);
  }

  /// Makes `length` bytes available at the buffer's position; false if the file ends before.
  private boolean fill(int length) throws IOException {
    if (buffer.remaining() >= length) {
      return true;
    }
    bufferOffset += buffer.position();
    if (length > buffer.capacity()) {
      ByteBuffer larger = ByteBuffer.allocate(Math.max(length, 2 * buffer.capacity()));
      buffer = larger.put(buffer).flip().order(order);
    } else {
      buffer.compact().flip();
    }
    while (buffer.remaining() < length) {
      int end = buffer.limit();
      int count = in.read(buffer.array(), end, buffer.capacity() - end);
      if (count < 0) {
        return false;
      }
      buffer.limit(end + count);
    }
    return true;
  }
}
