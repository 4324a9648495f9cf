package org.barscope.tracer.format;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;

/// The device type that register accesses alone suggest.
///
/// A network device fits in 32 bytes and offers features that no other type has. What contradicts
/// neither is taken for one.
final class TypeGuess {
  private static final int NET_BAR_BYTES = 32;
  private static final int HEADER_BYTES = 20; // without MSI-X
  private static final long DEVICE_FEATURES = 0x00ff_ffff;
  private static final long NET_ONLY = 0x00fe_0000; // VIRTIO_NET_F_CTRL_VQ … CTRL_MAC_ADDR
  private static final long NET_MAC = 1 << 5; // VIRTIO_NET_F_MAC
  private static final long BLOCK_ONLY = 1 << 6 | 1 << 9; // VIRTIO_BLK_F_BLK_SIZE, _FLUSH
  private static final long BALLOON = 0x3f;
  private static final int BALLOON_ACTUAL = 4; // in its configuration, written by the driver
  private static final int SCSI_SENSE_SIZE = 20; // in its configuration, written by the driver

  private final BitSet read = new BitSet();
  private final BitSet written = new BitSet();
  private long features = -1;
  private boolean configured;

  private TypeGuess() {}

  /// The type that the accesses of BAR0 suggest; empty if there are none or they suggest none.
  static Optional<DeviceType> of(List<RecordedStep> steps) {
    TypeGuess guess = new TypeGuess();
    for (RecordedStep step : steps) {
      if (step.action() instanceof Action.Access access && access.region() == Region.BAR0) {
        guess.add(access);
      }
    }
    return guess.read.isEmpty() && guess.written.isEmpty() ? Optional.empty() : guess.type();
  }

  private void add(Action.Access access) {
    boolean isRead = access.direction() == Direction.READ;
    BitSet touched = isRead ? read : written;
    touched.set(access.offset(), access.offset() + access.width());
    boolean vector = access.width() == 2 && access.offset() < HEADER_BYTES + 4;
    configured |= access.offset() >= HEADER_BYTES && !vector;
    if (isRead && access.offset() == 0 && access.width() == 4 && features < 0) {
      features = access.data().little() & DEVICE_FEATURES;
    }
  }

  private Optional<DeviceType> type() {
    boolean beyondNet = Math.max(read.length(), written.length()) > NET_BAR_BYTES;
    if (features < 0) {
      return beyondNet ? Optional.empty() : Optional.of(DeviceType.NET);
    }
    if (!beyondNet && ((features & NET_ONLY) != 0 || (features & NET_MAC) != 0)) {
      return Optional.of(DeviceType.NET);
    }
    if ((features & BLOCK_ONLY) != 0) {
      return Optional.of(DeviceType.BLOCK);
    }
    if (writes(SCSI_SENSE_SIZE)) {
      return Optional.of(DeviceType.SCSI);
    }
    if ((features & ~BALLOON) == 0 && writes(BALLOON_ACTUAL)) {
      return Optional.of(DeviceType.BALLOON);
    }
    if (features == 0 && !configured) {
      return Optional.of(DeviceType.ENTROPY);
    }
    return Optional.empty();
  }

  /// Whether the driver wrote at this offset of the configuration, without or with MSI-X.
  private boolean writes(int offset) {
    return written.get(HEADER_BYTES + offset) || written.get(HEADER_BYTES + 4 + offset);
  }
}
