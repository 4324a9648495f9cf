package org.barscope.engine.owner;

import org.barscope.engine.protocol.admin.AdminAnswer;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminQualifier;
import org.barscope.engine.protocol.admin.AdminStatus;
import org.barscope.engine.protocol.admin.CapabilityCommands;
import org.barscope.engine.protocol.bytes.Bytes;

/// The capability commands of the owner itself (virtio 1.4, 2.12.1.2): one capability, the limits
/// of device-parts objects.
final class Capabilities {
  private final int limit;
  private final ResourceObjects objects;

  /// @param limit of objects for reading and for writing; 0 without the capability
  /// @param objects that the driver's limits are about
  Capabilities(int limit, ResourceObjects objects) {
    this.limit = limit;
    this.objects = objects;
  }

  AdminAnswer list() {
    return AdminAnswer.ok(Bytes.ofLittle(limit > 0 ? 1 : 0, 8));
  }

  /// > … an unknown capability … ENXIO (2.12.1.2.4, A-051)
  AdminAnswer get(AdminCommand command) {
    if (limit == 0 || CapabilityCommands.id(command) != CapabilityCommands.DEV_PARTS) {
      return AdminAnswer.failed(AdminStatus.ENXIO, AdminQualifier.INVALID_FIELD);
    }
    return AdminAnswer.ok(Bytes.of(limit, limit));
  }

  AdminAnswer set(AdminCommand command) {
    if (limit == 0 || CapabilityCommands.id(command) != CapabilityCommands.DEV_PARTS) {
      return AdminAnswer.failed(AdminStatus.ENXIO, AdminQualifier.INVALID_FIELD);
    }
    int get = CapabilityCommands.value(command, 0);
    int set = CapabilityCommands.value(command, 1);
    if (get > limit || set > limit) {
      return AdminAnswer.failed(AdminStatus.EINVAL, AdminQualifier.INVALID_FIELD);
    }
    return objects.setLimits(get, set)
        ? AdminAnswer.OK
        : AdminAnswer.failed(AdminStatus.EBUSY, AdminQualifier.INVALID_COMMAND);
  }
}
