package org.barscope.engine.variant;

/// Where the variant driver may differ from Linux on purpose (design §2).
///
/// @param anyType whether every device type with a transitional identity is accepted, not only net
/// @param splitByGuestBit whether BAR0's header ends where the guest's MSI-X enable bit says, not
///   where the VMM's interrupt mode says
/// @param interruptPin whether the guest sees an interrupt pin, which a VF has not got
public record VariantSwitches(boolean anyType, boolean splitByGuestBit, boolean interruptPin) {
  /// What Linux does.
  public static final VariantSwitches LINUX = new VariantSwitches(false, false, false);
}
