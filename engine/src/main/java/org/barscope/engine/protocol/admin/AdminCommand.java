package org.barscope.engine.protocol.admin;

import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;

/// One administration command as its driver fills it in (virtio 1.4, 2.12.1).
///
/// @param opcode le16
/// @param group the group type, le16
/// @param member the group member id, le64
/// @param data the command-specific data after the 24-byte header
/// @param resultLength bytes reserved for the command-specific result after the 8-byte status block
public record AdminCommand(int opcode, int group, long member, Bytes data, int resultLength) {
  /// opcode, group_type, reserved1[12], group_member_id.
  public static final int HEADER_LENGTH = 24; // struct virtio_admin_cmd_hdr

  /// status, status_qualifier, reserved2[4].
  public static final int STATUS_LENGTH = 8; // struct virtio_admin_cmd_status

  private static final int OPCODE = 0;
  private static final int GROUP = 2;
  private static final int MEMBER = 16;

  /// Reads a command from the device-readable part of a request.
  ///
  /// > … the device MUST … treat … the missing bytes as zero (virtio 1.4, 2.13.1 "Device
  /// > Requirements: Group administration virtqueues", A-040)
  ///
  /// @param readable of any length, also shorter than the header
  /// @param writableLength of the device-writable part
  public static AdminCommand read(Bytes readable, int writableLength) {
    int present = Math.min(HEADER_LENGTH, readable.length());
    Bytes header = readable;
    if (present < HEADER_LENGTH) {
      byte[] padded = new byte[HEADER_LENGTH];
      readable.copyTo(0, padded, 0, present);
      header = Bytes.owning(padded);
    }
    return new AdminCommand(
        (int) header.little(OPCODE, 2),
        (int) header.little(GROUP, 2),
        header.little(MEMBER, 8),
        readable.slice(present, readable.length() - present),
        Math.max(0, writableLength - STATUS_LENGTH));
  }

  /// The whole device-readable part: header, then data.
  public Bytes write() {
    byte[] readable = new byte[HEADER_LENGTH + data.length()];
    putHeader(readable);
    data.copyTo(0, readable, HEADER_LENGTH, data.length());
    return Bytes.owning(readable);
  }

  /// The 24-byte header alone.
  public Bytes header() {
    byte[] header = new byte[HEADER_LENGTH];
    putHeader(header);
    return Bytes.owning(header);
  }

  private void putHeader(byte[] into) {
    LittleEndian.put(into, OPCODE, 2, opcode);
    LittleEndian.put(into, GROUP, 2, group);
    LittleEndian.put(into, MEMBER, 8, member);
  }

  /// The length of the device-writable part: status block, then result.
  public int writableLength() {
    return STATUS_LENGTH + resultLength;
  }
}
