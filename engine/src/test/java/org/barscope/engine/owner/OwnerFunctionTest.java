package org.barscope.engine.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.Bench;
import org.barscope.engine.ImmediateScheduler;
import org.barscope.engine.memory.ArrayMemory;
import org.barscope.engine.port.InterruptSink;
import org.barscope.engine.port.Witness;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The common configuration of an owner with two ordinary queues and an admin queue of 8 (virtio
/// 1.4, 4.1.4.3; reference §5.1).
class OwnerFunctionTest {
  private final Owner owner = Bench.net(1).owner();

  private static Owner withoutAdminQueue() {
    VfGroup group = new VfGroup(List.of());
    return new Owner(
        new Owner.OwnerSpec(2, 0),
        new ArrayMemory(0, 0x1000),
        new Firmware(group, FirmwareSpec.LINUX),
        InterruptSink.NONE,
        new ImmediateScheduler(),
        "PF 0",
        Witness.NONE,
        group);
  }

  private static long features(Owner owner) {
    owner.commonWrite(0, 4, 1);
    long high = owner.commonRead(4, 4);
    owner.commonWrite(0, 4, 0);
    return high << 32 | owner.commonRead(4, 4);
  }

  @ParameterizedTest(name = "{1} bytes at {0}: {2}")
  @CsvSource({
    "0,  4, 0x0", // device_feature_select
    "4,  4, 0x0", // device_feature, low half
    "8,  4, 0x0", // driver_feature_select
    "12, 4, 0x0", // driver_feature
    "16, 2, 0xffff", // config_msix_vector
    "18, 2, 0x2", // num_queues, without admin queues
    "20, 1, 0x0", // device_status
    "21, 1, 0x0", // config_generation
    "22, 2, 0x0", // queue_select
    "24, 2, 0x0", // queue_size of queue 0, which is absent
    "26, 2, 0xffff", // queue_msix_vector
    "28, 2, 0x0", // queue_enable
    "30, 2, 0x0", // queue_notify_off
    "32, 8, 0x0", // queue_desc
    "40, 8, 0x0", // queue_driver
    "48, 8, 0x0", // queue_device
    "56, 2, 0x0", // queue_notif_config_data
    "58, 2, 0x0", // queue_reset
    "60, 2, 0x2", // admin_queue_index
    "62, 2, 0x1", // admin_queue_num
    "64, 2, 0x0", // beyond
  })
  void afterPowerUp(int offset, int width, String value) {
    assertEquals(Long.decode(value), owner.commonRead(offset, width));
  }

  @Test
  void isLongEnoughForTheAdminQueuesFields() {
    assertEquals(64, owner.commonLength());
  }

  /// 32 VERSION_1, 37 SR_IOV, 41 ADMIN_VQ
  @Test
  void offersTheAdminQueueOnlyIfItHasOne() {
    assertEquals(1L << 32 | 1L << 37 | 1L << 41, features(owner));
    assertEquals(1L << 32 | 1L << 37, features(withoutAdminQueue()));
    assertEquals(0, withoutAdminQueue().commonRead(62, 2));
    owner.commonWrite(0, 4, 2);
    assertEquals(0, owner.commonRead(4, 4), "there are 64 features");
  }

  @Test
  void takesOnlyFeaturesThatItOffers() {
    owner.commonWrite(8, 4, 1);
    owner.commonWrite(12, 4, 0xffff_ffffL);
    assertEquals(0x221, owner.commonRead(12, 4));
    owner.commonWrite(8, 4, 0);
    owner.commonWrite(12, 4, 0xffff_ffffL);
    assertEquals(0, owner.commonRead(12, 4));
    owner.commonWrite(20, 1, 0);
    owner.commonWrite(8, 4, 1);
    assertEquals(0, owner.commonRead(12, 4), "a reset forgets them");
  }

  @ParameterizedTest(name = "{1} bytes at {0}")
  @CsvSource({"4, 4", "18, 2", "21, 1", "30, 2", "56, 2", "58, 2", "60, 2", "62, 2"})
  void readOnlyFieldsKeepTheirValue(int offset, int width) {
    long before = owner.commonRead(offset, width);
    owner.commonWrite(offset, width, ~before & 0xffff);
    assertEquals(before, owner.commonRead(offset, width));
  }

  @Nested
  class Queue {
    private void enable(int index, int size) {
      owner.commonWrite(22, 2, index);
      owner.commonWrite(24, 2, size);
      owner.commonWrite(32, 8, 0x100);
      owner.commonWrite(40, 8, 0x200);
      owner.commonWrite(48, 8, 0x300);
      owner.commonWrite(26, 2, 7);
      owner.commonWrite(28, 2, 1);
    }

    @Test
    void hasItsSizeBeforeTheDriverReducesIt() {
      owner.commonWrite(20, 1, 0);
      owner.commonWrite(22, 2, 2);
      assertEquals(8, owner.commonRead(24, 2));
      owner.commonWrite(24, 2, 4);
      assertEquals(4, owner.commonRead(24, 2));
      owner.commonWrite(20, 1, 0);
      owner.commonWrite(22, 2, 2);
      assertEquals(8, owner.commonRead(24, 2), "after a reset");
    }

    @Test
    void keepsWhatTheDriverWrites() {
      enable(2, 8);
      assertEquals(1, owner.commonRead(28, 2));
      assertEquals(7, owner.commonRead(26, 2));
      assertEquals(2, owner.commonRead(30, 2));
      assertEquals(0x100, owner.commonRead(32, 8));
      assertEquals(0x200, owner.commonRead(40, 8));
      assertEquals(0x300, owner.commonRead(48, 8));
    }

    @Test
    void isDisabledByAReset() {
      enable(2, 8);
      owner.commonWrite(20, 1, 0);
      owner.commonWrite(22, 2, 2);
      assertEquals(0, owner.commonRead(28, 2));
    }

    @ParameterizedTest(name = "queue {0}")
    @ValueSource(ints = {0, 1, 3, 0xffff})
    void thereIsNoneButTheAdminQueue(int index) {
      enable(index, 8);
      assertEquals(0, owner.commonRead(24, 2));
      assertEquals(0, owner.commonRead(28, 2));
      owner.commonWrite(22, 2, 2);
      assertEquals(0, owner.commonRead(28, 2));
    }

    @ParameterizedTest(name = "size {0}")
    @ValueSource(ints = {0, 3, 6, 16, 0x8000})
    void ofAnImpossibleSizeIsNone(int size) {
      enable(2, size);
      assertEquals(0, owner.commonRead(28, 2));
    }
  }
}
