package org.barscope.tracer.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.tracer.decode.FieldNode.Mark;
import org.barscope.tracer.decode.FieldTree.Span;

/// Cuts a strip into fields, one after the other, until its bytes run out.
final class ByteFields {
  /// More bytes than these are not spelled out in a value; the strip shows them all.
  private static final int MOST_SPELLED = 16;

  private final int strip;
  private final Bytes bytes;
  private final List<FieldNode> fields = new ArrayList<>();
  private final int end;
  private int at;

  /// @param strip the index of the strip
  ByteFields(int strip, Bytes bytes) {
    this(strip, bytes, 0, bytes.length());
  }

  private ByteFields(int strip, Bytes bytes, int at, int end) {
    this.strip = strip;
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /// Cuts the next `length` bytes, without taking them here.
  ByteFields inside(int length) {
    return new ByteFields(strip, bytes, at, at + length);
  }

  /// How many bytes are left.
  int left() {
    return end - at;
  }

  /// The next bytes, without taking them.
  Bytes peek(int length) {
    return bytes.slice(at, length);
  }

  /// Where the next bytes are.
  Span next(int length) {
    return new Span(strip, at, length);
  }

  /// The fields so far.
  List<FieldNode> fields() {
    return List.copyOf(fields);
  }

  /// The next `width` bytes as a little-endian number; missing bytes count as zero and are said to
  /// be missing. Without any byte left there is no field.
  ByteFields number(String label, int width, LongFunction<String> text) {
    int present = Math.min(width, left());
    if (present > 0) {
      FieldNode field =
          FieldNode.of(label, text.apply(bytes.little(at, present)), new Span(strip, at, present));
      fields.add(
          present == width
              ? field
              : field
                  .withMark(Mark.WRONG)
                  .withNote("malformed: " + present + " of " + count(width)));
      at += present;
    }
    return this;
  }

  /// The next `width` bytes, which must be zero.
  ByteFields reserved(int width) {
    int present = Math.min(width, left());
    if (present > 0) {
      Bytes part = bytes.slice(at, present);
      boolean zero = part.equals(Bytes.copyOf(new byte[present]));
      FieldNode field =
          FieldNode.of("reserved", zero ? "zero" : spell(part), new Span(strip, at, present));
      fields.add(zero ? field : field.withMark(Mark.WRONG).withNote("expected zero"));
      at += present;
    }
    return this;
  }

  /// A field made of the next `length` bytes by someone else.
  ByteFields add(FieldNode field, int length) {
    fields.add(field);
    at += length;
    return this;
  }

  /// All bytes that are left, as they are; none gives no field.
  ByteFields rest(String label, Mark mark, String note) {
    if (left() > 0) {
      Bytes part = bytes.slice(at, left());
      fields.add(
          FieldNode.of(label, spell(part), new Span(strip, at, part.length()))
              .withMark(mark)
              .withNote(note));
      at += part.length();
    }
    return this;
  }

  /// A remark on bytes that should be there and are not.
  ByteFields missing(String text) {
    fields.add(FieldNode.of("malformed", text).withMark(Mark.WRONG));
    return this;
  }

  /// Bytes as a value, long ones cut.
  static String spell(Bytes bytes) {
    return bytes.length() <= MOST_SPELLED
        ? Hex.natural(bytes)
        : bytes.slice(0, MOST_SPELLED).toHex() + "… (" + count(bytes.length()) + ")";
  }

  /// A number of bytes in words.
  static String count(int bytes) {
    return bytes == 1 ? "1 byte" : bytes + " bytes";
  }
}
