package org.barscope.engine.external;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.barscope.engine.port.AdminExecutor;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.admin.AdminAnswer;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminQualifier;
import org.barscope.engine.protocol.admin.AdminStatus;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;

/// A firmware of the user's behind a Unix domain socket: each command goes out as one line of JSON,
/// and its answer comes back as one.
///
/// ```text
/// > {"id":1,"opcode":3,"group":1,"member":1,"readable":"0300…12","writable":9}
/// < {"id":1,"written":"000000000000000007"}
/// ```
///
/// A firmware that is too slow, dies or answers nonsense is told by the witness; the command then
/// ends with EAGAIN and TRYAGAIN. One that died stays dead.
public final class ExternalFirmware implements AdminExecutor, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LineSocket socket;
  private final long timeoutMillis;
  private final Witness witness;
  private long id;
  private boolean dead;

  /// @param socket already connected
  /// @param timeoutMillis how long an answer may take
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
    try {
      socket.send(request(AdminCommand.read(readable, writableLength), readable, writableLength));
      return answer(writableLength);
    } catch (IOException e) {
      dead = true;
      complain("firmware-lost", String.valueOf(e.getMessage()));
      return refused(writableLength);
    }
  }

  private String request(AdminCommand command, Bytes readable, int writableLength) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", id);
    line.put("opcode", command.opcode());
    line.put("group", command.group());
    line.put("member", command.member());
    line.put("readable", readable.toHex());
    line.put("writable", writableLength);
    return line.toString();
  }

  /// Waits for the answer to the last request; answers to earlier ones, which came too late, are
  /// passed over.
  private Bytes answer(int writableLength) throws IOException {
    long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
    while (true) {
      String line = socket.receive(deadline);
      if (line == null) {
        complain("firmware-late", "no answer within " + timeoutMillis + " ms");
        return refused(writableLength);
      }
      JsonNode answer;
      try {
        answer = JSON.readTree(line);
      } catch (JsonProcessingException e) {
        return lied("not JSON: " + shortened(line), writableLength);
      }
      JsonNode number = answer.path("id");
      if (!number.isIntegralNumber() || number.asLong() > id) {
        return lied("id " + number + ", expected " + id, writableLength);
      }
      if (number.asLong() == id) {
        return written(answer.path("written"), writableLength);
      }
    }
  }

  private Bytes written(JsonNode hex, int writableLength) {
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(hex.isTextual() ? hex.asText() : "?");
    } catch (IllegalArgumentException e) {
      return lied("written " + shortened(hex.toString()) + ", expected hex", writableLength);
    }
    if (bytes.length > writableLength) {
      return lied(
          "%d bytes written, expected at most %d".formatted(bytes.length, writableLength),
          writableLength);
    }
    return Bytes.owning(bytes);
  }

  private Bytes lied(String how, int writableLength) {
    complain("firmware-lied", how);
    return refused(writableLength);
  }

  private void complain(String what, String how) {
    witness.lifecycle(what, List.of(new Condition("command " + id, false, how)));
  }

  private static Bytes refused(int writableLength) {
    return AdminAnswer.failed(AdminStatus.EAGAIN, AdminQualifier.TRYAGAIN).write(writableLength);
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  @Override
  public void close() {
    socket.close();
  }
}
