package org.barscope.tracer.capture;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.barscope.engine.protocol.bytes.Bytes;

/// Takes one payload apart, from its first byte to its last.
final class PayloadReader {
  private final Bytes payload;
  private int at;

  PayloadReader(Bytes payload) {
    this.payload = payload;
  }

  int u8() throws MalformedPayloadException {
    if (at >= payload.length()) {
      throw new MalformedPayloadException("payload ends early");
    }
    return payload.u8(at++);
  }

  long varint() throws MalformedPayloadException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = u8();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedPayloadException("number longer than ten bytes");
  }

  /// A number that [Varint#write32] has written.
  int varint32() throws MalformedPayloadException {
    long value = varint();
    if (value >>> 32 != 0) {
      throw new MalformedPayloadException("number larger than 32 bits");
    }
    return (int) value;
  }

  long signed() throws MalformedPayloadException {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  Bytes bytes(int length) throws MalformedPayloadException {
    if (length < 0 || length > payload.length() - at) {
      throw new MalformedPayloadException("payload ends early");
    }
    at += length;
    return payload.slice(at - length, length);
  }

  /// Bytes after their length.
  Bytes run() throws MalformedPayloadException {
    return bytes(varint32());
  }

  /// A text after its length.
  String text() throws MalformedPayloadException {
    return utf8(run());
  }

  Bytes rest() throws MalformedPayloadException {
    return bytes(payload.length() - at);
  }

  /// Everything that is left as a text.
  String restAsText() throws MalformedPayloadException {
    return utf8(rest());
  }

  boolean isAtEnd() {
    return at == payload.length();
  }

  void mustBeAtEnd() throws MalformedPayloadException {
    if (at != payload.length()) {
      throw new MalformedPayloadException("bytes left over");
    }
  }

  private static String utf8(Bytes bytes) throws MalformedPayloadException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedPayloadException("text that is no UTF-8");
    }
  }
}
