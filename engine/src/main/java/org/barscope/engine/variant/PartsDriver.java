package org.barscope.engine.variant;

import org.barscope.engine.port.OwnerDriver;
import org.barscope.engine.protocol.admin.PartsCommands;
import org.barscope.engine.protocol.admin.ResourceCommands;
import org.barscope.engine.protocol.admin.ResourceObject;
import org.barscope.engine.protocol.bytes.Bytes;

/// What migration asks of one VF's device, each a command as virtio_pci sends it (reference §5.6,
/// §12.2). Every call returns a negative error number if it fails.
///
/// @param vf the VF's number
record PartsDriver(OwnerDriver owner, int vf) {
  /// Stops the device, or lets it go on.
  int mode(boolean stopped) {
    return owner.execute(PartsCommands.mode(vf, stopped), new byte[0], 0);
  }

  /// Makes an object.
  ///
  /// @return its number, or a negative error number
  int create(ResourceObject.Use use) {
    int id = owner.takeObjectId();
    if (id < 0) {
      return id;
    }
    int errno = owner.execute(ResourceCommands.create(vf, id, use), new byte[0], 0);
    if (errno != 0) {
      owner.returnObjectId(id);
      return errno;
    }
    return id;
  }

  /// Ends an object. If that fails nobody gets its number any more, until the PF is brought up
  /// anew: so does Linux (F-43).
  void destroy(int id) {
    if (owner.execute(ResourceCommands.destroy(vf, id), new byte[0], 0) == 0) {
      owner.returnObjectId(id);
    }
  }

  /// How many bytes the parts take, 32 bits unsigned.
  long size(int id) {
    byte[] result = new byte[PartsCommands.METADATA_LENGTH];
    int errno = owner.execute(PartsCommands.size(vf, id), result, 0);
    return errno != 0 ? errno : PartsCommands.sizeOrCount(Bytes.owning(result));
  }

  /// Reads all parts.
  ///
  /// @param size room for so many bytes
  /// @return how many the device says there are, which may be more than fit
  long get(int id, byte[] into, int size) {
    return owner.fetch(PartsCommands.getAll(vf, id, size), into);
  }

  /// Sets parts.
  int set(int id, Bytes parts) {
    return owner.execute(PartsCommands.set(vf, id, parts), new byte[0], 0);
  }
}
