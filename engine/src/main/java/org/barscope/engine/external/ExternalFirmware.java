package org.barscope.engine.external;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.barscope.engine.port.AdminExecutor;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.admin.AdminAnswer;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.AdminQualifier;
import org.barscope.engine.protocol.admin.AdminStatus;
import org.barscope.engine.protocol.admin.GroupType;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;

/// A firmware of the user's behind a Unix domain socket: each command goes out as one line of JSON,
/// and its answer comes back as one. `docs/firmware.md` has the protocol.
///
/// ```text
/// > {"id":1,"opcode":3,"group":1,"member":1,"readable":"0300…12","writable":9}
/// < {"id":1,"written":"000000000000000007"}
/// ```
///
/// One that is too slow, answers nonsense or dies is told by the witness, as `firmware-late`,
/// `firmware-lied` and, once, `firmware-lost`; the command then ends with EBUSY and TRYAGAIN:
/// nobody knows what it has done, so EAGAIN would promise too much. One that died stays
/// dead. The time limit is one of the system's clock, also where the emulation's is virtual: there
/// the firmware takes no time.
public final class ExternalFirmware implements AdminExecutor, AutoCloseable {
  private final LineSocket socket;
  private final long timeoutMillis;
  private final Witness witness;
  private long id;
  private boolean dead;

  /// The commands that ended without an answer, which may still come.
  private final Set<Long> unanswered = new HashSet<>();

  /// @param socket already connected
  /// @param timeoutMillis how long an answer may take, from sending the command
  public ExternalFirmware(LineSocket socket, long timeoutMillis, Witness witness) {
    this.socket = socket;
    this.timeoutMillis = timeoutMillis;
    this.witness = witness;
  }

  @Override
  public Bytes execute(Bytes readable, int writableLength) {
    if (dead) {
      return refused(writableLength);
    }
    id++;
    Command command = new Command(AdminCommand.read(readable, writableLength), writableLength);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    try {
      if (!socket.send(AnswerLine.request(id, readable, writableLength), deadline)) {
        return late(command, "the command is read");
      }
      return answer(command, deadline);
    } catch (IOException e) {
      dead = true;
      if (!socket.isClosed()) {
        String how = e.getMessage();
        complain(
            "firmware-lost",
            command,
            "the firmware is connected",
            how == null ? e.toString() : how);
      }
      return refused(writableLength);
    }
  }

  private record Command(AdminCommand header, int writableLength) {
    /// Such as `COMMON_CFG_READ of VF 1`.
    String text() {
      String name = AdminOpcode.text(header.opcode());
      return header.group() == GroupType.SRIOV && header.member() != 0
          ? name + " of VF " + Long.toUnsignedString(header.member())
          : name;
    }
  }

  /// Waits for the answer; those to earlier commands, which come too late, are passed over.
  private Bytes answer(Command command, long deadline) throws IOException {
    while (true) {
      LineSocket.Line line = socket.receive(deadline);
      if (line == null) {
        return late(command, "the answer is there");
      }
      if (!line.whole()) {
        String expected = "the answer has at most " + LineSocket.LONGEST_LINE + " bytes";
        return lied(command, expected, AnswerLine.Json.shortened(line.text()));
      }
      switch (AnswerLine.read(line.text(), id, command.writableLength())) {
        case AnswerLine.Written written -> {
          return written.bytes();
        }
        case AnswerLine.Nonsense nonsense -> {
          return lied(command, nonsense.expected(), nonsense.found());
        }
        case AnswerLine.Stale stale -> {
          if (!unanswered.remove(stale.id())) {
            String found = "another answer to command " + stale.id();
            complain("firmware-lied", command, "a command is answered once", found);
          }
        }
      }
    }
  }

  private Bytes late(Command command, String expected) {
    unanswered.add(id);
    complain("firmware-late", command, expected, "not within " + timeoutMillis + " ms");
    return refused(command.writableLength());
  }

  private Bytes lied(Command command, String expected, String found) {
    unanswered.add(id);
    complain("firmware-lied", command, expected, found);
    return refused(command.writableLength());
  }

  private void complain(String what, Command command, String expected, String found) {
    witness.lifecycle(
        what,
        List.of(
            new Condition("command " + id, true, command.text()),
            new Condition(expected, false, found)));
  }

  private static Bytes refused(int writableLength) {
    return AdminAnswer.failed(AdminStatus.EBUSY, AdminQualifier.TRYAGAIN).write(writableLength);
  }

  /// Ends the connection. A command in flight ends like that of a firmware that died, but without
  /// an event: it was not the firmware's fault.
  @Override
  public void close() {
    socket.close();
  }
}
