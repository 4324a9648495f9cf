package org.barscope.engine.variant;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.barscope.engine.port.OwnerDriver;
import org.barscope.engine.protocol.admin.AdminCommand;

/// A PF driver that answers what a test says and notes every command: readable part in hex, a
/// slash, the length of the writable part.
final class StubOwner implements OwnerDriver {
  final List<String> commands = new ArrayList<>();
  boolean bound = true;
  boolean adminQueue = true;
  long supported = 0x7c;
  int devParts;
  int error;

  /// The result that NOTIFY_INFO writes.
  String notifyInfo = "0204000000000000" + "0030000000000000" + "00".repeat(48);

  /// The result that any other command writes; may be shorter than what was asked for.
  String result = "";

  Runnable during = () -> {};

  @Override
  public boolean bound() {
    return bound;
  }

  @Override
  public boolean hasAdminQueue() {
    return adminQueue;
  }

  @Override
  public long supportedCommands() {
    return supported;
  }

  @Override
  public int maxDevPartsObjects() {
    return devParts;
  }

  @Override
  public int execute(AdminCommand command, byte[] into, int at) {
    commands.add(command.write() + "/" + command.writableLength());
    during.run();
    String written = command.opcode() == 6 ? notifyInfo : result;
    byte[] bytes = HexFormat.of().parseHex(written);
    System.arraycopy(bytes, 0, into, at, Math.min(bytes.length, command.resultLength()));
    return error;
  }
}
