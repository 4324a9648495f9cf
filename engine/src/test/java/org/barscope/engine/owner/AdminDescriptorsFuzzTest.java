package org.barscope.engine.owner;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.barscope.engine.Bench;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;

/// Whatever stands in the admin queue's memory, the PF does not fail: it answers, or it stops and
/// says so; and a reset makes it serve again.
class AdminDescriptorsFuzzTest {
  private static final int MEMORY = 0x1000;
  private static final int AVAILABLE = 0x100;
  private static final int USED = 0x200;

  /// The first bytes are the queue's registers and the available ring, the rest is memory from 0
  /// on: descriptors first.
  @FuzzTest(maxDuration = "60s")
  void whateverStandsInTheRingThePfGoesOn(byte[] input) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Arrays.copyOf(input, 16 + MEMORY)).order(ByteOrder.LITTLE_ENDIAN);
    int size = bytes.getShort(0) & 0xffff;
    long descriptors = bytes.getShort(2) & 0xffff;
    byte[] image = new byte[MEMORY];
    System.arraycopy(bytes.array(), 16, image, 0, MEMORY);
    Topology.Vf[] vfs = Rig.topology(2).pfs().getFirst().vfs().toArray(Topology.Vf[]::new);
    Bench bench = new Bench(new FirmwareSpec(0x3ffff, 4, true, true, false), vfs);
    bench.send(hex("0100 0100", zeros(20), "ffff030000000000"), 8);
    bench.enableVfs(2);
    bench.memory().write(0, image, 0, MEMORY);
    enable(bench, input.length > 0 && (input[0] & 1) != 0 ? 8 : size, descriptors % 0x1100);
    bench.memory().putLittle(AVAILABLE + 2, 2, 1);
    bench.owner().notifyQueue(2);
    boolean stopped = (bench.owner().commonRead(20, 1) & 0x40) != 0;
    if (stopped) {
      assertEquals(0, bench.owner().commonRead(28, 2), "a queue that stopped is not enabled");
    }
    stillServes(bench);
  }

  private static void enable(Bench bench, int size, long descriptors) {
    bench.owner().commonWrite(22, 2, 2);
    bench.owner().commonWrite(24, 2, size);
    bench.owner().commonWrite(32, 8, descriptors);
    bench.owner().commonWrite(40, 8, AVAILABLE);
    bench.owner().commonWrite(48, 8, USED);
    bench.owner().commonWrite(28, 2, 1);
  }

  /// After a reset a well-formed command is answered.
  private static void stillServes(Bench bench) {
    bench.owner().commonWrite(20, 1, 0);
    assertEquals(0, bench.owner().commonRead(20, 1));
    bench.memory().write(0, new byte[MEMORY], 0, MEMORY);
    enable(bench, 8, 0);
    bench.memory().putLittle(0, 8, 0x400);
    bench.memory().putLittle(8, 8, 24 | 1L << 32 | 1L << 48);
    bench.memory().putLittle(16, 8, 0x500);
    bench.memory().putLittle(24, 8, 16 | 2L << 32);
    bench.memory().putLittle(0x402, 2, 1);
    bench.memory().putLittle(AVAILABLE + 2, 2, 1);
    bench.owner().notifyQueue(2);
    assertEquals(1, bench.memory().little(USED + 2, 2));
    assertEquals(16, bench.memory().little(USED + 8, 4));
    assertEquals(0, bench.memory().little(0x500, 8));
    assertEquals(0x3ffff, bench.memory().little(0x508, 8));
  }
}
