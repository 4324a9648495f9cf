package org.barscope.engine.variant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

  /// The results of other commands than that, by opcode.
  final Map<Integer, String> results = new HashMap<>();

  /// The errors of other commands than that, by opcode.
  final Map<Integer, Integer> errors = new HashMap<>();

  /// How long a result is said to be; -1 for the truth.
  long told = -1;

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

  /// The numbers of objects that are taken.
  final Set<Integer> objects = new TreeSet<>();

  @Override
  public int takeObjectId() {
    for (int id = 0; id < devParts; id++) {
      if (objects.add(id)) {
        return id;
      }
    }
    return -28;
  }

  @Override
  public void returnObjectId(int id) {
    objects.remove(id);
  }

  @Override
  public long fetch(AdminCommand command, byte[] into) {
    int errno = execute(command, into, 0);
    return errno < 0 ? errno : told >= 0 ? told : written(command).length;
  }

  @Override
  public int execute(AdminCommand command, byte[] into, int at) {
    commands.add(command.write() + "/" + command.writableLength());
    during.run();
    byte[] bytes = written(command);
    System.arraycopy(bytes, 0, into, at, Math.min(bytes.length, command.resultLength()));
    return errors.getOrDefault(command.opcode(), error);
  }

  private byte[] written(AdminCommand command) {
    String written =
        results.getOrDefault(command.opcode(), command.opcode() == 6 ? notifyInfo : result);
    return HexFormat.of().parseHex(written);
  }
}
