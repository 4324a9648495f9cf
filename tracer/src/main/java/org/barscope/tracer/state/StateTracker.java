package org.barscope.tracer.state;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.event.InterruptReason;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.tracer.state.MemberState.Queue;

/// Follows one member through its events. Can start anew from any state it was once in.
///
/// Fed in order of `seq`. Not thread-safe.
public final class StateTracker {
  private final Map<Integer, Queue> queues = new TreeMap<>();
  private final Map<Integer, Integer> config = new TreeMap<>();
  private Map<Integer, Integer> sharedConfig = Map.of();
  private OptionalInt hostFeatures = OptionalInt.empty();
  private OptionalInt guestFeatures = OptionalInt.empty();
  private OptionalInt status = OptionalInt.empty();
  private OptionalInt isr = OptionalInt.empty();
  private OptionalInt select = OptionalInt.empty();
  private OptionalInt configVector = OptionalInt.empty();
  private int headerLength = LegacyRegister.HEADER_LENGTH;
  private String irqMode = "none";
  private List<Condition> probe = List.of();
  private String operations = "";
  private MemberState.Counts counts = MemberState.Counts.NONE;

  /// A member of which nothing is known.
  public StateTracker() {}

  /// A member as it was.
  public StateTracker(MemberState from) {
    queues.putAll(from.queues());
    config.putAll(from.config());
    sharedConfig = from.config();
    hostFeatures = from.hostFeatures();
    guestFeatures = from.guestFeatures();
    status = from.status();
    isr = from.isr();
    select = from.queueSelect();
    configVector = from.configVector();
    headerLength = from.headerLength();
    irqMode = from.irqMode();
    probe = from.probe();
    operations = from.operations();
    counts = from.counts();
  }

  /// What is known now.
  ///
  /// @param row the last row that counts
  public MemberState state(long row) {
    return new MemberState(
        row,
        hostFeatures,
        guestFeatures,
        status,
        isr,
        select,
        configVector,
        headerLength,
        irqMode,
        Map.copyOf(queues),
        sharedConfig,
        probe,
        operations,
        counts);
  }

  /// Takes the next event of the member.
  public void accept(Event event) {
    switch (event.fact()) {
      case Fact.LegacyAccess access -> legacy(access);
      case Fact.Notify notify -> {
        update(notify.queue(), queue -> queue.notified(event.time()));
        counts = counts.notified();
      }
      case Fact.Interrupt interrupt -> {
        if (interrupt.reason() == InterruptReason.QUEUE && interrupt.queue() >= 0) {
          update(interrupt.queue(), Queue::interrupted);
        }
        counts = counts.interrupted();
      }
      case Fact.Lifecycle lifecycle -> lifecycle(lifecycle);
      case Fact.AdminComplete _ -> counts = counts.commanded();
      case Fact.GuestFault _ -> counts = counts.faulted();
      case Fact.Setup _,
          Fact.AccessStart _,
          Fact.ConfigAccess _,
          Fact.AdminSubmit _,
          Fact.Lost _,
          Fact.Unknown _ -> {}
    }
  }

  private void legacy(Fact.LegacyAccess access) {
    counts = counts.accessed(access.errno() == 0);
    headerLength = access.headerLength();
    if (access.errno() != 0) {
      return;
    }
    boolean write = access.direction() == Direction.WRITE;
    if (write) {
      counts = counts.wrote(access.offset());
    }
    if (access.offset() >= headerLength) {
      configuration(access.offset() - headerLength, access.data());
      return;
    }
    boolean msix = headerLength == LegacyRegister.HEADER_LENGTH_MSIX;
    LegacyRegister.holding(access.offset(), access.data().length(), msix)
        .filter(_ -> !access.data().isEmpty())
        .ifPresent(r -> register(r, access.offset() - r.offset(), access.data(), write));
  }

  private void configuration(int offset, Bytes data) {
    boolean changed = false;
    for (int i = 0; i < data.length(); i++) {
      Integer before = config.put(offset + i, data.u8(i));
      changed |= before == null || before != data.u8(i);
    }
    if (changed) {
      sharedConfig = Map.copyOf(config);
    }
  }

