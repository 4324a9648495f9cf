package org.barscope.tracer.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedDevice;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;
import org.jspecify.annotations.Nullable;

/// Decides which function, memory region and virtio device of a log are one device, and makes the
/// recorded devices.
final class Assembler {
  /// QEMU keeps a function's legacy BAR and its virtio device in one allocation of at most this.
  private static final long ALLOCATION_BYTES = 0x10000;

  private final Correlator log;
  private final List<DeviceTrack> devices = new ArrayList<>();
  private final List<Correlator.LooseSwitch> unclearSwitches = new ArrayList<>();

  Assembler(Correlator log) {
    this.log = log;
  }

  /// The devices, in order of first appearance.
  List<RecordedDevice> assemble() {
    joinRegions();
    for (DeviceTrack device : devices) {
      device.settle();
    }
    devices.sort(Comparator.comparingLong(DeviceTrack::firstLine));
    joinVdevs();
    joinTables();
    joinSwitches();
    List<RecordedDevice> recorded = new ArrayList<>();
    for (DeviceTrack device : devices) {
      recorded.add(recorded(device));
    }
    return List.copyOf(recorded);
  }

  /// How many lines told about one of the devices.
  long usedLines() {
    return devices.stream().mapToLong(DeviceTrack::lines).sum();
  }

  private void joinRegions() {
    for (FunctionTrack function : log.functions()) {
      DeviceTrack device = DeviceTrack.of(function);
      for (RegionTrack region : log.regions()) {
        if (region.owner() == function) {
          device.regions().add(region);
        }
      }
      if (device.hasAccesses() || mayBeLegacy(function)) {
        devices.add(device);
      }
    }
    List<RegionTrack> loose = new ArrayList<>(log.regions());
    loose.removeIf(region -> region.owner() != null);
    loose.removeIf(this::joinByWindow);
    joinLast(loose);
    for (RegionTrack region : loose) {
      devices.add(DeviceTrack.of(region));
    }
  }

  /// A function without accesses is listed only if it may have a legacy interface.
  private static boolean mayBeLegacy(FunctionTrack function) {
    return function.isVirtio()
        && !DeviceModel.modernOnly(function.model())
        && !DeviceModel.modernId(function.deviceId())
        && (DeviceModel.type(function.model()).isPresent()
            || DeviceModel.type(function.deviceId()).isPresent());
  }

  /// Joins a region to the only function whose BAR0 lay, at another time, where it was accessed.
  private boolean joinByWindow(RegionTrack region) {
    List<DeviceTrack> fitting = new ArrayList<>(devices);
    fitting.removeIf(
        device -> device.function().filter(f -> region.mayLieIn(f.ioWindows())).isEmpty());
    if (fitting.size() != 1) {
      return false;
    }
    fitting.getFirst().regions().add(region);
    return true;
  }

  /// Joins regions to functions whose BAR0 no line placed: by type, and the last to the last.
  private void joinLast(List<RegionTrack> loose) {
    List<DeviceTrack> open = new ArrayList<>(devices);
    open.removeIf(device ->
        device.hasAccesses()
            || device.function().filter(f -> !f.ioWindows().isEmpty()).isPresent());
    if (loose.size() == 1 && open.size() == 1) {
      open.getFirst().regions().add(loose.removeFirst());
      return;
    }
    for (DeviceTrack device : open) {
      List<RegionTrack> same = new ArrayList<>(loose);
      same.removeIf(region -> !guess(region).equals(device.namedType()));
      long rivals =
          open.stream().filter(other -> other.namedType().equals(device.namedType())).count();
      if (same.size() == 1 && rivals == 1 && device.namedType().isPresent()) {
        device.regions().add(same.getFirst());
        loose.remove(same.getFirst());
      }
    }
  }

  private static Optional<DeviceType> guess(RegionTrack region) {
    region.settle(List.of());
    return TypeGuess.of(DeviceTrack.of(region).steps());
  }

  private void joinVdevs() {
    List<VdevTrack> loose = new ArrayList<>();
    for (VdevTrack vdev : log.vdevs()) {
      DeviceTrack device = elected(vdev);
      if (device == null) {
        loose.add(vdev);
      } else {
        device.vdevs().add(vdev);
      }
    }
    loose.removeIf(vdev -> join(vdev, nearest(vdev.pointer())));
    loose.removeIf(vdev -> join(vdev, onlyOfType(vdev)));
    if (loose.size() == 1) {
      join(loose.getFirst(), only(withoutVdev()));
    }
  }

