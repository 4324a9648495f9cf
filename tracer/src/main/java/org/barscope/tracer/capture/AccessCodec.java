package org.barscope.tracer.capture;

import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.pcapng.BlockBuffer;

/// The fields of accesses. The first byte is the *form*: it says the usual, and which fields follow
/// because they are not what they usually are.
final class AccessCodec {
  /// Bits 0 to 2: the width as a power of two, or [#ODD].
  private static final int WIDTH = 0x07;

  /// The width, the header length and the length of the data follow.
  private static final int ODD = 7;

  private static final int WRITE = 0x08;

  private static final int REGION_SHIFT = 4; // AccessStart

  private static final int LONG_HEADER = 0x10; // LegacyAccess: 24 bytes, not 20
  private static final int CORE = 0x10; // ConfigAccess: core follows
  private static final int ERRNO = 0x20;
  private static final int SEEN = 0x40;
  private static final int START = 0x80;

  private AccessCodec() {}

  static Fact.AccessStart readStart(PayloadReader in) throws MalformedPayloadException {
    int form = in.u8();
    int region = form >> REGION_SHIFT;
    if (region >= Region.values().length) {
      throw new MalformedPayloadException("region " + region);
    }
    int offset = in.varint32();
    int width = width(form, in);
    Direction direction = direction(form);
    Bytes data =
        odd(form) ? in.run() : direction == Direction.WRITE ? in.bytes(width) : Bytes.EMPTY;
    return new Fact.AccessStart(Region.values()[region], direction, offset, width, data);
  }

  static void write(BlockBuffer out, Fact.AccessStart start) {
    int usual = start.direction() == Direction.WRITE ? start.width() : 0;
    int form = form(start.direction(), start.width(), start.data().length() == usual);
    out.u8(form | start.region().index() << REGION_SHIFT);
    Varint.write32(out, start.offset());
    writeWidth(out, form, start.width());
    writeData(out, form, start.data());
  }

  static Fact.LegacyAccess readLegacy(PayloadReader in, long time)
      throws MalformedPayloadException {
    int form = in.u8();
    int offset = in.varint32();
    int width = width(form, in);
    int headerLength =
        odd(form)
            ? in.varint32()
            : (form & LONG_HEADER) != 0
                ? LegacyRegister.HEADER_LENGTH_MSIX
                : LegacyRegister.HEADER_LENGTH;
    int errno = (form & ERRNO) == 0 ? 0 : in.varint32();
    Bytes data = data(form, width, errno, in);
    Bytes seen = (form & SEEN) == 0 ? usuallySeen(form, width, data, errno) : in.run();
    long duration = in.varint();
    long start = (form & START) == 0 ? time - duration : in.varint();
    return new Fact.LegacyAccess(
        direction(form), offset, width, headerLength, data, seen, errno, start, duration);
  }

  static void write(BlockBuffer out, Fact.LegacyAccess access, long time) {
    boolean longHeader = access.headerLength() == LegacyRegister.HEADER_LENGTH_MSIX;
    boolean usual =
        (longHeader || access.headerLength() == LegacyRegister.HEADER_LENGTH)
            && isUsual(access.direction(), access.width(), access.data(), access.errno());
    int form =
        form(access.direction(), access.width(), usual)
            | (longHeader ? LONG_HEADER : 0)
            | (access.errno() == 0 ? 0 : ERRNO)
            | (access.start() == time - access.duration() ? 0 : START);
    form |= seenAsUsual(form, access.data(), access.seen(), access.errno()) ? 0 : SEEN;
    out.u8(form);
    Varint.write32(out, access.offset());
    writeWidth(out, form, access.width());
    if (odd(form)) {
      Varint.write32(out, access.headerLength());
    }
    writeOutcome(out, form, access.errno(), access.data(), access.seen());
    writeTimes(out, form, access.start(), access.duration());
  }

  static Fact.ConfigAccess readConfig(PayloadReader in, long time)
      throws MalformedPayloadException {
    int form = in.u8();
    int offset = in.varint32();
    int width = width(form, in);
    int errno = (form & ERRNO) == 0 ? 0 : in.varint32();
    Bytes data = data(form, width, errno, in);
    Bytes seen = (form & SEEN) == 0 ? usuallySeen(form, width, data, errno) : in.run();
    Bytes core = (form & CORE) == 0 ? usualCore(form, data) : in.run();
    long duration = in.varint();
    long start = (form & START) == 0 ? time - duration : in.varint();
    return new Fact.ConfigAccess(
        direction(form), offset, width, data, seen, core, errno, start, duration);
  }

