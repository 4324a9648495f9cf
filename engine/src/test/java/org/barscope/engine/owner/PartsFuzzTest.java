package org.barscope.engine.owner;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.barscope.engine.owner.PartsRig.GET;
import static org.barscope.engine.owner.PartsRig.OK;
import static org.barscope.engine.owner.PartsRig.SET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

/// Whatever the migration commands carry, the firmware answers with a status of the standard's, and
/// a command that fails changes nothing.
class PartsFuzzTest {
  private static final Set<Integer> STATUSES = Set.of(0, 6, 12, 16, 17, 22, 28);

  /// VF 1 is driven, with object 0 to read; VF 2 is stopped, with object 1 to write.
  private static PartsRig rig() {
    PartsRig rig = new PartsRig(3);
    rig.drive(1);
    assertEquals(OK, rig.create(1, 0, GET));
    assertEquals(OK, rig.create(2, 1, SET));
    assertEquals(OK, rig.mode(2, "01"));
    return rig;
  }

  /// Sends a command, unless it is LIST_USE, which would take the means to look away, and checks
  /// its answer.
  ///
  /// @return its status
  private static int send(PartsRig rig, String readable, int writable) {
    if (readable.startsWith("0100")) {
      return -1;
    }
    List<String> before = rig.state();
    String answer = rig.bench().send(readable, writable);
    assertTrue(answer.length() / 2 <= writable, "drops what does not fit");
    if (writable < 8) {
      return -1;
    }
    int status = (int) Bytes.hex(answer).little(0, 2);
    assertTrue(STATUSES.contains(status), readable + ": " + answer);
    assertEquals(status == 0, answer.startsWith("0000", 4), "qualifier 0 only with OK (A-022)");
    if (status != 0) {
      assertEquals(8, answer.length() / 2, "an error has no result");
      assertEquals(before, rig.state(), readable);
    }
    return status;
  }

  @FuzzTest(maxDuration = "60s")
  void anyCommandsAreAnswered(byte[] input) {
    PartsRig rig = rig();
    for (int at = 0; at + 4 < input.length; ) {
      int length = Math.min(input[at + 1] & 0xff, input.length - at - 4);
      String data = Bytes.copyOf(input, at + 4, length).toHex();
      String header =
          hex("%02x00".formatted(input[at]), "0100", zeros(12), "%02x".formatted(input[at + 2]));
      send(rig, header + zeros(7) + data, (input[at + 3] & 0xff) * 4);
      at += 4 + length;
    }
  }

  /// Commands that are right, with some of their bytes turned: more of them are understood.
  @Test
  void commandsThatAreNearlyRightAreAnswered() {
    Random random = new Random(6);
    Set<Integer> seen = new TreeSet<>();
    for (int round = 0; round < 200; round++) {
      PartsRig rig = rig();
      String parts = rig.parts(1, 0);
      for (int i = 0; i < 40; i++) {
        int opcode = 7 + random.nextInt(11);
        byte[] command =
            Bytes.hex(
                    hex("%02x00".formatted(opcode), opcode < 10 ? "0000" : "0100", zeros(12))
                        + "%02x".formatted(opcode < 10 ? 0 : 1 + random.nextInt(2))
                        + zeros(7)
                        + (opcode == 0x11
                            ? "%02x".formatted(random.nextInt(3))
                            : PartsRig.object(random.nextInt(4)))
                        + (opcode == 0x10
                            ? parts
                            : "%02x".formatted(random.nextInt(4)) + zeros(15)))
                .toArray();
        for (int flips = random.nextInt(3); flips > 0; flips--) {
          command[random.nextInt(command.length)] ^= (byte) (1 << random.nextInt(8));
        }
        int cut = random.nextInt(4) == 0 ? random.nextInt(command.length + 1) : command.length;
        seen.add(send(rig, Bytes.copyOf(command, 0, cut).toHex(), random.nextInt(600)));
      }
    }
    seen.remove(-1);
    assertEquals(STATUSES, seen, "every status was reached");
  }
}
