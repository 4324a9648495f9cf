package org.barscope.tracer.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.tracer.format.LogLine.RegionName;
import org.jspecify.annotations.Nullable;

/// Takes the lines of a log one by one and sorts them by what they name: PCI functions, memory
/// regions and virtio devices, with the evidence for which of them are one and the same.
///
/// Who is who is decided at the end, by [Assembler], because an early line may become clear only by
/// a late one.
final class Correlator {
  /// Lines that belong together stand this close; other threads of QEMU write between them.
  private static final int NEAR_LINES = 4;

  private static final long PAGE_BYTES = 0x1000; // a memory BAR is at least as aligned

  /// An MSI-X switch whose function is not clear.
  record LooseSwitch(Timed step, String model) {}

  private record PendingRead(
      FunctionTrack function, LogLine.ConfigAccess access, long line, long time) {}

  private record Seen<T>(T what, long line) {
    boolean isNear(long otherLine) {
      return otherLine - line <= NEAR_LINES;
    }
  }

  private record RegionWrite(RegionTrack region, long value) {}

  private final FunctionTable functions = new FunctionTable();
  private final Map<Long, RegionTrack> regions = new LinkedHashMap<>();
  private final Map<Long, VdevTrack> vdevs = new LinkedHashMap<>();
  private final Map<Long, Long> looseTables = new HashMap<>();
  private final List<LooseSwitch> looseSwitches = new ArrayList<>();
  private boolean msixLines;
  private boolean interruptLines;

  private @Nullable PendingRead pendingRead;
  private @Nullable Seen<LogLine.MemoryAccess> lastWrite;
  private @Nullable Seen<RegionWrite> lastStatus;
  private @Nullable Seen<RegionWrite> lastDoorbell;
  private @Nullable Seen<FunctionTrack> lastConfigWrite;
  private @Nullable Seen<FunctionTrack> lastFunction;

  List<FunctionTrack> functions() {
    return functions.all();
  }

  List<RegionTrack> regions() {
    return List.copyOf(regions.values());
  }

  List<VdevTrack> vdevs() {
    return List.copyOf(vdevs.values());
  }

  List<LooseSwitch> looseSwitches() {
    return looseSwitches;
  }

  /// The MSI-X tables whose function is not clear: the highest offset accessed, by region.
  Map<Long, Long> looseTables() {
    return looseTables;
  }

  /// Whether the log has any line about MSI-X switching of a virtio function.
  boolean msixLines() {
    return msixLines;
  }

  /// Whether the log has any line about queue interrupts.
  boolean interruptLines() {
    return interruptLines;
  }

  /// Takes one line.
  void accept(LogLine logLine, long line, long time) {
    switch (logLine) {
      case LogLine.Blank blank -> {}
      case LogLine.Foreign foreign -> {}
      case LogLine.Unreadable unreadable -> {}
      case LogLine.MemoryAccess access -> memory(access, line, time);
      case LogLine.ConfigAccess access -> config(access, line, time);
      case LogLine.Mapping mapping -> mapping(mapping, line);
      case LogLine.MsixSwitch change -> msix(change, line, time);
      case LogLine.StatusSet set -> status(set, line);
      case LogLine.QueueNotify notify -> kick(notify, line, time);
      case LogLine.QueueInterrupt interrupt -> {
        interruptLines = true;
        vdev(interrupt.vdev()).signal(line, time, interrupt.vq());
      }
      case LogLine.ConfigInterrupt interrupt -> vdev(interrupt.vdev()).configChange(line, time);
      case LogLine.DeviceActivity activity -> vdev(activity.vdev()).type(activity.type());
    }
  }

  /// Takes the end of the log.
  void finish() {
    settleRead();
  }

  private void memory(LogLine.MemoryAccess access, long line, long time) {
    PendingRead pending = pendingRead;
    if (pending != null) {
      if (line - pending.line > NEAR_LINES) {
        settleRead();
      } else if (ConfigWidth.matches(access, pending.access)) {
        pending.function.config(pending.line, pending.time, pending.access, access.width());
        pending.function.countLine();
        pendingRead = null;
      }
    }
    if (access.direction() == Direction.WRITE) {
      lastWrite = new Seen<>(access, line);
    }
    switch (access.name()) {
      case LEGACY_BAR -> region(access, line, time);
      case MSIX_TABLE -> table(access);
      case ABSENT -> nameless(access, line, time);
      case OTHER -> {}
    }
  }

