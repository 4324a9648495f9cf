package org.barscope.tracer.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.legacy.DeviceStatus;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.format.Timed.What;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;

/// Everything that a log tells about one device, under whichever of its names.
final class DeviceTrack {
  private static final int DOORBELL = 0x10; // VIRTIO_PCI_QUEUE_NOTIFY
  private static final int STATUS = 0x12; // VIRTIO_PCI_STATUS
  private static final int DRIVER_OK = DeviceStatus.DRIVER_OK.bit();
  private static final int NO_KICK = -1;

  private final Optional<FunctionTrack> function;
  private final List<RegionTrack> regions = new ArrayList<>();
  private final List<VdevTrack> vdevs = new ArrayList<>();
  private final List<Timed> looseSwitches = new ArrayList<>();
  private final Map<Action.Access, Action.Access> shared = new HashMap<>();
  private final Map<Long, Integer> doorbells = new HashMap<>();
  private int looseTableVectors;
  private int startKick = NO_KICK;

  private DeviceTrack(Optional<FunctionTrack> function) {
    this.function = function;
  }

  static DeviceTrack of(FunctionTrack function) {
    return new DeviceTrack(Optional.of(function));
  }

  static DeviceTrack of(RegionTrack region) {
    DeviceTrack device = new DeviceTrack(Optional.empty());
    device.regions.add(region);
    return device;
  }

  Optional<FunctionTrack> function() {
    return function;
  }

  List<RegionTrack> regions() {
    return regions;
  }

  List<VdevTrack> vdevs() {
    return vdevs;
  }

  List<Timed> looseSwitches() {
    return looseSwitches;
  }

  /// Whether a base had to be inferred.
  boolean baseInferred() {
    return regions.stream().anyMatch(RegionTrack::baseInferred);
  }

  /// Its name for people; made up of the address when the log has no name.
  String name() {
    if (function.isPresent()) {
      return function.get().name();
    }
    RegionTrack.Access last = regions.getFirst().accesses().getLast();
    return "virtio-pci at 0x" + Long.toHexString(last.address() - last.offset());
  }

  /// Whether the log names its function's address, but not its model.
  boolean nameless() {
    return function.filter(track -> track.model().isEmpty()).isPresent();
  }

  /// Whether a switch that no line attributes may be this device's.
  boolean mayMean(Correlator.LooseSwitch change) {
    return function.isEmpty() || nameless() || function.get().model().equals(change.model());
  }

  /// How many entries of its MSI-X table were touched.
  int tableVectors() {
    return Math.max(looseTableVectors, function.map(FunctionTrack::tableVectors).orElse(0));
  }

  /// Takes an access of an MSI-X table that no mapping line attributes.
  void touchTableAt(long offset) {
    if (offset < FunctionTrack.TABLE_BYTES) {
      looseTableVectors = Math.max(looseTableVectors, (int) (offset / 16) + 1);
    }
  }

  long firstLine() {
    long first = function.map(FunctionTrack::firstLine).orElse(Long.MAX_VALUE);
    for (RegionTrack region : regions) {
      first = Math.min(first, region.firstLine());
    }
    return first;
  }

  /// How many lines told about this device.
  long lines() {
    long lines = function.map(FunctionTrack::lines).orElse(0L) + looseSwitches.size();
    for (RegionTrack region : regions) {
      lines += region.accesses().size();
    }
    for (VdevTrack vdev : vdevs) {
      lines += vdev.lines();
    }
    return lines;
  }

  /// The type that a name or an id tells.
  Optional<DeviceType> namedType() {
    return function
        .flatMap(track -> DeviceModel.type(track.model()))
        .or(() -> function.flatMap(track -> DeviceModel.type(track.deviceId())))
        .or(() -> vdevs.stream().flatMap(vdev -> vdev.type().stream()).findFirst());
  }

  /// Gives every access its offset in BAR0.
  void settle() {
    List<BarWindow> windows = function.map(FunctionTrack::ioWindows).orElse(List.of());
    for (RegionTrack region : regions) {
      region.settle(windows);
    }
  }

