package org.barscope.tracer.replay;

import java.util.List;
import java.util.OptionalInt;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;

/// What the configuration reads of a trace tell about a function.
final class ConfigKnowledge {
  /// The Enable bit in the Message Control word.
  static final int MSIX_ENABLE = 0x8000; // PCI_MSIX_FLAGS_ENABLE

  private static final int STATUS = 0x06; // PCI_STATUS
  private static final int STATUS_CAP_LIST = 0x10; // PCI_STATUS_CAP_LIST, low byte
  private static final int CAPABILITY_LIST = 0x34; // PCI_CAPABILITY_LIST
  private static final int FIRST_CAPABILITY = 0x40;
  private static final int INTERRUPT_PIN = 0x3d; // PCI_INTERRUPT_PIN
  private static final int MSIX = 0x11; // PCI_CAP_ID_MSIX
  private static final int TABLE_SIZE = 0x7ff; // PCI_MSIX_FLAGS_QSIZE
  private static final int MOST_CAPABILITIES = 48;

  private final KnownBytes bytes = new KnownBytes();
  private boolean msixRuledOut;
  private OptionalInt msix = OptionalInt.empty();

  ConfigKnowledge(List<RecordedStep> steps) {
    for (RecordedStep step : steps) {
      if (step.action() instanceof Action.Access access
          && access.region() == Region.CONFIG
          && access.direction() == Direction.READ) {
        bytes.reveal(access.offset(), access.data());
      }
    }
    walk();
  }

  private void walk() {
    OptionalInt status = bytes.u8(STATUS);
    if (status.isPresent() && (status.getAsInt() & STATUS_CAP_LIST) == 0) {
      msixRuledOut = true;
      return;
    }
    OptionalInt at = bytes.u8(CAPABILITY_LIST);
    for (int i = 0; i < MOST_CAPABILITIES && at.isPresent(); i++) {
      int offset = at.getAsInt() & ~3;
      if (offset < FIRST_CAPABILITY) {
        msixRuledOut = true;
        return;
      }
      OptionalInt id = bytes.u8(offset);
      if (id.isPresent() && id.getAsInt() == MSIX) {
        msix = OptionalInt.of(offset);
        return;
      }
      at = id.isPresent() ? bytes.u8(offset + 1) : OptionalInt.empty();
    }
  }

  /// Whether the function is known to have no MSI-X capability.
  boolean msixRuledOut() {
    return msixRuledOut;
  }

  /// The offset of the Message Control word of MSI-X; empty if not known.
  OptionalInt msixControl() {
    return msix.isPresent() ? OptionalInt.of(msix.getAsInt() + 2) : OptionalInt.empty();
  }

  /// How many vectors the MSI-X capability announces; empty if not known.
  OptionalInt vectors() {
    OptionalInt control = msixControl();
    return control.isPresent() && bytes.knows(control.getAsInt(), 2)
        ? OptionalInt.of(((int) bytes.little(control.getAsInt(), 2).orElseThrow() & TABLE_SIZE) + 1)
        : OptionalInt.empty();
  }

  /// The interrupt pin, 1 for INTA#, 0 for none; empty if not read.
  OptionalInt interruptPin() {
    return bytes.u8(INTERRUPT_PIN);
  }
}
