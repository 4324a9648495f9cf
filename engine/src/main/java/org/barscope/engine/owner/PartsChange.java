package org.barscope.engine.owner;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.barscope.engine.member.RegisterShape;
import org.barscope.engine.member.RegisterState;
import org.barscope.engine.member.RegisterState.Queue;
import org.barscope.engine.protocol.admin.DevicePart;
import org.barscope.engine.protocol.admin.PartHeader;
import org.barscope.engine.protocol.admin.PartType;
import org.barscope.engine.protocol.admin.VqCfg;
import org.barscope.engine.protocol.admin.VqNotifyCfg;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.pci.CommonRegister;

/// What the parts of one DEV_PARTS_SET make of a member's registers, if every part fits.
///
/// > … error … if there is a mismatch between the device part length supplied … and the device part
/// > length in the device. … MUST NOT set … DEV_FEATURES … instead, it must verify (virtio 1.4,
/// > 2.12.1.4.4.1, A-063)
///
/// Parts come in the order of the standard's table, each once. One that nobody knows may be
/// there if it is marked as optional.
final class PartsChange {
  private static final int NEVER = -1;

  private final RegisterShape shape;
  private final List<Queue> queues;
  private final Set<PartHeader> seen = new HashSet<>();
  private int features;
  private int status;
  private int select;
  private int configVector;
  private int last = NEVER;

  private PartsChange(RegisterShape shape, RegisterState state) {
    this.shape = shape;
    this.queues = new ArrayList<>(state.queues());
    this.features = state.features();
    this.status = state.status();
    this.select = state.select();
    this.configVector = state.configVector();
  }

  /// What parts make of the registers.
  ///
  /// @param state after all that fit
  /// @param misfit the first part that does not fit; empty if all do
  record Result(RegisterState state, Optional<DevicePart> misfit) {}

  /// Takes one part after the other, up to the first that does not fit.
  static Result of(RegisterShape shape, RegisterState state, List<DevicePart> parts) {
    PartsChange change = new PartsChange(shape, state);
    Optional<DevicePart> misfit = parts.stream().filter(part -> !change.take(part)).findFirst();
    return new Result(change.state(), misfit);
  }

  private RegisterState state() {
    return new RegisterState(features, status, select, configVector, List.copyOf(queues));
  }

  private boolean take(DevicePart part) {
    Optional<PartType> type = PartType.of(part.header().type());
    if (type.isEmpty()) {
      return part.header().optional();
    }
    PartHeader which = PartHeader.of(type.get(), type.get().selected(part.header().selector()), 0);
    if (!seen.add(which) || type.get().ordinal() < last) {
      return false;
    }
    last = type.get().ordinal();
    Bytes value = part.value();
    int unit = type.get().unit();
    if (unit != 0 && value.length() != unit) {
      return false;
    }
    return switch (type.get()) {
      case DEV_FEATURES -> value.equals(MemberParts.features(shape.features()));
      case DRV_FEATURES -> driverFeatures(value.little());
      case PCI_COMMON_CFG -> common(which.selector(), value) || part.header().optional();
      case DEVICE_STATUS -> {
        status = value.u8(0);
        yield true;
      }
      case VQ_CFG -> queue((int) which.selector(), VqCfg.read(value));
      case VQ_NOTIFY_CFG ->
          shape.hasQueue((int) which.selector()) && notifies(VqNotifyCfg.read(value));
    };
  }

  /// Offered ones only: VERSION_1 is none of them, so a modern driver cannot be restored here.
  private boolean driverFeatures(long bits) {
    features = (int) bits;
    return (bits & ~Integer.toUnsignedLong(shape.features())) == 0;
  }

  /// Fields with a counterpart among the legacy registers; the number of queues is only compared.
  private boolean common(long offset, Bytes value) {
    Optional<CommonRegister> register =
        offset < CommonRegister.LENGTH
            ? CommonRegister.at((int) offset, value.length())
            : Optional.empty();
    if (register.isEmpty()) {
      return false;
    }
    int number = (int) value.little();
    return switch (register.get()) {
      case CONFIG_MSIX_VECTOR -> {
        configVector = number;
        yield shape.hasVector(number);
      }
      case NUM_QUEUES -> number == shape.queueSizes().size();
      case QUEUE_SELECT -> {
        select = number;
        yield true;
      }
      case DEVICE_FEATURE_SELECT,
          DEVICE_FEATURE,
          DRIVER_FEATURE_SELECT,
          DRIVER_FEATURE,
          DEVICE_STATUS,
          CONFIG_GENERATION,
          QUEUE_SIZE,
          QUEUE_MSIX_VECTOR,
          QUEUE_ENABLE,
          QUEUE_NOTIFY_OFF,
          QUEUE_DESC,
          QUEUE_DRIVER,
          QUEUE_DEVICE,
          QUEUE_NOTIF_CONFIG_DATA,
          QUEUE_RESET,
          ADMIN_QUEUE_INDEX,
          ADMIN_QUEUE_NUM ->
          false;
    };
  }

  /// A ring that the legacy interface can express: it starts on a page below 2^44, and its other
  /// addresses are those of the legacy layout (reference §9.1, §12.3).
  private boolean queue(int index, VqCfg wanted) {
    if (!shape.hasQueue(index) || !shape.hasVector(wanted.vector())) {
      return false;
    }
    int page = (int) (wanted.descriptors() >>> LegacyRegister.PFN_SHIFT);
    Queue queue = new Queue(page, wanted.vector());
    queues.set(index, queue);
    VqCfg fitting = MemberParts.queue(shape.queueSizes().get(index), queue);
    return fitting.equals(
        new VqCfg(
            wanted.size(),
            wanted.vector(),
            wanted.enabled(),
            0,
            wanted.descriptors(),
            wanted.driver(),
            wanted.device()));
  }

  private static boolean notifies(VqNotifyCfg wanted) {
    return wanted.notifyOff() == MemberParts.NOTIFY.notifyOff()
        && wanted.configData() == MemberParts.NOTIFY.configData();
  }
}
