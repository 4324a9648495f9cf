package org.barscope.engine.host;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.port.AdminQueue;
import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;

/// A PF that has what a test says, and an admin queue that answers what a test says.
///
/// Queues of 8 descriptors; the SR-IOV capability at 0x100, four VFs. Writes of the common
/// configuration are noted as `22 = 5`, commands as their readable part in hex.
final class StubPf implements OwnerFunction, AdminQueue {
  static final String OK = "0000000000000000";

  final List<String> written = new ArrayList<>();
  final List<Integer> doorbells = new ArrayList<>();
  final List<String> commands = new ArrayList<>();
  final Deque<String> answers = new ArrayDeque<>();

  /// Bits 32, 37 and 41.
  long features = 0x221_0000_0000L;

  int adminQueueIndex = 5;
  int adminQueueNum = 1;
  int status;
  private int select;

  /// The device-writable parts of the next commands; a command beyond them is OK.
  StubPf answering(String... writable) {
    answers.addAll(List.of(writable));
    return this;
  }

  @Override
  public AdminCompletion submit(AdminCommand command, Bytes before) {
    commands.add(command.write().toHex());
    Bytes writable = Bytes.hex(answers.isEmpty() ? OK : answers.pop());
    return new AdminCompletion(0, writable.length(), writable);
  }

  @Override
  public int commonLength() {
    return 64;
  }

  @Override
  public long commonRead(int offset, int width) {
    return switch (offset) {
      case 4 -> features >>> (32 * select) & 0xffff_ffffL;
      case 20 -> status;
      case 24 -> 8;
      case 60 -> adminQueueIndex;
      case 62 -> adminQueueNum;
      default -> 0;
    };
  }

  @Override
  public void commonWrite(int offset, int width, long value) {
    written.add(offset + " = " + value);
    if (offset == 0) {
      select = (int) value;
    } else if (offset == 20) {
      status = (int) value;
    }
  }

  @Override
  public boolean notifyQueue(int index) {
    doorbells.add(index);
    return true;
  }

  @Override
  public long configRead(int offset, int width) {
    return switch (offset) {
      case 0x100 -> 0x0001_0010;
      case 0x10e -> 4;
      default -> 0;
    };
  }

  @Override
  public void configWrite(int offset, int width, long value) {}

  @Override
  public long barLength(int bar) {
    return 0;
  }

  @Override
  public int doorbellOf(int bar, long offset) {
    return 0;
  }

  @Override
  public int read16(int bar, long offset) {
    return 0;
  }

  @Override
  public void write16(int bar, long offset, int value) {}
}
