package org.barscope.engine.owner;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.member.RegisterShape;
import org.barscope.engine.member.RegisterState;
import org.barscope.engine.protocol.admin.DevicePart;
import org.barscope.engine.protocol.admin.PartType;
import org.barscope.engine.protocol.admin.VqCfg;
import org.barscope.engine.protocol.admin.VqNotifyCfg;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.pci.CommonRegister;
import org.barscope.engine.protocol.ring.RingLayout;

/// A member's legacy registers as device parts: everything that has a counterpart among them.
///
/// The standard has no parts for the legacy interface itself (E-21). A page number becomes the
/// three addresses of the legacy layout; features without VERSION_1 say that it is a legacy driver.
/// The ISR status has no part, nor has what a driver wrote to the device configuration, nor, as
/// long as there is no control queue, anything of the device types' own.
final class MemberParts {
  /// All queues are notified at one address, so each has offset 0 from it.
  static final VqNotifyCfg NOTIFY = new VqNotifyCfg(0, 0, 0);

  private MemberParts() {}

  /// All parts, in the order of the standard's table, queues by index.
  static List<DevicePart> of(RegisterShape shape, RegisterState state) {
    List<DevicePart> parts = new ArrayList<>();
    parts.add(DevicePart.of(PartType.DEV_FEATURES, 0, features(shape.features())).optional());
    parts.add(DevicePart.of(PartType.DRV_FEATURES, 0, features(state.features())));
    parts.add(common(CommonRegister.CONFIG_MSIX_VECTOR, state.configVector()));
    parts.add(common(CommonRegister.NUM_QUEUES, shape.queueSizes().size()));
    parts.add(common(CommonRegister.QUEUE_SELECT, state.select()));
    parts.add(DevicePart.of(PartType.DEVICE_STATUS, 0, Bytes.of(state.status())));
    for (int queue = 0; queue < shape.queueSizes().size(); queue++) {
      if (shape.hasQueue(queue)) {
        VqCfg is = queue(shape.queueSizes().get(queue), state.queues().get(queue));
        parts.add(DevicePart.of(PartType.VQ_CFG, queue, is.write()));
      }
    }
    for (int queue = 0; queue < shape.queueSizes().size(); queue++) {
      if (shape.hasQueue(queue)) {
        parts.add(DevicePart.of(PartType.VQ_NOTIFY_CFG, queue, NOTIFY.write()));
      }
    }
    return parts;
  }

  static Bytes features(int bits) {
    return Bytes.ofLittle(Integer.toUnsignedLong(bits), 8);
  }

  private static DevicePart common(CommonRegister register, int value) {
    return DevicePart.of(
        PartType.PCI_COMMON_CFG, register.offset(), Bytes.ofLittle(value, register.width()));
  }

  /// A queue as the modern interface would have it; inactive ones have no addresses.
  static VqCfg queue(int size, RegisterState.Queue queue) {
    if (queue.pfn() == 0) {
      return new VqCfg(size, queue.vector(), 0, 0, 0, 0, 0);
    }
    long start = Integer.toUnsignedLong(queue.pfn()) << LegacyRegister.PFN_SHIFT;
    RingLayout ring = RingLayout.legacy(size, start);
    return new VqCfg(size, queue.vector(), 1, 0, ring.descriptors(), ring.available(), ring.used());
  }
}
