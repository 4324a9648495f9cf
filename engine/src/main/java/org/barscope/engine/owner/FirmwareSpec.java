package org.barscope.engine.owner;

/// What a firmware offers, and how strictly it takes the standard where Linux does not follow it.
///
/// @param commands what LIST_QUERY offers for VFs, as bits; 0 and 1 are always there
/// @param devPartsObjects both limits of the device-parts capability; 0 for no capability
/// @param listsBeforeVfEnable whether LIST_QUERY and LIST_USE for VFs are served while VF Enable is
///   clear; the standard says no, Linux needs it
/// @param selfBeforeListUse whether commands for the owner itself are served without LIST_USE; the
///   standard says no, Linux needs it
/// @param wholeWords whether parts that are not n × 8 bytes long are refused
public record FirmwareSpec(
    long commands,
    int devPartsObjects,
    boolean listsBeforeVfEnable,
    boolean selfBeforeListUse,
    boolean wholeWords) {
  /// Lists and legacy commands, as a stock Linux host needs them.
  public static final FirmwareSpec LINUX = new FirmwareSpec(0x7f, 0, true, true, false);
}
