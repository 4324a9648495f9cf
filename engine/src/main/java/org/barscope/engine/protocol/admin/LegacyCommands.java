package org.barscope.engine.protocol.admin;

import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;

/// The data layouts of the legacy register commands (virtio 1.4, 2.12.1.1 "Legacy Interfaces").
///
/// A read carries one byte, the offset; a write carries the offset, seven reserved bytes and the
/// data. Lengths go on the wire as they are, not padded (reference §5.6).
public final class LegacyCommands {
  /// Bytes before the data of a write: offset and reserved.
  public static final int WRITE_HEADER_LENGTH = 8; // struct virtio_admin_cmd_legacy_wr_data

  /// Bytes of a read's data: the offset.
  public static final int READ_DATA_LENGTH = 1; // struct virtio_admin_cmd_legacy_rd_data

  private static final Bytes[] OFFSETS = new Bytes[0x100];

  static {
    for (int offset = 0; offset < OFFSETS.length; offset++) {
      OFFSETS[offset] = Bytes.of(offset);
    }
  }

  private LegacyCommands() {}

  /// A read of `length` bytes at `offset`, from a common or a device configuration opcode.
  public static AdminCommand read(AdminOpcode opcode, long member, int offset, int length) {
    return new AdminCommand(opcode.code(), GroupType.SRIOV, member, OFFSETS[offset & 0xff], length);
  }

  /// A write of `length` bytes, taken from `source` at `from`.
  public static AdminCommand write(
      AdminOpcode opcode, long member, int offset, byte[] source, int from, int length) {
    byte[] data = new byte[WRITE_HEADER_LENGTH + length];
    LittleEndian.put(data, 0, 1, offset);
    System.arraycopy(source, from, data, WRITE_HEADER_LENGTH, length);
    return new AdminCommand(opcode.code(), GroupType.SRIOV, member, Bytes.owning(data), 0);
  }
}
