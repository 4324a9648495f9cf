package org.barscope.engine.protocol.admin;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;

/// One entry of the LEGACY_NOTIFY_INFO result: a place in a BAR that takes doorbells (virtio 1.4,
/// 2.12.1.1.5).
///
/// @param flags 0 end of list, 1 a BAR of the owner, 2 a BAR of the member, others reserved
/// @param bar 1…5
/// @param offset in the BAR, le64
public record NotifyEntry(int flags, int bar, long offset) {
  /// The list ends here.
  public static final int END = 0; // VIRTIO_ADMIN_CMD_NOTIFY_INFO_FLAGS_END

  /// The BAR is the owner's.
  public static final int OWNER = 1; // VIRTIO_ADMIN_CMD_NOTIFY_INFO_FLAGS_OWNER_DEV

  /// The BAR is the member's.
  public static final int MEMBER = 2; // VIRTIO_ADMIN_CMD_NOTIFY_INFO_FLAGS_OWNER_MEM

  /// Bytes of one entry.
  public static final int LENGTH = 16;

  /// Entries of one result.
  public static final int COUNT = 4; // VIRTIO_ADMIN_CMD_MAX_NOTIFY_INFO

  /// Reads all four entries of a result; missing bytes are zero.
  public static List<NotifyEntry> read(Bytes result) {
    byte[] whole = new byte[COUNT * LENGTH];
    result.copyTo(0, whole, 0, Math.min(whole.length, result.length()));
    List<NotifyEntry> entries = new ArrayList<>();
    for (int at = 0; at < whole.length; at += LENGTH) {
      entries.add(
          new NotifyEntry(
              whole[at] & 0xff, whole[at + 1] & 0xff, LittleEndian.get(whole, at + 8, 8)));
    }
    return entries;
  }

  /// The 64-byte result that holds these entries, at most three, with the end mark after them.
  public static Bytes write(List<NotifyEntry> entries) {
    byte[] whole = new byte[COUNT * LENGTH];
    for (int i = 0; i < Math.min(COUNT - 1, entries.size()); i++) {
      NotifyEntry entry = entries.get(i);
      whole[i * LENGTH] = (byte) entry.flags;
      whole[i * LENGTH + 1] = (byte) entry.bar;
      LittleEndian.put(whole, i * LENGTH + 8, 8, entry.offset);
    }
    return Bytes.copyOf(whole);
  }
}