  /// @param from the first byte's place in the register
  private void register(LegacyRegister register, int from, Bytes data, boolean write) {
    switch (register) {
      case HOST_FEATURES ->
          hostFeatures = write ? hostFeatures : merge(hostFeatures, 4, from, data);
      case GUEST_FEATURES -> guestFeatures = merge(guestFeatures, 4, from, data);
      case QUEUE_SELECT -> select = merge(select, 2, from, data);
      case QUEUE_NOTIFY -> {}
      case DEVICE_STATUS -> status(data.u8(0), write);
      case ISR_STATUS -> isr = write ? isr : OptionalInt.of(data.u8(0));
      case CONFIG_MSIX_VECTOR -> configVector = merge(configVector, 2, from, data);
      case QUEUE_PFN, QUEUE_SIZE, QUEUE_MSIX_VECTOR ->
          select.ifPresent(
              index -> update(index, queue -> queue(queue, register, from, data, write)));
    }
  }

  private static Queue queue(
      Queue queue, LegacyRegister register, int from, Bytes data, boolean write) {
    if (register == LegacyRegister.QUEUE_PFN) {
      OptionalInt was =
          queue.pfn().isPresent()
              ? OptionalInt.of((int) queue.pfn().getAsLong())
              : OptionalInt.empty();
      OptionalInt pfn = merge(was, 4, from, data);
      return pfn.isPresent()
          ? queue.withPfn(OptionalLong.of(pfn.getAsInt() & 0xffff_ffffL))
          : queue.withPfn(OptionalLong.empty());
    }
    if (register == LegacyRegister.QUEUE_MSIX_VECTOR) {
      return queue.withVector(merge(queue.vector(), 2, from, data));
    }
    OptionalInt size = write ? OptionalInt.empty() : merge(queue.size(), 2, from, data);
    return size.isPresent() ? queue.withSize(size.getAsInt()) : queue;
  }

  /// A register after an access to all or a part of it; a part of an unknown one stays unknown.
  private static OptionalInt merge(OptionalInt was, int width, int from, Bytes data) {
    if (data.length() < width && was.isEmpty()) {
      return was;
    }
    byte[] merged = new byte[width];
    LittleEndian.put(merged, 0, width, was.orElse(0));
    data.copyTo(0, merged, from, data.length());
    return OptionalInt.of((int) LittleEndian.get(merged, 0, width));
  }

  private void status(int value, boolean write) {
    status = OptionalInt.of(value);
    if (write && value == 0) {
      resetRegisters();
    }
  }

  /// What a reset of the device does to its registers; sizes and offers stay.
  private void resetRegisters() {
    guestFeatures = OptionalInt.of(0);
    select = OptionalInt.of(0);
    isr = OptionalInt.of(0);
    configVector = OptionalInt.of(LegacyRegister.NO_VECTOR);
    OptionalInt noVector = OptionalInt.of(LegacyRegister.NO_VECTOR);
    queues.replaceAll((_, queue) -> queue.withPfn(OptionalLong.of(0)).withVector(noVector));
  }

  private void lifecycle(Fact.Lifecycle lifecycle) {
    boolean ok = lifecycle.reasons().stream().allMatch(Condition::holds);
    switch (lifecycle.what()) {
      case "probe" -> {
        probe = lifecycle.reasons();
        operations = value(lifecycle, "operations");
      }
      case "irq-mode" -> {
        if (ok) {
          irqMode = value(lifecycle, "mode");
          // an access tells it again, should the guest's MSI-X bit decide (headerSplit)
          headerLength = LegacyRegister.headerLength(irqMode.equals("msix"));
        }
      }
      case "open", "reset" -> {
        if (ok) {
          status = OptionalInt.of(0);
          resetRegisters();
        }
      }
      default -> {}
    }
  }

  private static String value(Fact.Lifecycle lifecycle, String condition) {
    return lifecycle.reasons().stream()
        .filter(reason -> reason.name().equals(condition))
        .map(Condition::value)
        .findFirst()
        .orElse("");
  }

  private void update(int index, UnaryOperator<Queue> change) {
    queues.put(index, change.apply(queues.getOrDefault(index, Queue.UNKNOWN)));
  }
}