  private void region(LogLine.MemoryAccess access, long line, long time) {
    RegionTrack track =
        regions.computeIfAbsent(access.region(), pointer -> new RegionTrack(pointer, line));
    BarWindow window = window(track, access.address(), access.name() == RegionName.LEGACY_BAR);
    RegionTrack.Access added = track.add(line, time, access, window);
    if (access.direction() == Direction.WRITE) {
      if (added.offset() == 0x12 && access.width() == 1) {
        lastStatus = new Seen<>(new RegionWrite(track, access.value()), line);
      } else if (added.offset() == 0x10 && access.width() == 2) {
        lastDoorbell = new Seen<>(new RegionWrite(track, access.value()), line);
      }
    }
  }

  private void nameless(LogLine.MemoryAccess access, long line, long time) {
    if (regions.containsKey(access.region()) || functions.ownsIo(access.address())) {
      region(access, line, time);
    } else {
      functions.touchTable(access.address());
    }
  }

  private void table(LogLine.MemoryAccess access) {
    if (!functions.touchTable(access.address())) {
      looseTables.merge(access.region(), access.address() & (PAGE_BYTES - 1), Math::max);
    }
  }

  /// Where the BAR lies that this access of the region hits; null if no line told it so far.
  private @Nullable BarWindow window(RegionTrack track, long address, boolean named) {
    FunctionTrack owner = track.owner();
    if (owner != null) {
      BarWindow window = owner.ioWindow();
      if (window != null
          && (window.holds(address) || (named && window.holdsBehindIoWindow(address)))) {
        return window;
      }
    }
    FunctionTrack found = functions.atIo(address, named);
    if (found == null || (owner != null && (found.unmapped() || owned(found)))) {
      return null;
    }
    track.owner(found);
    return found.ioWindow();
  }

  private boolean owned(FunctionTrack function) {
    for (RegionTrack region : regions.values()) {
      if (region.owner() == function) {
        return true;
      }
    }
    return false;
  }

  private void config(LogLine.ConfigAccess access, long line, long time) {
    FunctionTrack function = functions.of(access, line);
    if (function == null) {
      return;
    }
    settleRead();
    function.countLine();
    function.learn(access);
    lastFunction = new Seen<>(function, line);
    if (access.direction() == Direction.READ) {
      pendingRead = new PendingRead(function, access, line, time);
      return;
    }
    lastConfigWrite = new Seen<>(function, line);
    Seen<LogLine.MemoryAccess> write = lastWrite;
    if (write != null && write.isNear(line) && ConfigWidth.matches(write.what, access)) {
      function.config(line, time, access, write.what.width());
      function.countLine();
      lastWrite = null;
    } else {
      function.config(line, time, access, ConfigWidth.natural(access.offset(), access.value()));
    }
  }

  private void settleRead() {
    PendingRead pending = pendingRead;
    if (pending != null) {
      LogLine.ConfigAccess access = pending.access;
      int width = ConfigWidth.natural(access.offset(), access.value());
      pending.function.config(pending.line, pending.time, access, width);
      pendingRead = null;
    }
  }

  private void mapping(LogLine.Mapping mapping, long line) {
    FunctionTrack function = functions.of(mapping, line);
    if (function != null) {
      function.countLine();
      function.map(mapping);
      lastFunction = new Seen<>(function, line);
    }
  }

  private void msix(LogLine.MsixSwitch change, long line, long time) {
    Timed step = new Timed(line, time, new Timed.What.Msix(change.enabled()));
    Seen<FunctionTrack> write = lastConfigWrite;
    if (write != null && write.isNear(line) && write.what.model().equals(change.device())) {
      msixLines = true;
      write.what.countLine();
      write.what.steps().add(step);
    } else if (DeviceModel.isVirtio(change.device())) {
      msixLines = true;
      looseSwitches.add(new LooseSwitch(step, change.device()));
    }
  }

  private VdevTrack vdev(long pointer) {
    VdevTrack track = vdevs.computeIfAbsent(pointer, VdevTrack::new);
    track.countLine();
    return track;
  }

  private void status(LogLine.StatusSet set, long line) {
    VdevTrack vdev = vdev(set.vdev());
    Seen<RegionWrite> write = lastStatus;
    Seen<FunctionTrack> function = lastFunction;
    if (write != null && write.isNear(line) && write.what.value == set.status()) {
      vdev.voteFor(write.what.region);
    } else if (function != null && line - function.line == 1) {
      vdev.voteFor(function.what);
    }
  }

  private void kick(LogLine.QueueNotify notify, long line, long time) {
    VdevTrack vdev = vdev(notify.vdev());
    vdev.kick(line, time, notify);
    Seen<RegionWrite> write = lastDoorbell;
    if (write != null && write.isNear(line) && write.what.value == notify.queue()) {
      vdev.voteFor(write.what.region);
    }
  }
}
