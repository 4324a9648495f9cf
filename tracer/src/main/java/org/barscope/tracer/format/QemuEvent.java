package org.barscope.tracer.format;

import org.jspecify.annotations.Nullable;

/// The QEMU trace events that tell something about a legacy virtio device.
enum QemuEvent {
  MEMORY_READ("memory_region_ops_read"),
  MEMORY_WRITE("memory_region_ops_write"),
  CONFIG_READ("pci_cfg_read"),
  CONFIG_WRITE("pci_cfg_write"),
  MAPPING_ADD("pci_update_mappings_add"),
  MAPPING_DEL("pci_update_mappings_del"),
  MSIX_SWITCH("msix_write_config"),
  SET_STATUS("virtio_set_status"),
  QUEUE_NOTIFY("virtio_queue_notify"),
  QUEUE_INTERRUPT("virtio_notify"),
  QUEUE_INTERRUPT_IRQFD("virtio_notify_irqfd"),
  CONFIG_INTERRUPT("virtio_notify_config");

  private static final QemuEvent[] ALL = values();

  private final String text;

  QemuEvent(String text) {
    this.text = text;
  }

  /// The event whose name is next in the line and `length` long; null for all others.
  static @Nullable QemuEvent next(LineCursor cursor, int length) {
    for (QemuEvent event : ALL) {
      if (event.text.length() == length && cursor.nextIs(event.text)) {
        return event;
      }
    }
    return null;
  }
}
