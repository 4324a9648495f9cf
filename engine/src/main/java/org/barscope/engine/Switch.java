package org.barscope.engine;

import java.util.List;
import java.util.Optional;

/// A choice between two behaviors: what the standard says against what Linux does, or what a real
/// VF is against what guests and traces need. The first value is the default, with which a stock
/// Linux host works.
public enum Switch {
  MEMBER_TYPES("memberTypes", "device types that the variant driver takes", "any", "net"),
  HEADER_SPLIT(
      "headerSplit",
      "what moves the end of BAR0's header: the VMM's interrupt mode or the guest's MSI-X bit",
      "irqMode",
      "msixBit"),
  INTERRUPT_PIN("interruptPin", "whether members show an interrupt pin", "none", "intx"),
  MODERN_CAPABILITIES(
      "modernCapabilities",
      "whether members list the capabilities of the modern interface, as hardware does: guests that"
          + " know it then choose it, and BAR0 stays silent",
      "hidden",
      "listed"),
  KERNEL("kernel", "version of the host's kernel", "6.13+", "6.13-6.14", "6.11", "6.8"),
  HOST("host", "the host's byte and memory order", "x86", "bigEndian", "weaklyOrdered"),
  HOST_GATE(
      "hostGate",
      "whether a host other than x86 masks the legacy commands, as its kernel's build does",
      "closed",
      "open"),
  LISTS_BEFORE_VF_ENABLE(
      "listsBeforeVfEnable",
      "LIST_QUERY and LIST_USE for VFs while VF Enable is clear (A-026)",
      "accepted",
      "refused"),
  SELF_BEFORE_LIST_USE(
      "selfBeforeListUse",
      "commands for the owner itself without LIST_USE (A-023, A-024, A-030)",
      "accepted",
      "refused"),
  DRIVER_LISTS(
      "driverLists",
      "when and for whom the PF driver sends LIST_QUERY and LIST_USE: before VF Enable and for"
          + " member 0 only, or for each group type before its first other command (A-026, A-030,"
          + " A-035)",
      "linux",
      "standard"),
  FIELD_ACCESS(
      "fieldAccess",
      "what the variant driver does with an access that is not inside one field (A-008)",
      "passed",
      "refused"),
  DEVICE_CONFIG_ORDER(
      "deviceConfigOrder",
      "whether commands carry device configuration in the guest's byte order, as guests need it, or"
          + " little-endian always (A-003, E-13)",
      "guest",
      "little"),
  PART_LENGTHS(
      "partLengths", "what the firmware says to parts that are not n × 8 bytes (A-044)",
      "any", "multipleOf8"),
  PADDING("padding", "whether the PF driver pads parts to n × 8 bytes (A-044)", "none", "to8"),
  NOTIFY_ENTRIES(
      "notifyEntries",
      "whether the variant driver checks BAR and offset of an entry (A-010)",
      "unchecked",
      "checked"),
  RESERVED_STATUS(
      "reservedStatus",
      "what the PF driver makes of a status that is not in the standard (A-034)",
      "passed",
      "EINVAL"),
  RETRY(
      "retry",
      "whether the PF driver repeats a command that got EAGAIN (A-045)",
      "never",
      "EAGAIN"),
  MISSING_RESULT(
      "missingResult",
      "what stands in the bytes of a result that the device did not write (A-046)",
      "stale",
      "zero");

  private final String text;
  private final String meaning;
  private final List<String> positions;

  Switch(String text, String meaning, String... positions) {
    this.text = text;
    this.meaning = meaning;
    this.positions = List.of(positions);
  }

  /// How files and the command line spell it.
  public String text() {
    return text;
  }

  /// What it decides, in a few words.
  public String meaning() {
    return meaning;
  }

  /// What it can be, the default first.
  public List<String> positions() {
    return positions;
  }

  /// The switch with this name; empty if there is none.
  public static Optional<Switch> named(String text) {
    for (Switch candidate : values()) {
      if (candidate.text.equals(text)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
