package org.barscope.tracer.decode;

import org.barscope.engine.protocol.device.DeviceType;

/// Which device type each member is: without it, device configuration has no field names.
@FunctionalInterface
public interface MemberTypes {
  /// Every member is a network device, the only type that Linux presents as legacy.
  MemberTypes NET = (pf, vf) -> DeviceType.NET;

  /// The type of a member.
  ///
  /// @param pf the owner, counted from 0
  /// @param vf the member, counted from 1
  DeviceType of(int pf, int vf);
}
