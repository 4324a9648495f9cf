package org.barscope.engine.host;

import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.barscope.engine.Bench;
import org.barscope.engine.Rig;
import org.barscope.engine.memory.ArrayMemory;
import org.barscope.engine.port.AdminQueue;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.ring.RingLayout;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.engine.queue.DeviceRing;
import org.barscope.engine.time.DeterministicScheduler;
import org.barscope.engine.variant.VariantDriver;
import org.barscope.engine.variant.VariantSwitches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Failures of the PF driver as an access to BAR0 sees them (reference §5.7, §6.4): the variant
/// driver and two members over a PF whose features and used ring are the test's.
class Bar0OverPfDriverTest {
  private static final String LEGACY_LIST = StubPf.OK + "7f00000000000000";
  private static final String NOTIFY_INFO =
      StubPf.OK + "0204000000000000" + "0030000000000000" + zeros(48);

  private final StubPf pf = new StubPf();
  private final DeterministicScheduler scheduler = new DeterministicScheduler(0);
  private final ArrayMemory memory = new ArrayMemory(0, PfDriver.memoryLength(8));
  private final Bench bench = Bench.net(2);
  private final List<VfioDevice> devices = new ArrayList<>();

  /// Once it is set, commands go over the real ring, to a device that a test plays.
  private boolean ringed;

  private PfDriver start() {
    PfDriver driver =
        new PfDriver(scheduler, memory, 0, HostSpec.LINUX, Witness.NONE, ring -> switched(ring));
    pf.answering(LEGACY_LIST, StubPf.OK, NOTIFY_INFO, NOTIFY_INFO);
    driver.start(pf);
    for (int vf = 1; vf <= 2; vf++) {
      VariantDriver.Probe probe =
          VariantDriver.probe(
              bench.member(vf), driver, VariantSwitches.LINUX, scheduler, Witness.NONE);
      assertTrue(probe.decision().ops().transitional());
      VfioDevice device = probe.device();
      assertEquals(0, device.open());
      assertEquals(1, device.write(Region.CONFIG, 0x04, new byte[] {1}, 1));
      devices.add(device);
    }
    ringed = true;
    return driver;
  }

  private AdminQueue switched(AdminQueue ring) {
    return (command, found) -> (ringed ? ring : pf).submit(command, found);
  }

  private String read(int vf, int offset, int count) {
    byte[] into = new byte[count];
    int result = devices.get(vf - 1).read(Region.BAR0, offset, into, count);
    return result < 0 ? Rig.result(result) : HexFormat.of().formatHex(into);
  }

  private String write(int vf, int offset, String hex) {
    byte[] from = HexFormat.of().parseHex(hex);
    return Rig.result(devices.get(vf - 1).write(Region.BAR0, offset, from, from.length));
  }

  private Scheduler.Strand access(Supplier<String> access, List<String> seen) {
    return scheduler.spawn("vCPU", () -> seen.add(access.get()));
  }

  /// The PF comes back from a reset without feature 41.
  @Test
  void withoutTheFeatureItIsEopnotsupp() {
    PfDriver driver = start();
    driver.reset();
    assertEquals("EIO", read(1, 18, 1));
    pf.features &= ~(1L << 41);
    driver.restore();
    for (int at : new int[] {0, 8, 18, 19, 20, 26}) {
      assertEquals("EOPNOTSUPP", read(1, at, 1), "at " + at);
      assertEquals("EOPNOTSUPP", write(2, at, "00"), "at " + at);
    }
    assertEquals("2", write(1, 16, "0000"), "doorbells need no command");
    assertEquals(List.of(), pf.doorbells);
  }

  /// The device uses a chain that it was never given: nothing was in flight, so nothing hangs.
  @ParameterizedTest(name = "head {0}")
  @ValueSource(ints = {0, 1, 4, 0xffff})
  void aBrokenQueueIsEio(int head) {
    PfDriver driver = start();
    DeviceRing device = new DeviceRing(memory, RingLayout.legacy(8, 0));
    device.push(head, 9);
    driver.queueUsed(0, 5);
    List<String> seen = new ArrayList<>();
    assertTrue(access(() -> read(1, 18, 1), seen).join());
    assertTrue(access(() -> write(1, 18, "01"), seen).join());
    assertTrue(access(() -> read(2, 20, 6), seen).join());
    assertTrue(access(() -> write(2, 16, "0000"), seen).join());
    assertEquals(List.of("EIO", "EIO", "EIO", "2"), seen);
    assertEquals(List.of(), pf.doorbells, "nothing is queued");
  }

  /// One that breaks under a command: that command's VF hangs with its `bar_mutex` held (F-03),
  /// others fail.
  @Test
  void aQueueThatBreaksUnderACommandHangsOnlyThatMember() {
    PfDriver driver = start();
    DeviceRing device = new DeviceRing(memory, RingLayout.legacy(8, 0));
    List<String> seen = new ArrayList<>();
    Scheduler.Strand hanging = access(() -> read(1, 18, 1), seen);
    hanging.join();
    assertEquals(List.of(5), pf.doorbells);
    device.push(device.pop() + 4, 9);
    driver.queueUsed(0, 5);
    assertTrue(access(() -> read(2, 18, 1), seen).join());
    assertEquals(List.of("EIO"), seen);
    assertFalse(access(() -> read(1, 19, 1), seen).join(), "waits for bar_mutex");
    assertTrue(access(() -> write(1, 16, "0000"), seen).join());
    assertFalse(hanging.join());
    assertEquals(List.of("EIO", "2"), seen);
  }

  /// A PF that serves over the ring, to show that the ring of these tests is the one in use.
  @Test
  void aQueueThatWorksAnswers() {
    PfDriver driver = start();
    DeviceRing device = new DeviceRing(memory, RingLayout.legacy(8, 0));
    List<String> seen = new ArrayList<>();
    Scheduler.Strand reader = access(() -> read(1, 18, 1), seen);
    reader.join();
    int head = device.pop();
    device.scatter(Bytes.hex(zeros(8) + "07"));
    device.push(head, 9);
    scheduler.spawn("interrupt", () -> driver.queueUsed(0, 5));
    assertTrue(reader.join());
    assertEquals(List.of("07"), seen);
  }
}
