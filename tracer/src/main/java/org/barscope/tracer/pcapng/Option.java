package org.barscope.tracer.pcapng;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.bytes.Bytes;

/// One option of a block: a code whose meaning depends on the block, and a value.
///
/// @param code 16 bits
/// @param value at most 65535 bytes, without padding
public record Option(int code, Bytes value) {
  public static final int END = 0; // opt_endofopt
  public static final int COMMENT = 1; // opt_comment
  public static final int SECTION_APPLICATION = 4; // shb_userappl
  public static final int INTERFACE_NAME = 2; // if_name
  public static final int INTERFACE_DESCRIPTION = 3; // if_description
  public static final int INTERFACE_RESOLUTION = 9; // if_tsresol
  public static final int PACKET_DROPPED = 4; // epb_dropcount
  public static final int STATISTICS_RECEIVED = 4; // isb_ifrecv
  public static final int STATISTICS_DROPPED = 5; // isb_ifdrop

  /// An option with a text in UTF-8.
  public static Option text(int code, String text) {
    return new Option(code, Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// An option with one 64-bit number, little-endian.
  public static Option number(int code, long value) {
    return new Option(code, Bytes.ofLittle(value, 8));
  }

  /// The value as UTF-8.
  public String text() {
    return new String(value.toArray(), StandardCharsets.UTF_8);
  }

  /// The value of the first option with a code.
  public static Optional<Option> find(List<Option> options, int code) {
    return options.stream().filter(option -> option.code == code).findFirst();
  }

  /// Reads options up to the end mark or the end of the block, each padded to four bytes.
  ///
  /// @throws MalformedBlockException if an option is longer than what is left
  static List<Option> read(ByteBuffer in) throws MalformedBlockException {
    List<Option> options = new ArrayList<>();
    while (in.remaining() >= 4) {
      int code = in.getShort() & 0xffff;
      int length = in.getShort() & 0xffff;
      if (code == END) {
        return options;
      }
      if (length > in.remaining()) {
        throw new MalformedBlockException(
            "option %d of %d bytes, expected at most the %d left in the block"
                .formatted(code, length, in.remaining()));
      }
      byte[] value = new byte[length];
      in.get(value);
      in.position(in.position() + Math.min(in.remaining(), -length & 3));
      options.add(new Option(code, Bytes.copyOf(value)));
    }
    return options;
  }

  /// Writes options with their end mark; nothing when there are none.
  public static void write(BlockBuffer out, List<Option> options) {
    for (Option option : options) {
      out.u16(option.code);
      out.u16(option.value.length());
      out.bytes(option.value);
      out.pad();
    }
    if (!options.isEmpty()) {
      out.u32(END);
    }
  }
}
