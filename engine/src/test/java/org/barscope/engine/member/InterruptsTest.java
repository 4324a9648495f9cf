package org.barscope.engine.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.barscope.engine.Bench;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;
import org.junit.jupiter.api.Test;

/// virtio 1.4, 4.1.5.3 and 4.1.5.4: which interrupt a member raises.
class InterruptsTest {
  private final Bench bench = Bench.net(1).up();

  @Test
  void usedBuffersRaiseTheVectorOfTheirQueue() {
    msix("0280");
    write(14, "0100");
    write(22, "0200");
    bench.member(1).stimulus().queueUsed(1);
    assertEquals(List.of("queue 1 vector 2"), bench.interrupts());
  }

  @Test
  void aConfigurationChangeRaisesItsVector() {
    msix("0280");
    write(20, "0000");
    bench.member(1).stimulus().configChanged();
    assertEquals(List.of("config vector 0"), bench.interrupts());
  }

  /// > … NO_VECTOR … MUST NOT deliver an interrupt … (4.1.5.3.1, L-095)
  @Test
  void nothingIsRaisedWithoutAVector() {
    msix("0280");
    write(14, "0100");
    write(22, "0200");
    bench.member(1).stimulus().queueUsed(0);
    bench.member(1).stimulus().queueUsed(-1);
    bench.member(1).stimulus().queueUsed(3);
    bench.member(1).stimulus().configChanged();
    write(22, "ffff");
    bench.member(1).stimulus().queueUsed(1);
    assertEquals(List.of(), bench.interrupts());
  }

  @Test
  void nothingIsRaisedAfterAReset() {
    msix("0280");
    write(20, "0000");
    write(22, "0100");
    write(18, "00");
    bench.member(1).stimulus().queueUsed(0);
    bench.member(1).stimulus().configChanged();
    assertEquals(List.of(), bench.interrupts());
  }

  @Test
  void aVfWithoutPinRaisesNothingWithoutMsix() {
    bench.member(1).stimulus().queueUsed(0);
    bench.member(1).stimulus().configChanged();
    assertEquals(List.of(), bench.interrupts());
  }

  @Test
  void aMemberWithPinRaisesItOnlyWithoutMsix() {
    Topology.Vf net = Rig.topology(1).pfs().getFirst().vfs().getFirst();
    Bench pinned =
        new Bench(
                new Topology.Vf(
                    net.type(),
                    net.features(),
                    net.queueSizes(),
                    net.config(),
                    net.guestOrder(),
                    3,
                    true,
                    net.notifyAddresses(),
                    0))
            .up();
    pinned.member(1).stimulus().queueUsed(1);
    pinned.member(1).stimulus().queueUsed(-1);
    pinned.member(1).stimulus().configChanged();
    pinned.member(1).configWrite(0x42, new byte[] {2, (byte) 0x80}, 0, 2);
    pinned.member(1).stimulus().queueUsed(1);
    assertEquals(
        List.of("queue 1 vector -1", "queue -1 vector -1", "config vector -1"),
        pinned.interrupts());
  }

  @Test
  void isrBitsCanBeSetWithoutAnInterrupt() {
    msix("0280");
    write(20, "0000");
    bench.member(1).stimulus().setIsr(0x03);
    assertEquals(List.of(), bench.interrupts());
    assertEquals("0000000000000000" + "03", bench.send(Bench.command(3, 1, "13"), 9));
  }

  private void msix(String control) {
    bench.member(1).configWrite(0x42, HexFormat.of().parseHex(control), 0, 2);
  }

  private void write(int offset, String hex) {
    String data = "%02x".formatted(offset) + Rig.zeros(7) + hex;
    assertEquals(Rig.zeros(8), bench.send(Bench.command(2, 1, data), 8));
  }
}
