package org.barscope.engine.protocol.admin;

import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;

/// Which resource object a command is about (virtio 1.4, 2.12.1.3): the header that the data of
/// each object command and of each device-parts command begins with.
///
/// @param type le16, 0 for device parts
/// @param id le32, unsigned
public record ResourceObject(int type, long id) {
  /// The type of the objects that parts are got and set with.
  public static final int DEV_PARTS = 0; // VIRTIO_RESOURCE_OBJ_DEV_PARTS

  /// type, reserved[2], id.
  public static final int LENGTH = 8; // struct virtio_admin_cmd_resource_obj_cmd_hdr

  private static final int TYPE = 0;
  private static final int ID = 4;

  /// What an object of type [#DEV_PARTS] is made for.
  public enum Use {
    /// Reading parts and their metadata.
    GET, // VIRTIO_RESOURCE_OBJ_DEV_PARTS_TYPE_GET
    /// Writing parts.
    SET // VIRTIO_RESOURCE_OBJ_DEV_PARTS_TYPE_SET
  }

  /// A device-parts object.
  public static ResourceObject devParts(long id) {
    return new ResourceObject(DEV_PARTS, id);
  }

  /// Reads the header from a command's data; missing bytes are zero.
  public static ResourceObject read(Bytes data) {
    Bytes header = data.padded(LENGTH);
    return new ResourceObject((int) header.little(TYPE, 2), header.little(ID, 4));
  }

  /// Writes the header to the start of a command's data.
  void write(byte[] into) {
    LittleEndian.put(into, TYPE, 2, type);
    LittleEndian.put(into, ID, 4, id);
  }
}
