package org.barscope.tracer.pcapng;

import java.nio.ByteBuffer;
import java.util.List;
import org.barscope.engine.protocol.bytes.Bytes;

/// One block of a pcapng file.
public sealed interface Block {
  /// Appends the block, little-endian.
  void write(BlockBuffer out);

  /// A section begins: interfaces are numbered from 0 again, and the byte order may change.
  ///
  /// @param major of the pcapng format, 1
  /// @param minor of the pcapng format
  record SectionHeader(int major, int minor, List<Option> options) implements Block {
    static SectionHeader read(ByteBuffer body) throws MalformedBlockException {
      need(body, 16, "section header");
      body.getInt(); // the magic has told the byte order
      int major = body.getShort() & 0xffff;
      int minor = body.getShort() & 0xffff;
      body.getLong(); // the section's length helps nobody who reads on anyway
      if (major != 1) {
        throw new MalformedBlockException(
            "pcapng version " + major + "." + minor + ", expected 1.0");
      }
      return new SectionHeader(major, minor, Option.read(body));
    }

    @Override
    public void write(BlockBuffer out) {
      out.begin(BlockType.SECTION_HEADER);
      out.u32(BlockType.BYTE_ORDER_MAGIC);
      out.u16(major);
      out.u16(minor);
      out.u32(-1); // section length: not known
      out.u32(-1);
      Option.write(out, options);
      out.end();
    }
  }

  /// An interface: the n-th of its section has the number n, from 0.
  ///
  /// @param linkType how its packets are to be read
  /// @param snapLength packets are cut after this many bytes; 0 for never
  record InterfaceDescription(int linkType, int snapLength, List<Option> options) implements Block {
    static InterfaceDescription read(ByteBuffer body) throws MalformedBlockException {
      need(body, 8, "interface description");
      int linkType = body.getShort() & 0xffff;
      body.getShort();
      return new InterfaceDescription(linkType, body.getInt(), Option.read(body));
    }

    @Override
    public void write(BlockBuffer out) {
      out.begin(BlockType.INTERFACE_DESCRIPTION);
      out.u16(linkType);
      out.u16(0);
      out.u32(snapLength);
      Option.write(out, options);
      out.end();
    }
  }

  /// A packet.
  ///
  /// @param interfaceId the number of its interface in the section
  /// @param timestamp in units of the interface's resolution
  /// @param data what was captured
  /// @param originalLength of the packet before it was cut
  record EnhancedPacket(
      int interfaceId, long timestamp, Bytes data, int originalLength, List<Option> options)
      implements Block {
    private static final int FIXED = 20;
    private static final int HEADER = 28;

    static EnhancedPacket read(ByteBuffer body) throws MalformedBlockException {
      need(body, FIXED, "packet");
      int interfaceId = body.getInt();
      long timestamp = units(body);
      int length = body.getInt();
      int originalLength = body.getInt();
      if (length < 0 || length > body.remaining()) {
        throw new MalformedBlockException(
            "packet of %d bytes, expected at most the %d left in the block"
                .formatted(Integer.toUnsignedLong(length), body.remaining()));
      }
      byte[] data = new byte[length];
      body.get(data);
      body.position(body.position() + Math.min(body.remaining(), -length & 3));
      List<Option> options = body.hasRemaining() ? Option.read(body) : List.of();
      return new EnhancedPacket(
          interfaceId, timestamp, Bytes.copyOf(data), originalLength, options);
    }

    @Override
    public void write(BlockBuffer out) {
      begin(out, interfaceId, timestamp);
      out.bytes(data);
      endData(out);
      Option.write(out, options);
      out.end();
    }

    /// Begins a packet whose data is appended to the buffer; [#endData] follows.
    public static void begin(BlockBuffer out, int interfaceId, long timestamp) {
      out.begin(BlockType.ENHANCED_PACKET);
      out.u32(interfaceId);
      out.u32((int) (timestamp >>> 32));
      out.u32((int) timestamp);
      out.u32(0);
      out.u32(0);
    }

    /// Ends the data of a packet, not cut; options may follow, then [BlockBuffer#end].
    public static void endData(BlockBuffer out) {
      int length = out.blockSize() - HEADER;
      out.putInBlock(HEADER - 8, length);
      out.putInBlock(HEADER - 4, length);
      out.pad();
    }
  }

  /// What an interface has counted.
  ///
  /// @param timestamp when, in units of the interface's resolution
  record InterfaceStatistics(int interfaceId, long timestamp, List<Option> options)
      implements Block {
    static InterfaceStatistics read(ByteBuffer body) throws MalformedBlockException {
      need(body, 12, "interface statistics");
      int interfaceId = body.getInt();
      return new InterfaceStatistics(interfaceId, units(body), Option.read(body));
    }

    @Override
    public void write(BlockBuffer out) {
      out.begin(BlockType.INTERFACE_STATISTICS);
      out.u32(interfaceId);
      out.u32((int) (timestamp >>> 32));
      out.u32((int) timestamp);
      Option.write(out, options);
      out.end();
    }
  }

  /// A block of another type, kept as it was.
  ///
  /// @param body without type and lengths, in the section's byte order
  record Unknown(int type, Bytes body) implements Block {
    @Override
    public void write(BlockBuffer out) {
      out.begin(type);
      out.bytes(body);
      out.end();
    }
  }

  /// Reads the body of a block in the byte order of `body`.
  ///
  /// @throws MalformedBlockException if it is shorter than its type asks for, or its parts are
  ///   longer than itself
  static Block read(int type, ByteBuffer body) throws MalformedBlockException {
    return switch (type) {
      case BlockType.SECTION_HEADER -> SectionHeader.read(body);
      case BlockType.INTERFACE_DESCRIPTION -> InterfaceDescription.read(body);
      case BlockType.ENHANCED_PACKET -> EnhancedPacket.read(body);
      case BlockType.INTERFACE_STATISTICS -> InterfaceStatistics.read(body);
      default -> {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        yield new Unknown(type, Bytes.copyOf(bytes));
      }
    };
  }

  private static long units(ByteBuffer body) {
    long high = body.getInt();
    return high << 32 | (body.getInt() & 0xffff_ffffL);
  }

  private static void need(ByteBuffer body, int length, String what)
      throws MalformedBlockException {
    if (body.remaining() < length) {
      throw new MalformedBlockException(
          "%s of %d bytes, expected at least %d".formatted(what, body.remaining(), length));
    }
  }
}
