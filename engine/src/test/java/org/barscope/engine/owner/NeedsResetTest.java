package org.barscope.engine.owner;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.ImmediateScheduler;
import org.barscope.engine.memory.ArrayMemory;
import org.barscope.engine.port.InterruptSink;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// > If DRIVER_OK is set … the device MUST send a device configuration change notification …
/// > (virtio 1.4, 2.1.2)
///
/// An owner whose queue lies in memory that is not there stops, says so in its status, and raises
/// the configuration interrupt. Descriptors at 0, available ring at 0x200, used ring at 0x300,
/// memory up to 0x1000.
class NeedsResetTest {
  private final List<String> interrupts = new ArrayList<>();
  private final ArrayMemory memory = new ArrayMemory(0, 0x1000);
  private final VfGroup group = new VfGroup(List.of());
  private final Owner owner =
      new Owner(
          new Owner.OwnerSpec(2, 8),
          memory,
          new Firmware(group, FirmwareSpec.LINUX),
          new Interrupts(),
          new ImmediateScheduler(),
          "PF 0",
          Witness.NONE,
          group);

  @BeforeEach
  void bringUp() {
    enable(0, 0x200, 0x300);
  }

  private void enable(long descriptors, long available, long used) {
    owner.commonWrite(20, 1, 0);
    memory.putLittle(0x202, 2, 0);
    owner.commonWrite(16, 2, 3);
    owner.commonWrite(22, 2, 2);
    owner.commonWrite(32, 8, descriptors);
    owner.commonWrite(40, 8, available);
    owner.commonWrite(48, 8, used);
    owner.commonWrite(26, 2, 1);
    owner.commonWrite(28, 2, 1);
    owner.commonWrite(20, 1, 0x0f);
  }

  /// LIST_QUERY at 0x400, told to be at `readable`; its answer is to be written at `writable`.
  private void query(long readable, long writable) {
    memory.putLittle(0x00, 8, readable);
    memory.putLittle(0x08, 8, 24L | 1L << 32 | 1L << 48);
    memory.putLittle(0x10, 8, writable);
    memory.putLittle(0x18, 8, 16L | 2L << 32);
    memory.write(0x400, Bytes.hex(hex("0000 0100", zeros(20))), 0, 24);
    memory.putLittle(0x202, 2, memory.little(0x202, 2) + 1);
    owner.notifyQueue(2);
  }

  @Test
  void nothingIsRaisedButTheQueueWhileAllIsWell() {
    query(0x400, 0x600);
    assertEquals(List.of("queue 2 vector 1"), interrupts);
    assertEquals(0x0f, owner.commonRead(20, 1));
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "readable, 0x1000",
    "readable, 0xff0",
    "readable, -1",
    "writable, 0x1000",
    "writable, 0xff1",
    "writable, 0x7fffffffffffffff",
  })
  void memoryThatIsNotThereRaisesTheConfigInterruptOnce(String part, String address) {
    long at = Long.decode(address);
    query(part.equals("readable") ? at : 0x400, part.equals("writable") ? at : 0x600);
    assertEquals(List.of("config vector 3"), interrupts);
    assertEquals(0x4f, owner.commonRead(20, 1));
    query(0x400, 0x600);
    assertEquals(List.of("config vector 3"), interrupts, "the queue is stopped");
  }

  @ParameterizedTest(name = "rings at {0}, {1}, {2}")
  @CsvSource({"0x1000, 0x200, 0x300", "0, 0x1000, 0x300", "0, 0x200, 0xffe"})
  void soDoRingsThatAreNotThere(String descriptors, String available, String used) {
    enable(Long.decode(descriptors), Long.decode(available), Long.decode(used));
    query(0x400, 0x600);
    assertEquals(List.of("config vector 3"), interrupts);
    assertEquals(0x4f, owner.commonRead(20, 1));
  }

  @Test
  void aResetHeals() {
    query(0x1000, 0x600);
    enable(0, 0x200, 0x300);
    assertEquals(0x0f, owner.commonRead(20, 1));
    query(0x400, 0x600);
    assertEquals(List.of("config vector 3", "queue 2 vector 1"), interrupts);
  }

  @Test
  void aDriverThatIsNotReadyIsNotInterrupted() {
    owner.commonWrite(20, 1, 0x0b);
    query(0x1000, 0x600);
    assertEquals(List.of(), interrupts);
    assertEquals(0x4b, owner.commonRead(20, 1));
  }

  @Test
  void anEventWithoutVectorInterruptsNobody() {
    owner.commonWrite(16, 2, 0xffff);
    owner.commonWrite(26, 2, 0xffff);
    query(0x400, 0x600);
    query(0x1000, 0x600);
    assertEquals(List.of(), interrupts);
    assertEquals(0x4f, owner.commonRead(20, 1));
  }

  @Test
  void vectorsReadBackAndAResetTakesThem() {
    assertEquals(3, owner.commonRead(16, 2));
    assertEquals(1, owner.commonRead(26, 2));
    owner.commonWrite(20, 1, 0);
    owner.commonWrite(22, 2, 2);
    assertEquals(0xffff, owner.commonRead(16, 2));
    assertEquals(0xffff, owner.commonRead(26, 2));
  }

  private final class Interrupts implements InterruptSink {
    @Override
    public void queueUsed(int vector, int queue) {
      interrupts.add("queue " + queue + " vector " + vector);
    }

    @Override
    public void configChanged(int vector) {
      interrupts.add("config vector " + vector);
    }
  }
}
