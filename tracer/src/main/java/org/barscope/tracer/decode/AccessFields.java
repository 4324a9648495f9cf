package org.barscope.tracer.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.pci.ConfigRegister;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Errno;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.decode.FieldNode.Mark;
import org.barscope.tracer.decode.FieldTree.Span;

/// An access to BAR0 or to configuration space as fields.
///
/// @param region which of them
/// @param bytes what the guest wrote or saw; empty if it has seen nothing yet
/// @param data what the access itself gave or took
/// @param core what the core read before the overlay
/// @param errno how it ended; nothing if it has not
/// @param start when it began
/// @param duration nothing if it has not ended
record AccessFields(
    Region region,
    Direction direction,
    int offset,
    int width,
    Bytes bytes,
    Bytes data,
    Bytes core,
    Optional<Integer> errno,
    long start,
    Optional<Long> duration) {
  /// Wider accesses than the registers can have are not spelled out.
  private static final int MOST_WIDTH = 64;

  static AccessFields of(Event event, Fact.AccessStart access) {
    return new AccessFields(
        access.region(),
        access.direction(),
        access.offset(),
        access.width(),
        access.data(),
        access.data(),
        Bytes.EMPTY,
        Optional.empty(),
        event.time(),
        Optional.empty());
  }

  static AccessFields of(Fact.LegacyAccess access) {
    return new AccessFields(
        Region.BAR0,
        access.direction(),
        access.offset(),
        access.width(),
        access.direction() == Direction.READ ? access.seen() : access.data(),
        access.data(),
        Bytes.EMPTY,
        Optional.of(access.errno()),
        access.start(),
        Optional.of(access.duration()));
  }

  static AccessFields of(Fact.ConfigAccess access) {
    return new AccessFields(
        Region.CONFIG,
        access.direction(),
        access.offset(),
        access.width(),
        access.direction() == Direction.READ ? access.seen() : access.data(),
        access.data(),
        access.core(),
        Optional.of(access.errno()),
        access.start(),
        Optional.of(access.duration()));
  }

  /// The tree of the access.
  ///
  /// @param registers how BAR0 is laid out
  /// @param guest the index of the strip with [#bytes], or -1
  /// @param coreStrip the index of the strip with [#core], or -1
  FieldNode node(RegisterFields registers, int guest, int coreStrip, Links links) {
    List<FieldNode> children = new ArrayList<>();
    if (region == Region.BAR0) {
      children.addAll(legacy(registers, guest, links));
    } else {
      children.addAll(config(guest, coreStrip));
    }
    children.add(outcome());
    if (region == Region.BAR0 && errno.isPresent()) {
      boolean msix = registers.headerLength() == LegacyRegister.HEADER_LENGTH_MSIX;
      children.add(
          FieldNode.of("header", registers.headerLength() + (msix ? " bytes, MSI-X" : " bytes")));
    }
    children.add(timing());
    FieldNode node = FieldNode.of(title(), operation(registers)).withChildren(children);
    return bytes.isEmpty() ? node : node.withSpans(links.spans(new Span(guest, 0, bytes.length())));
  }

  private String title() {
    return switch (region) {
      case BAR0 -> "Legacy access";
      case CONFIG -> "Config access";
      case BAR1, BAR2, BAR3, BAR4, BAR5, ROM, VGA -> "Access to " + region.text();
    };
  }

  private String operation(RegisterFields registers) {
    String what = (direction == Direction.READ ? "R" : "W") + 8L * width + " @" + shownOffset();
    return region == Region.BAR0
        ? what
            + " "
            + LegacyDecoder.place(offset, width, registers.headerLength(), registers.type())
        : what + (region == Region.CONFIG ? registerNames() : "");
  }

  private String registerNames() {
    StringBuilder names = new StringBuilder();
    int length = Math.clamp(width, 1, MOST_WIDTH);
    for (int at = 0; at < length; at += configPart(at, length)) {
      names.append(names.isEmpty() ? " " : ", ").append(configName(at, configPart(at, length)));
    }
    return names.toString();
  }

  private String shownOffset() {
    return region == Region.CONFIG ? Hex.of(offset) : Integer.toString(offset);
  }

  private List<FieldNode> legacy(RegisterFields registers, int guest, Links links) {
    List<FieldNode> fields = new ArrayList<>();
    int length = Math.max(bytes.length(), Math.clamp(width, 1, MOST_WIDTH));
    List<RegisterFields.Part> parts = registers.parts(offset, length);
    for (RegisterFields.Part part : parts) {
      FieldNode name = FieldNode.of(part.label(), part.name()).withNote(part.section());
      int here = Math.clamp(bytes.length() - part.from(), 0, part.length());
      if (here == 0 || failedRead()) {
        fields.add(name);
        continue;
      }
      Bytes slice = bytes.slice(part.from(), here);
      List<Span> spans = links.spans(new Span(guest, part.from(), here));
      FieldNode value = registers.value(offset + part.from(), slice, spans);
      fields.add(parts.size() == 1 ? name : name.withSpans(spans));
      fields.add(value);
    }
    if (failedRead() && !bytes.isEmpty()) {
      fields.add(
          FieldNode.of("guest saw", ByteFields.spell(bytes), new Span(guest, 0, bytes.length())));
    }
    fields.addAll(odd());
    return fields;
  }

  private boolean failedRead() {
    return direction == Direction.READ && errno.orElse(0) != 0;
  }

  private List<FieldNode> config(int guest, int coreStrip) {
    List<FieldNode> fields = new ArrayList<>();
    int at = 0;
    while (at < bytes.length()) {
      int length = region == Region.CONFIG ? configPart(at, bytes.length()) : bytes.length();
      Bytes here = bytes.slice(at, length);
      List<Span> spans = new ArrayList<>();
      spans.add(new Span(guest, at, length));
      int inCore = Math.clamp(core.length() - at, 0, length);
      if (inCore > 0) {
        spans.add(new Span(coreStrip, at, inCore));
      }
      FieldNode field =
          FieldNode.of(configName(at, length), configValue(at, here)).withSpans(spans);
      boolean overlaid = inCore == length && !core.slice(at, length).equals(here);
      fields.add(
          overlaid
              ? field.withNote("overlay; the core has " + Hex.natural(core.slice(at, length)))
              : field);
      at += length;
    }
    if (core.length() > bytes.length()) {
      Bytes more = core.slice(bytes.length(), core.length() - bytes.length());
      fields.add(
          FieldNode.of(
              "core", ByteFields.spell(more), new Span(coreStrip, bytes.length(), more.length())));
    }
    fields.addAll(odd());
    return fields;
  }

  /// How many bytes from `at` on, up to `end`, belong to one register, or to none.
  private int configPart(int at, int end) {
    Optional<ConfigRegister> register = ConfigDecoder.register(offset + at);
    int length = 1;
    while (at + length < end && ConfigDecoder.register(offset + at + length).equals(register)) {
      length++;
    }
    return length;
  }

  private String configName(int at, int length) {
    String place = region == Region.CONFIG ? ConfigDecoder.place(offset + at, length) : "";
    return place.isEmpty() ? "bytes at " + Hex.of(offset + at) : place.strip();
  }

  private String configValue(int at, Bytes here) {
    return ByteFields.spell(here)
        + ConfigDecoder.register(offset + at)
            .filter(r -> region == Region.CONFIG && r.width() == here.length())
            .map(r -> ConfigDecoder.meaning(r, here.little()))
            .orElse("");
  }

  /// Lengths that do not fit, and data that the guest did not see.
  private List<FieldNode> odd() {
    List<FieldNode> fields = new ArrayList<>();
    boolean seesNothing = errno.isEmpty() && direction == Direction.READ;
    if (bytes.length() != width && !seesNothing) {
      fields.add(
          FieldNode.of(
                  "malformed",
                  ByteFields.count(bytes.length()) + ", expected " + ByteFields.count(width))
              .withMark(Mark.WRONG));
    }
    if (!data.isEmpty() && !data.equals(bytes)) {
      fields.add(
          FieldNode.of("before the guest", ByteFields.spell(data))
              .withNote("the guest saw something else")
              .withMark(Mark.WRONG));
    }
    return fields;
  }

  private FieldNode outcome() {
    if (errno.isEmpty()) {
      return FieldNode.of("outcome", "not ended").withMark(Mark.WAITING);
    }
    if (errno.get() == 0) {
      return FieldNode.of("outcome", "OK");
    }
    return FieldNode.of("outcome", Errno.text(errno.get())).withMark(Mark.WRONG);
  }

  private FieldNode timing() {
    FieldNode began = FieldNode.of("began", RowFields.time(start));
    if (duration.isEmpty()) {
      return FieldNode.of("timing", "since " + RowFields.time(start)).withChildren(List.of(began));
    }
    return FieldNode.of("timing", RowFields.duration(duration.get()))
        .withChildren(
            List.of(began, FieldNode.of("ended", RowFields.time(start + duration.get()))));
  }
}
