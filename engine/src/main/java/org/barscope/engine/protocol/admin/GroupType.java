package org.barscope.engine.protocol.admin;

/// The group types that a command can address (virtio 1.4, 2.12).
public final class GroupType {
  /// The owner itself; the only member has id 0.
  public static final int SELF = 0; // VIRTIO_ADMIN_GROUP_TYPE_SELF

  /// The VFs of the owner; member ids are VF numbers from 1.
  public static final int SRIOV = 1; // VIRTIO_ADMIN_GROUP_TYPE_SRIOV

  private GroupType() {}

  /// The name of a group type, or the number when it has none.
  public static String text(int type) {
    return switch (type) {
      case SELF -> "self";
      case SRIOV -> "sriov";
      default -> Integer.toString(type);
    };
  }
}
