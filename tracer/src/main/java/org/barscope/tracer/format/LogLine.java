package org.barscope.tracer.format;

import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.Direction;

/// What one line of a QEMU log says.
sealed interface LogLine {
  /// A line without anything.
  LogLine BLANK = new Blank();

  /// A well-formed line about something else.
  LogLine FOREIGN = new Foreign();

  /// A line that cannot be read.
  LogLine UNREADABLE = new Unreadable();

  /// See [#BLANK].
  record Blank() implements LogLine {}

  /// See [#FOREIGN].
  record Foreign() implements LogLine {}

  /// See [#UNREADABLE].
  record Unreadable() implements LogLine {}

  /// The names of memory regions that matter.
  enum RegionName {
    /// `virtio-pci`: the legacy I/O BAR.
    LEGACY_BAR,
    /// `msix-table`.
    MSIX_TABLE,
    /// Any other name.
    OTHER,
    /// An older QEMU, which does not print names.
    ABSENT
  }

  /// `memory_region_ops_read|write`.
  ///
  /// @param region the region's address in QEMU's own memory, its identity
  /// @param address the absolute address accessed
  /// @param value cut to `width` bytes
  record MemoryAccess(
      Direction direction, long region, long address, long value, int width, RegionName name)
      implements LogLine {}

  /// `pci_cfg_read|write`.
  ///
  /// @param device QEMU's name of the device model
  /// @param address the function's bus address as printed
  record ConfigAccess(Direction direction, String device, String address, int offset, long value)
      implements LogLine {}

  /// `pci_update_mappings_add|del`.
  ///
  /// @param device QEMU's name of the device model; empty if not printed
  record Mapping(boolean added, String device, String address, int bar, long base, long size)
      implements LogLine {}

  /// `msix_write_config`.
  record MsixSwitch(String device, boolean enabled) implements LogLine {}

  /// `virtio_set_status`.
  ///
  /// @param vdev the virtio device's address in QEMU's memory, its identity
  record StatusSet(long vdev, int status) implements LogLine {}

  /// `virtio_queue_notify`: the device starts to work on a queue.
  ///
  /// @param vq the queue's address in QEMU's memory, its identity
  record QueueNotify(long vdev, int queue, long vq) implements LogLine {}

  /// `virtio_notify`: used buffers are signaled.
  record QueueInterrupt(long vdev, long vq) implements LogLine {}

  /// `virtio_notify_config`.
  record ConfigInterrupt(long vdev) implements LogLine {}

  /// Any event of a device type, such as `virtio_blk_handle_read`: it tells the type of a vdev.
  record DeviceActivity(long vdev, DeviceType type) implements LogLine {}
}
