package org.barscope.engine.protocol.admin;

import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;

/// What the firmware answers to one command.
///
/// @param status le16, 0 is success
/// @param qualifier le16, why it failed
/// @param result the command-specific result
public record AdminAnswer(int status, int qualifier, Bytes result) {
  /// Success without a result.
  public static final AdminAnswer OK = new AdminAnswer(0, 0, Bytes.EMPTY);

  /// Success with a result.
  public static AdminAnswer ok(Bytes result) {
    return new AdminAnswer(0, 0, result);
  }

  /// A failure.
  public static AdminAnswer failed(AdminStatus status, AdminQualifier qualifier) {
    return new AdminAnswer(status.code(), qualifier.code(), Bytes.EMPTY);
  }

  /// Reads an answer from what was written to the device-writable part; missing bytes are zero.
  public static AdminAnswer read(Bytes written) {
    byte[] block = new byte[AdminCommand.STATUS_LENGTH];
    int present = Math.min(block.length, written.length());
    written.copyTo(0, block, 0, present);
    return new AdminAnswer(
        (int) LittleEndian.get(block, 0, 2),
        (int) LittleEndian.get(block, 2, 2),
        written.slice(present, written.length() - present));
  }

  /// The bytes written to a device-writable part of `writableLength` bytes: status block, then the
  /// result, cut where the part ends.
  public Bytes write(int writableLength) {
    byte[] written = new byte[AdminCommand.STATUS_LENGTH + result.length()];
    LittleEndian.put(written, 0, 2, status);
    LittleEndian.put(written, 2, 2, qualifier);
    result.copyTo(0, written, AdminCommand.STATUS_LENGTH, result.length());
    return written.length <= writableLength
        ? Bytes.owning(written)
        : Bytes.copyOf(written, 0, writableLength);
  }
}