  private static boolean join(VdevTrack vdev, @Nullable DeviceTrack device) {
    if (device == null) {
      return false;
    }
    device.vdevs().add(vdev);
    return true;
  }

  private @Nullable DeviceTrack elected(VdevTrack vdev) {
    DeviceTrack best = null;
    long most = 0;
    for (DeviceTrack device : devices) {
      long votes = 0;
      for (RegionTrack region : device.regions()) {
        votes += vdev.votes(Optional.of(region), Optional.empty());
      }
      votes += vdev.votes(Optional.empty(), device.function());
      if (votes > most) {
        best = device;
        most = votes;
      }
    }
    return best;
  }

  /// The device whose BAR region lies closest below a pointer, in the same allocation.
  private @Nullable DeviceTrack nearest(long pointer) {
    DeviceTrack best = null;
    long least = ALLOCATION_BYTES;
    for (DeviceTrack device : devices) {
      for (RegionTrack region : device.regions()) {
        long distance = Math.abs(pointer - region.pointer());
        if (distance < least) {
          best = device;
          least = distance;
        }
      }
    }
    return best;
  }

  private List<DeviceTrack> withoutVdev() {
    return devices.stream().filter(device -> device.vdevs().isEmpty()).toList();
  }

  private @Nullable DeviceTrack onlyOfType(VdevTrack vdev) {
    return vdev.type().isEmpty()
        ? null
        : only(withoutVdev().stream().filter(d -> d.namedType().equals(vdev.type())).toList());
  }

  private static @Nullable DeviceTrack only(List<DeviceTrack> list) {
    return list.size() == 1 ? list.getFirst() : null;
  }

  private void joinTables() {
    log.looseTables()
        .forEach((pointer, highestOffset) -> {
          DeviceTrack device = nearest(pointer);
          if (device != null) {
            device.touchTableAt(highestOffset);
          }
        });
  }

  private void joinSwitches() {
    for (Correlator.LooseSwitch change : log.looseSwitches()) {
      DeviceTrack device = only(candidates(change.model()));
      if (device == null) {
        unclearSwitches.add(change);
      } else {
        device.looseSwitches().add(change.step());
      }
    }
  }

  private List<DeviceTrack> candidates(String model) {
    List<DeviceTrack> named =
        devices.stream()
            .filter(d -> d.function().filter(f -> f.model().equals(model)).isPresent())
            .toList();
    if (!named.isEmpty()) {
      return named;
    }
    List<DeviceTrack> nameless =
        devices.stream().filter(d -> d.function().isEmpty() || d.nameless()).toList();
    return nameless.size() == 1
        ? nameless
        : nameless.stream().filter(d -> type(d).equals(DeviceModel.type(model))).toList();
  }

  private static Optional<DeviceType> type(DeviceTrack device) {
    return device.namedType().or(() -> TypeGuess.of(device.steps()));
  }

  private RecordedDevice recorded(DeviceTrack device) {
    List<RecordedStep> steps = device.steps();
    Optional<DeviceType> named = device.namedType();
    Optional<DeviceType> type = named.or(() -> TypeGuess.of(steps));
    boolean config = device.function().filter(FunctionTrack::configLines).isPresent();
    boolean msix = log.msixLines() && unclearSwitches.stream().noneMatch(device::mayMean);
    boolean interrupts = log.interruptLines() && !device.vdevs().isEmpty();
    boolean doorbells = steps.stream().anyMatch(Assembler::isDoorbell);
    return new RecordedDevice(
        device.name(),
        type,
        named.isEmpty() && type.isPresent(),
        device.baseInferred(),
        device.tableVectors(),
        new RecordedDevice.Sources(config, msix, interrupts, doorbells),
        steps);
  }

  private static boolean isDoorbell(RecordedStep step) {
    return !step.inferred()
        && step.action() instanceof Action.Access access
        && access.region() == Region.BAR0
        && access.direction() == Direction.WRITE
        && access.offset() == 0x10;
  }
}
