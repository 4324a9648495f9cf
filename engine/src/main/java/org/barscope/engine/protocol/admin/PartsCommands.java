package org.barscope.engine.protocol.admin;

import java.util.List;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;

/// The device-parts commands (virtio 1.4, 2.12.1.4), for the group of the VFs. Parts go on the wire
/// back to back, not padded.
public final class PartsCommands {
  /// Object header, kind u8, reserved[7].
  public static final int HEADER_LENGTH =
      ResourceObject.LENGTH + 8; // struct virtio_admin_cmd_dev_parts_metadata_data, …_get_data

  /// What METADATA_GET answers before any list: size or count le32, reserved le32.
  public static final int METADATA_LENGTH = 8; // struct virtio_admin_cmd_dev_parts_metadata_result

  /// The flag of DEV_MODE_SET that stops the device; without it the device resumes (E-11).
  public static final int STOPPED = 1; // 1 << VIRTIO_ADMIN_CMD_DEV_MODE_F_STOPPED

  /// What METADATA_GET asks for.
  public enum Metadata {
    /// Bytes of all parts at most.
    SIZE, // VIRTIO_ADMIN_CMD_DEV_PARTS_METADATA_TYPE_SIZE
    /// How many headers [#LIST] gives.
    COUNT, // VIRTIO_ADMIN_CMD_DEV_PARTS_METADATA_TYPE_COUNT
    /// The headers of all parts.
    LIST // VIRTIO_ADMIN_CMD_DEV_PARTS_METADATA_TYPE_LIST
  }

  /// Which parts PARTS_GET asks for.
  public enum Selection {
    /// Those whose headers it lists.
    SELECTED, // VIRTIO_ADMIN_CMD_DEV_PARTS_GET_TYPE_SELECTED
    /// Every part.
    ALL // VIRTIO_ADMIN_CMD_DEV_PARTS_GET_TYPE_ALL
  }

  private PartsCommands() {}

  /// DEV_PARTS_METADATA_GET for the size of all parts.
  public static AdminCommand size(long member, long id) {
    return metadata(member, id, Metadata.SIZE, METADATA_LENGTH);
  }

  /// DEV_PARTS_METADATA_GET for the number of headers.
  public static AdminCommand count(long member, long id) {
    return metadata(member, id, Metadata.COUNT, METADATA_LENGTH);
  }

  /// DEV_PARTS_METADATA_GET for the headers, with room for `count` of them.
  public static AdminCommand list(long member, long id, int count) {
    return metadata(
        member, id, Metadata.LIST, METADATA_LENGTH + Math.multiplyExact(count, PartHeader.LENGTH));
  }

  /// DEV_PARTS_GET for all parts, with room for `resultLength` bytes.
  public static AdminCommand getAll(long member, long id, int resultLength) {
    return get(member, id, Selection.ALL, List.of(), resultLength);
  }

  /// DEV_PARTS_GET for the parts with these headers, with room for `resultLength` bytes.
  public static AdminCommand getSelected(
      long member, long id, List<PartHeader> headers, int resultLength) {
    return get(member, id, Selection.SELECTED, headers, resultLength);
  }

  /// DEV_PARTS_SET.
  ///
  /// @param parts back to back, as DEV_PARTS_GET gives them
  public static AdminCommand set(long member, long id, Bytes parts) {
    byte[] data = new byte[ResourceObject.LENGTH + parts.length()];
    ResourceObject.devParts(id).write(data);
    parts.copyTo(0, data, ResourceObject.LENGTH, parts.length());
    return command(AdminOpcode.DEV_PARTS_SET, member, data, 0);
  }

  /// DEV_MODE_SET: stops the member, or lets it go on.
  public static AdminCommand mode(long member, boolean stopped) {
    return command(
        AdminOpcode.DEV_MODE_SET, member, new byte[] {(byte) (stopped ? STOPPED : 0)}, 0);
  }

  /// What METADATA_GET or PARTS_GET want, [Metadata] or [Selection] by number; a missing byte is
  /// zero.
  public static int kind(AdminCommand command) {
    return command.data().padded(HEADER_LENGTH).u8(ResourceObject.LENGTH);
  }

  /// The header list of PARTS_GET as it is.
  public static Bytes headers(AdminCommand command) {
    return after(command.data(), HEADER_LENGTH);
  }

  /// The parts of PARTS_SET as they are.
  public static Bytes parts(AdminCommand command) {
    return after(command.data(), ResourceObject.LENGTH);
  }

  /// The flags of MODE_SET; a missing byte is zero.
  public static int flags(AdminCommand command) {
    return command.data().isEmpty() ? 0 : command.data().u8(0);
  }

  /// The size or the count in a result of METADATA_GET; missing bytes are zero.
  public static long sizeOrCount(Bytes result) {
    return result.padded(4).little(0, 4);
  }

  /// The headers in a result of METADATA_GET, as many as are whole.
  public static List<PartHeader> headerList(Bytes result) {
    return PartHeader.list(after(result, METADATA_LENGTH));
  }

  /// The result of METADATA_GET for a size or a count.
  public static Bytes metadata(int sizeOrCount) {
    return Bytes.ofLittle(sizeOrCount, METADATA_LENGTH);
  }

  /// The result of METADATA_GET for a list.
  public static Bytes metadata(List<PartHeader> headers) {
    byte[] result = new byte[METADATA_LENGTH + headers.size() * PartHeader.LENGTH];
    LittleEndian.put(result, 0, 4, headers.size());
    PartHeader.write(headers, result, METADATA_LENGTH);
    return Bytes.owning(result);
  }

  private static AdminCommand metadata(long member, long id, Metadata kind, int resultLength) {
    byte[] data = new byte[HEADER_LENGTH];
    ResourceObject.devParts(id).write(data);
    data[ResourceObject.LENGTH] = (byte) kind.ordinal();
    return command(AdminOpcode.DEV_PARTS_METADATA_GET, member, data, resultLength);
  }

  private static AdminCommand get(
      long member, long id, Selection which, List<PartHeader> headers, int resultLength) {
    byte[] data = new byte[HEADER_LENGTH + headers.size() * PartHeader.LENGTH];
    ResourceObject.devParts(id).write(data);
    data[ResourceObject.LENGTH] = (byte) which.ordinal();
    PartHeader.write(headers, data, HEADER_LENGTH);
    return command(AdminOpcode.DEV_PARTS_GET, member, data, resultLength);
  }

  private static AdminCommand command(
      AdminOpcode opcode, long member, byte[] data, int resultLength) {
    return new AdminCommand(
        opcode.code(), GroupType.SRIOV, member, Bytes.owning(data), resultLength);
  }

  private static Bytes after(Bytes data, int length) {
    int from = Math.min(length, data.length());
    return data.slice(from, data.length() - from);
  }
}
