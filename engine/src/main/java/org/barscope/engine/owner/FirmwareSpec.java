package org.barscope.engine.owner;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.vfio.Condition;

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
  private static final long REGISTERS = 0x3c; // opcodes 2 to 5
  private static final long NOTIFY_INFO = 0x40;

  /// The rules about what may be offered that this firmware breaks, with what it offers.
  ///
  /// > … 0x2 to 0x5 … all or none; 0x6 … only with them (virtio 1.4, 2.12.1.1.6, A-001, A-002)
  ///
  /// > A device MUST either support all of, or none of … DEV_PARTS_…, RESOURCE_OBJ_…, and
  /// > DEV_MODE_SET (2.12.1.4.4.1, A-060)
  public List<Condition> brokenRules() {
    List<Condition> broken = new ArrayList<>();
    boolean all = (commands & REGISTERS) == REGISTERS;
    String offered = "0x" + Long.toHexString(commands);
    if (!all && (commands & REGISTERS) != 0) {
      broken.add(new Condition("A-001: opcodes 2 to 5 all or none", false, offered));
    }
    if (!all && (commands & NOTIFY_INFO) != 0) {
      broken.add(new Condition("A-002: opcode 6 only with 2 to 5", false, offered));
    }
    long parts = commands & AdminOpcode.DEVICE_PARTS_MASK;
    if (parts != 0 && parts != AdminOpcode.DEVICE_PARTS_MASK) {
      broken.add(new Condition("A-060: opcodes 10 to 17 all or none", false, offered));
    }
    return broken;
  }

  /// Lists and legacy commands, as a stock Linux host needs them.
  public static final FirmwareSpec LINUX = new FirmwareSpec(0x7f, 0, true, true, false);
}
