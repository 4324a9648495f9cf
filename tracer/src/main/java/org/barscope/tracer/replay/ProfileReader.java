package org.barscope.tracer.replay;

import java.util.BitSet;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedDevice;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;
import org.jspecify.annotations.Nullable;

/// Walks the steps of a device once and collects what its answers reveal.
final class ProfileReader {
  private static final int NO_SELECT = -1;

  private final RecordedDevice device;
  private final ConfigKnowledge config;
  private final KnownBytes features = new KnownBytes();
  private final KnownBytes deviceConfig = new KnownBytes();
  private final BitSet overwritten = new BitSet();
  private final NavigableMap<Integer, Integer> queueSizes = new TreeMap<>();
  private int lastQueue = -1;
  private int select;
  private boolean msix;
  private boolean everMsix;
  private int lastVector = -1;
  private boolean isrRead;
  private boolean isrTold;
  private Action.@Nullable Access vectorWrite;

  ProfileReader(CompletedDevice completed) {
    device = completed.device();
    config = new ConfigKnowledge(device.steps());
    select = completed.midLife() ? NO_SELECT : 0;
  }

  MemberProfile read() {
    for (RecordedStep step : device.steps()) {
      switch (step.action()) {
        case Action.Access access -> {
          if (access.region() == Region.BAR0) {
            take(access);
          }
        }
        case Action.SwitchIrqMode(IrqMode mode) -> {
          msix = mode == IrqMode.MSIX;
          everMsix |= msix;
        }
        case Action.QueueInterrupt(int queue) -> lastQueue = Math.max(lastQueue, queue);
        case Action.ConfigInterrupt interrupt -> {}
      }
    }
    return new MemberProfile(
        features,
        deviceConfig,
        Collections.unmodifiableNavigableMap(queueSizes),
        lastQueue + 1,
        vectors(),
        intx(),
        config.interruptPin(),
        OrderGuess.of(device.type(), deviceConfig));
  }

  private void take(Action.Access access) {
    int header = LegacyRegister.headerLength(msix);
    if (access.offset() >= header) {
      takeConfig(access, access.offset() - header);
      return;
    }
    LegacyRegister register = LegacyRegister.at(access.offset(), msix).orElseThrow();
    if (access.direction() == Direction.WRITE) {
      takeWrite(register, access);
    } else {
      takeRead(register, access);
    }
  }

  /// A byte that the guest wrote tells no more what it was before.
  private void takeConfig(Action.Access access, int offset) {
    for (int i = 0; i < access.width(); i++) {
      if (access.direction() == Direction.WRITE) {
        overwritten.set(offset + i);
      } else if (!overwritten.get(offset + i)) {
        deviceConfig.reveal(offset + i, access.data().slice(i, 1));
      }
    }
  }

  private void takeWrite(LegacyRegister register, Action.Access access) {
    long value = access.data().little();
    switch (register) {
      case QUEUE_SELECT -> select = (int) value;
      case QUEUE_NOTIFY -> see((int) value);
      case QUEUE_PFN -> {
        if (value != 0) {
          see(select);
        }
      }
      case DEVICE_STATUS -> select = value == 0 ? 0 : select;
      case CONFIG_MSIX_VECTOR, QUEUE_MSIX_VECTOR -> vectorWrite = access;
      case HOST_FEATURES, GUEST_FEATURES, QUEUE_SIZE, ISR_STATUS -> {}
    }
  }

  private void takeRead(LegacyRegister register, Action.Access access) {
    switch (register) {
      case HOST_FEATURES -> features.reveal(access.offset(), featureBytes(access));
      case QUEUE_SIZE -> {
        if (access.width() == 2 && select != NO_SELECT) {
          int size = (int) access.data().little();
          queueSizes.putIfAbsent(select, size);
          if (size != 0) {
            lastQueue = Math.max(lastQueue, select);
          }
        }
      }
      case ISR_STATUS -> {
        isrRead |= !msix;
        isrTold |= !msix && access.data().u8(0) != 0;
      }
      case CONFIG_MSIX_VECTOR, QUEUE_MSIX_VECTOR -> {
        Action.Access write = vectorWrite;
        long vector = access.data().little();
        if (write != null
            && write.offset() == access.offset()
            && write.data().equals(access.data())
            && vector != LegacyRegister.NO_VECTOR) {
          lastVector = Math.max(lastVector, (int) vector);
        }
      }
      case GUEST_FEATURES, QUEUE_PFN, QUEUE_SELECT, QUEUE_NOTIFY, DEVICE_STATUS -> {}
    }
  }

  private static Bytes featureBytes(Action.Access access) {
    int width = Math.min(access.width(), LegacyRegister.HOST_FEATURES.width() - access.offset());
    return access.data().slice(0, width);
  }

  /// A doorbell of a queue that is known not to be there makes none.
  private void see(int queue) {
    if (!Integer.valueOf(0).equals(queueSizes.get(queue))) {
      lastQueue = Math.max(lastQueue, queue);
    }
  }

  private int vectors() {
    OptionalInt announced = config.vectors();
    if (announced.isPresent()) {
      return announced.getAsInt();
    }
    int seen = Math.max(device.tableVectors(), lastVector + 1);
    if (seen == 0 && config.msixRuledOut() && !everMsix) {
      return 0;
    }
    return Math.max(seen, MemberProfile.DEFAULT_VECTORS);
  }

  private boolean intx() {
    boolean pin = config.interruptPin().orElse(0) != 0;
    return everMsix ? isrTold : pin || isrRead;
  }
}
