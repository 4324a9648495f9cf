package org.barscope.engine.protocol.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.bytes.Bytes;

/// One part of a device's state, of a known type or not (virtio 1.4, 2.14).
///
/// @param header what it is
/// @param value as many bytes as the header says
public record DevicePart(PartHeader header, Bytes value) {
  /// A mandatory part.
  public static DevicePart of(PartType type, long selector, Bytes value) {
    return new DevicePart(PartHeader.of(type, selector, value.length()), value);
  }

  /// The same part, one that a device can do without.
  public DevicePart optional() {
    return new DevicePart(
        new PartHeader(
            header.type(),
            header.flags() | PartHeader.OPTIONAL,
            header.reserved(),
            header.selector(),
            header.length()),
        value);
  }

  /// Bytes of header and value.
  public int length() {
    return PartHeader.LENGTH + value.length();
  }

  /// Reads parts that stand back to back; empty if the last one is cut.
  public static Optional<List<DevicePart>> read(Bytes from) {
    List<DevicePart> parts = new ArrayList<>();
    int at = 0;
    while (at < from.length()) {
      if (from.length() - at < PartHeader.LENGTH) {
        return Optional.empty();
      }
      PartHeader header = PartHeader.read(from, at);
      at += PartHeader.LENGTH;
      if (header.length() > from.length() - at) {
        return Optional.empty();
      }
      parts.add(new DevicePart(header, from.slice(at, (int) header.length())));
      at += (int) header.length();
    }
    return Optional.of(parts);
  }

  /// Bytes of all of them, back to back.
  public static int length(List<DevicePart> parts) {
    return parts.stream().mapToInt(DevicePart::length).sum();
  }

  /// Writes parts back to back.
  public static Bytes write(List<DevicePart> parts) {
    byte[] into = new byte[length(parts)];
    int at = 0;
    for (DevicePart part : parts) {
      part.header.write(into, at);
      part.value.copyTo(0, into, at + PartHeader.LENGTH, part.value.length());
      at += part.length();
    }
    return Bytes.owning(into);
  }
}
