package org.barscope.tracer.decode;

import org.barscope.engine.protocol.device.DeviceType;

/// Which device type each member is, and which byte order its guest has: without that, device
/// configuration has neither field names nor values.
@FunctionalInterface
public interface MemberTypes {
  /// Every member is a network device of a little-endian guest.
  MemberTypes NET = (_, _) -> MemberKind.NET;

  /// What a member is.
  ///
  /// @param pf the owner, counted from 0
  /// @param vf the member, counted from 1
  MemberKind kind(int pf, int vf);

  /// The type of a member.
  default DeviceType of(int pf, int vf) {
    return kind(pf, vf).type();
  }
}
