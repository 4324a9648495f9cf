package org.barscope.engine.variant;

import java.util.HashMap;
import java.util.Map;
import org.barscope.engine.port.EventFd;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Errno;
import org.barscope.engine.protocol.vfio.Region;
import org.jspecify.annotations.Nullable;

/// The writes to BARs that signals do, of one open device (vfio_pci_ioeventfd).
final class IoEvents {
  private static final int MOST = 1000; // VFIO_PCI_IOEVENTFD_MAX

  private final Map<Place, EventFd> events = new HashMap<>();

  private record Place(Region region, long offset, Bytes data) {}

  /// Adds one, or takes away the one that does the same.
  ///
  /// @return 0 or a negative error number
  synchronized int set(
      Region region, long offset, byte[] data, @Nullable EventFd event, Runnable write) {
    Place place = new Place(region, offset, Bytes.copyOf(data));
    EventFd existing = events.get(place);
    if (event == null) {
      if (existing == null) {
        return Errno.ENODEV.negative();
      }
      existing.detach();
      events.remove(place);
      return 0;
    }
    if (existing != null) {
      return Errno.EEXIST.negative();
    }
    if (events.size() == MOST) {
      return Errno.ENOSPC.negative();
    }
    event.attach(write);
    events.put(place, event);
    return 0;
  }

  /// Takes all away.
  synchronized void clear() {
    events.values().forEach(EventFd::detach);
    events.clear();
  }
}