  static void write(BlockBuffer out, Fact.ConfigAccess access, long time) {
    boolean usual = isUsual(access.direction(), access.width(), access.data(), access.errno());
    int form =
        form(access.direction(), access.width(), usual)
            | (access.errno() == 0 ? 0 : ERRNO)
            | (access.start() == time - access.duration() ? 0 : START);
    form |= seenAsUsual(form, access.data(), access.seen(), access.errno()) ? 0 : SEEN;
    form |= access.core().equals(usualCore(form, access.data())) ? 0 : CORE;
    out.u8(form);
    Varint.write32(out, access.offset());
    writeWidth(out, form, access.width());
    writeOutcome(out, form, access.errno(), access.data(), access.seen());
    if ((form & CORE) != 0) {
      writeRun(out, access.core());
    }
    writeTimes(out, form, access.start(), access.duration());
  }

  private static int form(Direction direction, int width, boolean usual) {
    int code =
        switch (width) {
          case 1 -> 0;
          case 2 -> 1;
          case 4 -> 2;
          case 8 -> 3;
          default -> ODD;
        };
    return (usual ? code : ODD) | (direction == Direction.WRITE ? WRITE : 0);
  }

  private static boolean odd(int form) {
    return (form & WIDTH) == ODD;
  }

  private static Direction direction(int form) {
    return (form & WRITE) == 0 ? Direction.READ : Direction.WRITE;
  }

  private static int width(int form, PayloadReader in) throws MalformedPayloadException {
    int code = form & WIDTH;
    if (code > 3 && code != ODD) {
      throw new MalformedPayloadException("width code " + code);
    }
    return code == ODD ? in.varint32() : 1 << code;
  }

  private static void writeWidth(BlockBuffer out, int form, int width) {
    if (odd(form)) {
      Varint.write32(out, width);
    }
  }

  /// Usually a failed read has no data, and everything else has as many bytes as the access.
  private static boolean isUsual(Direction direction, int width, Bytes data, int errno) {
    boolean none = direction == Direction.READ && errno != 0;
    return data.length() == (none ? 0 : width);
  }

  private static Bytes data(int form, int width, int errno, PayloadReader in)
      throws MalformedPayloadException {
    if (odd(form)) {
      return in.run();
    }
    return direction(form) == Direction.READ && errno != 0 ? Bytes.EMPTY : in.bytes(width);
  }

  private static void writeData(BlockBuffer out, int form, Bytes data) {
    if (odd(form)) {
      writeRun(out, data);
    } else {
      out.bytes(data);
    }
  }

  /// Usually a write shows nothing, a read its data, a failed read all ones.
  private static Bytes usuallySeen(int form, int width, Bytes data, int errno)
      throws MalformedPayloadException {
    if (direction(form) == Direction.WRITE) {
      return Bytes.EMPTY;
    }
    if (errno == 0) {
      return data;
    }
    if (odd(form)) {
      throw new MalformedPayloadException("an odd failed read without what was seen");
    }
    return Bytes.ofLittle(-1L, width);
  }

  private static boolean seenAsUsual(int form, Bytes data, Bytes seen, int errno) {
    if (direction(form) == Direction.WRITE) {
      return seen.isEmpty();
    }
    if (errno == 0) {
      return seen.equals(data);
    }
    return !odd(form)
        && seen.length() == 1 << (form & WIDTH)
        && seen.little() == -1L >>> (64 - 8 * seen.length());
  }

  private static Bytes usualCore(int form, Bytes data) {
    return direction(form) == Direction.WRITE ? Bytes.EMPTY : data;
  }

  private static void writeOutcome(BlockBuffer out, int form, int errno, Bytes data, Bytes seen) {
    if ((form & ERRNO) != 0) {
      Varint.write32(out, errno);
    }
    writeData(out, form, data);
    if ((form & SEEN) != 0) {
      writeRun(out, seen);
    }
  }

  private static void writeTimes(BlockBuffer out, int form, long start, long duration) {
    Varint.write(out, duration);
    if ((form & START) != 0) {
      Varint.write(out, start);
    }
  }

  private static void writeRun(BlockBuffer out, Bytes run) {
    Varint.write32(out, run.length());
    out.bytes(run);
  }
}
