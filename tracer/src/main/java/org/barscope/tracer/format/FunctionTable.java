package org.barscope.tracer.format;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.protocol.pci.VirtioIds;
import org.barscope.engine.protocol.vfio.Direction;
import org.jspecify.annotations.Nullable;

/// The PCI functions of a log that are, or may turn out to be, virtio functions.
final class FunctionTable {
  private final List<FunctionTrack> functions = new ArrayList<>();

  /// In order of first appearance.
  List<FunctionTrack> all() {
    return functions;
  }

  /// The function of a configuration access; null if it is no virtio function.
  @Nullable FunctionTrack of(LogLine.ConfigAccess access, long line) {
    String address = BusAddress.normalized(access.address());
    FunctionTrack known = find(access.device(), address);
    if (known != null) {
      known.model(access.device());
      return known.isVirtio() || isVirtioId(access) ? known : null;
    }
    return DeviceModel.isVirtio(access.device()) || isVirtioId(access)
        ? add(access.device(), address, line)
        : null;
  }

  private static boolean isVirtioId(LogLine.ConfigAccess access) {
    return access.direction() == Direction.READ
        && access.offset() == 0
        && (access.value() & 0xffff) == VirtioIds.VENDOR
        && access.value() > 0xffff;
  }

  /// The function of a mapping line; null if the line names a model that is not virtio.
  @Nullable FunctionTrack of(LogLine.Mapping mapping, long line) {
    String address = BusAddress.normalized(mapping.address());
    FunctionTrack known = find(mapping.device(), address);
    if (known != null) {
      return known;
    }
    return mapping.device().isEmpty() || DeviceModel.isVirtio(mapping.device())
        ? add(mapping.device(), address, line)
        : null;
  }

  private @Nullable FunctionTrack find(String model, String address) {
    for (FunctionTrack function : functions) {
      if (function.is(model, address)) {
        return function;
      }
    }
    return null;
  }

  private FunctionTrack add(String model, String address, long line) {
    FunctionTrack function = new FunctionTrack(model, address, line);
    functions.add(function);
    return function;
  }

  /// Whether the address is in a BAR0, switched on, of a function known to be virtio.
  boolean ownsIo(long address) {
    return atIo(address, false) != null;
  }

  /// The function whose BAR0 holds the address; one whose BAR0 is switched on is preferred, then
  /// the one that lies closest.
  ///
  /// @param named whether the region's name says that it is a legacy BAR
  @Nullable FunctionTrack atIo(long address, boolean named) {
    FunctionTrack best = null;
    long bestRank = -1;
    for (FunctionTrack function : functions) {
      BarWindow window = function.ioWindow();
      if (window == null || !(named || (function.isVirtio() && !function.unmapped()))) {
        continue;
      }
      boolean exact = window.holds(address);
      if (exact || (named && window.holdsBehindIoWindow(address))) {
        long rank = window.base() + (exact ? 1L << 62 : 0) + (function.unmapped() ? 0 : 1L << 61);
        if (rank > bestRank) {
          best = function;
          bestRank = rank;
        }
      }
    }
    return best;
  }

  /// Takes an access of an MSI-X table.
  ///
  /// @return false if the address is no virtio function's
  boolean touchTable(long address) {
    for (FunctionTrack function : functions) {
      if (function.isVirtio() && function.touchTable(address)) {
        return true;
      }
    }
    return false;
  }
}
