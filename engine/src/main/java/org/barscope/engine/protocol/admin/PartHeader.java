package org.barscope.engine.protocol.admin;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;

/// What stands before the value of a device part (virtio 1.4, 2.14). Reading and writing keeps
/// every bit.
///
/// @param type le16, [PartType] by code
/// @param flags u8, [#OPTIONAL] or 0
/// @param reserved u8
/// @param selector the eight bytes that are a union in the standard, read as le64: an offset or a
///   queue index is its lowest part
/// @param length of the value in bytes, le32, unsigned
public record PartHeader(int type, int flags, int reserved, long selector, long length) {
  /// A device can do without the part.
  public static final int OPTIONAL = 1; // 1 << VIRTIO_DEV_PART_F_OPTIONAL

  /// Bytes of a header. The selector stands at 4, where no 64-bit number is aligned.
  public static final int LENGTH = 16; // struct virtio_dev_part_hdr

  private static final int TYPE = 0;
  private static final int FLAGS = 2;
  private static final int RESERVED = 3;
  private static final int SELECTOR = 4;
  private static final int VALUE_LENGTH = 12;

  /// The header of a mandatory part.
  public static PartHeader of(PartType type, long selector, int length) {
    return new PartHeader(type.code(), 0, 0, selector, length);
  }

  /// Whether the flags say that a device can do without it.
  public boolean optional() {
    return (flags & OPTIONAL) != 0;
  }

  /// Reads the header at `at`, where 16 bytes are left.
  public static PartHeader read(Bytes from, int at) {
    return new PartHeader(
        (int) from.little(at + TYPE, 2),
        from.u8(at + FLAGS),
        from.u8(at + RESERVED),
        from.little(at + SELECTOR, 8),
        from.little(at + VALUE_LENGTH, 4));
  }

  void write(byte[] into, int at) {
    LittleEndian.put(into, at + TYPE, 2, type);
    LittleEndian.put(into, at + FLAGS, 1, flags);
    LittleEndian.put(into, at + RESERVED, 1, reserved);
    LittleEndian.put(into, at + SELECTOR, 8, selector);
    LittleEndian.put(into, at + VALUE_LENGTH, 4, length);
  }

  /// The headers that stand back to back, as many as are whole.
  public static List<PartHeader> list(Bytes from) {
    List<PartHeader> headers = new ArrayList<>();
    for (int at = 0; from.length() - at >= LENGTH; at += LENGTH) {
      headers.add(read(from, at));
    }
    return headers;
  }

  static void write(List<PartHeader> headers, byte[] into, int at) {
    for (int i = 0; i < headers.size(); i++) {
      headers.get(i).write(into, at + i * LENGTH);
    }
  }
}
