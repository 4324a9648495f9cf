package org.barscope.engine.variant;

/// Where the variant driver may differ from Linux on x86 on purpose (design §2).
///
/// @param anyType whether every device type with a transitional identity is accepted, not only net
/// @param splitByGuestBit whether BAR0's header ends where the guest's MSI-X enable bit says, not
///   where the VMM's interrupt mode says
/// @param interruptPin whether the guest sees an interrupt pin, which a VF has not got
/// @param checksEntries whether BAR and offset of a notify entry are checked
/// @param refusesFields whether an access that is not inside one field is refused, not passed on
///
/// @param bigEndian whether the host's processor is big-endian, with a driver that does not know
///   that commands carry little-endian numbers (F-13)
public record VariantSwitches(
    boolean anyType,
    boolean splitByGuestBit,
    boolean interruptPin,
    boolean checksEntries,
    boolean refusesFields,
    boolean bigEndian) {
  /// What Linux does.
  public static final VariantSwitches LINUX =
      new VariantSwitches(false, false, false, false, false, false);
}