  boolean hasAccesses() {
    return !regions.isEmpty();
  }

  /// The steps of all names, in the order of their lines.
  List<RecordedStep> steps() {
    List<Timed> merged = new ArrayList<>(function.map(FunctionTrack::steps).orElse(List.of()));
    merged.addAll(looseSwitches);
    for (RegionTrack region : regions) {
      for (RegionTrack.Access access : region.accesses()) {
        merged.add(new Timed(access.line(), access.time(), new What.Step(action(access))));
      }
    }
    for (VdevTrack vdev : vdevs) {
      for (Timed step : vdev.steps()) {
        merged.add(step.what() instanceof What.Signal(long vq) ? interrupt(step, vdev, vq) : step);
      }
    }
    merged.sort(Comparator.comparingLong(Timed::line));
    return replayed(merged);
  }

  private static Timed interrupt(Timed step, VdevTrack vdev, long vq) {
    Action action = new Action.QueueInterrupt(vdev.queueAt(vq));
    return new Timed(step.line(), step.time(), new What.Step(action));
  }

  /// A log of millions of accesses has only few different ones, so equal ones are one object.
  private Action.Access action(RegionTrack.Access access) {
    Action.Access action =
        new Action.Access(
            Region.BAR0,
            access.direction(),
            (int) access.offset(),
            access.width(),
            Bytes.ofLittle(access.value(), access.width()));
    Action.Access same = shared.putIfAbsent(action, action);
    return same == null ? action : same;
  }

  private List<RecordedStep> replayed(List<Timed> merged) {
    List<RecordedStep> steps = new ArrayList<>(merged.size());
    doorbells.clear();
    startKick = NO_KICK;
    boolean started = false;
    Boolean msix = Boolean.FALSE; // null while not known
    for (Timed step : merged) {
      switch (step.what()) {
        case What.Step(Action action) -> {
          if (action instanceof Action.Access access && access.region() == Region.BAR0) {
            if (!started && Boolean.FALSE.equals(msix)) {
              msix = null; // the log may begin anywhere in a driver's life
            }
            started = true;
            countDoorbell(access);
          }
          steps.add(new RecordedStep(step.time(), false, action));
        }
        case What.Kick(int queue) -> {
          if (!isEcho(queue) && !isStartKick(queue)) {
            steps.add(new RecordedStep(step.time(), true, doorbell(queue)));
          }
        }
        case What.Msix(boolean enabled) -> {
          if (msix == null || msix != enabled) {
            IrqMode mode = enabled ? IrqMode.MSIX : IrqMode.NONE;
            steps.add(new RecordedStep(step.time(), false, new Action.SwitchIrqMode(mode)));
          }
          msix = enabled;
        }
        case What.Signal signal -> throw new IllegalStateException("not resolved: " + signal);
      }
    }
    return List.copyOf(steps);
  }

  private void countDoorbell(Action.Access access) {
    if (access.direction() == Direction.READ) {
      return;
    }
    if (access.offset() == DOORBELL && access.width() == 2) {
      doorbells.merge(access.data().little(), 1, Integer::sum);
      startKick = NO_KICK;
    } else if (access.offset() == STATUS) {
      doorbells.clear();
      startKick = (access.data().u8(0) & DRIVER_OK) != 0 ? 0 : NO_KICK;
    }
  }

  /// Whether QEMU kicked the queue by itself: with ioeventfd it kicks all queues, from the first
  /// on, when the driver is ready.
  private boolean isStartKick(int queue) {
    boolean next = queue == startKick;
    startKick = next ? startKick + 1 : NO_KICK;
    return next;
  }

  /// Whether a doorbell access caused this kick, which must not count twice.
  private boolean isEcho(int queue) {
    Integer rung = doorbells.get((long) queue);
    if (rung == null || rung == 0) {
      return false;
    }
    doorbells.put((long) queue, rung - 1);
    return true;
  }

  private static Action doorbell(int queue) {
    return new Action.Access(
        Region.BAR0, Direction.WRITE, DOORBELL, 2, Bytes.ofLittle((long) queue, 2));
  }
}
