package org.barscope.tracer.replay;

import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;

/// Whether MSI-X is on when a log begins, which is in a driver's life or after the reset that ends
/// it.
final class InitialMode {
  private static final int ISR = LegacyRegister.ISR_STATUS.offset();
  private static final int CONFIG_VECTOR = LegacyRegister.CONFIG_MSIX_VECTOR.offset();
  private static final int QUEUE_VECTOR = LegacyRegister.QUEUE_MSIX_VECTOR.offset();
  private static final int MAC_BYTES = 6;
  private static final int STATUS_WITHOUT = 26; // net status, 6 bytes into configuration at 20
  private static final int STATUS_WITH = 30; // net status, 6 bytes into configuration at 24
  private static final int LARGEST_STATUS = 3; // VIRTIO_NET_S_LINK_UP | VIRTIO_NET_S_ANNOUNCE

  private final List<Bar0> accesses;
  private final boolean net;

  private InitialMode(List<Bar0> accesses, boolean net) {
    this.accesses = accesses;
    this.net = net;
  }

  /// Decides by the first piece of evidence: an access tells by its place, a recorded switch tells
  /// the opposite, interrupts without an ISR read tell MSI-X.
  ///
  /// A log that does not begin in a driver's life may begin in its tear-down, which only takes
  /// vectors away.
  static boolean isMsix(
      List<RecordedStep> steps, List<Bar0> accesses, boolean net, boolean midLife) {
    int limit = steps.size();
    for (int i = 0; i < limit; i++) {
      if (steps.get(i).action() instanceof Action.SwitchIrqMode(IrqMode mode)) {
        if (mode == IrqMode.MSIX) {
          return false;
        }
        limit = i;
      }
    }
    int last = limit;
    boolean switchedOff = last < steps.size();
    List<Bar0> before = accesses.stream().takeWhile(access -> access.step() < last).toList();
    Optional<Boolean> evidence = new InitialMode(before, net).evidence(midLife, switchedOff);
    return evidence.orElseGet(() -> midLife && (switchedOff || interrupts(steps)));
  }

  private Optional<Boolean> evidence(boolean midLife, boolean switchedOff) {
    boolean alive = midLife;
    for (int i = 0; i < accesses.size(); i++) {
      Bar0 access = accesses.get(i);
      alive &= !access.isReset();
      if (alive && !switchedOff && access.reads(ISR, 1) && !flushes(i)) {
        return Optional.of(false);
      }
      if (access.offset() >= CONFIG_VECTOR) {
        if (!alive) {
          return takesVectorAway(access) ? Optional.of(true) : Optional.empty();
        }
        Optional<Boolean> told = place(i, access);
        if (told.isPresent()) {
          return told;
        }
      }
    }
    return Optional.empty();
  }

  /// Whether a driver that has reset the device takes its vectors away, or reads back that it did.
  private static boolean takesVectorAway(Bar0 access) {
    return access.width() == 2
        && access.offset() < LegacyRegister.HEADER_LENGTH_MSIX
        && access.value() == LegacyRegister.NO_VECTOR;
  }

  /// Whether an ISR read only follows a vector write, as Linux makes it to flush the write.
  private boolean flushes(int index) {
    return index > 0 && accesses.get(index - 1).offset() == QUEUE_VECTOR;
  }

  private Optional<Boolean> place(int index, Bar0 access) {
    int run = run(index);
    if (run >= MAC_BYTES) {
      return Optional.of(access.offset() == LegacyRegister.HEADER_LENGTH_MSIX);
    }
    if (access.provesNoVectors()) {
      return Optional.of(false);
    }
    boolean vector = access.offset() == CONFIG_VECTOR || access.offset() == QUEUE_VECTOR;
    if (vector && access.width() == 2) {
      return Optional.of(index == 0 || !startsVectors(access));
    }
    if (!net || (run != 2 && access.width() != 2)) {
      return Optional.empty();
    }
    return switch (access.offset()) {
      case STATUS_WITHOUT -> Optional.of(false);
      case STATUS_WITH -> Optional.of(statusLike(index, run));
      default -> Optional.empty();
    };
  }

  /// Whether a driver sets its first vector, which it does as soon as MSI-X is on.
  private static boolean startsVectors(Bar0 access) {
    return access.writes(CONFIG_VECTOR, 2) && access.value() != LegacyRegister.NO_VECTOR;
  }

  /// Whether the two bytes hold a link status and not, as they would without MSI-X, an MTU.
  private boolean statusLike(int index, int run) {
    Bar0 access = accesses.get(index);
    int low = access.access().data().u8(0);
    int high =
        run == 2 ? accesses.get(index + 1).access().data().u8(0) : access.access().data().u8(1);
    return low + high <= LARGEST_STATUS;
  }

  /// How many byte accesses at rising offsets start here.
  private int run(int index) {
    int length = 0;
    while (index + length < accesses.size()
        && accesses.get(index + length).width() == 1
        && accesses.get(index + length).offset() == accesses.get(index).offset() + length) {
      length++;
    }
    return length;
  }

  private static boolean interrupts(List<RecordedStep> steps) {
    return steps.stream()
        .takeWhile(step -> !isReset(step))
        .anyMatch(step -> step.action() instanceof Action.QueueInterrupt);
  }

  private static boolean isReset(RecordedStep step) {
    return step.action() instanceof Action.Access access
        && access.region() == Region.BAR0
        && new Bar0(0, access).isReset();
  }
}
