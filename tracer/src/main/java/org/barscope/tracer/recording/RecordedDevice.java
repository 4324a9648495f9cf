package org.barscope.tracer.recording;

import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.device.DeviceType;

/// One legacy virtio function of a trace.
///
/// @param name as the trace names it, such as `virtio-net-pci 00:04.0`; made up when it has none
/// @param type the device type; empty if the trace does not tell
/// @param typeInferred whether the type follows from the accesses only
/// @param baseInferred whether the BAR's base follows from the accesses only
/// @param tableVectors how many entries of the MSI-X table the guest was seen to touch, 0 if none
/// @param sources which kinds of lines the trace has for this device
/// @param steps in the order of the trace
public record RecordedDevice(
    String name,
    Optional<DeviceType> type,
    boolean typeInferred,
    boolean baseInferred,
    int tableVectors,
    Sources sources,
    List<RecordedStep> steps) {
  /// Which kinds of lines a trace has for a device: a change that no line could have told is not a
  /// difference.
  ///
  /// @param config PCI configuration accesses
  /// @param msix MSI-X switching
  /// @param interrupts queue interrupts
  /// @param doorbells register accesses at offset 16
  public record Sources(boolean config, boolean msix, boolean interrupts, boolean doorbells) {}

  /// The same device with other steps.
  public RecordedDevice withSteps(List<RecordedStep> others) {
    return new RecordedDevice(
        name, type, typeInferred, baseInferred, tableVectors, sources, List.copyOf(others));
  }
}
