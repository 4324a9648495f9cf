package org.barscope.tracer.capture;

/// The numbers of the kinds of events in a payload, in the order of design §4. A number that is
/// missing here belongs to a kind that version 1.0 does not write.
final class KindCode {
  static final int SETUP = 1;
  static final int ACCESS_START = 2;
  static final int LEGACY_ACCESS = 3;
  static final int CONFIG_ACCESS = 4;
  static final int ADMIN_SUBMIT = 5;
  static final int ADMIN_COMPLETE = 6;
  static final int NOTIFY = 7;
  static final int INTERRUPT = 8;
  // 9 QueueActivity, 10 Dma
  static final int LIFECYCLE = 11;
  // 12 FaultInjected
  static final int GUEST_FAULT = 13;
  // 14 Snapshot
  static final int LOST = 15;

  // 16 Note, which is a packet comment

  private KindCode() {}

  /// Whether this version knows the fields of a kind.
  static boolean isKnown(int code) {
    return switch (code) {
      case SETUP,
          ACCESS_START,
          LEGACY_ACCESS,
          CONFIG_ACCESS,
          ADMIN_SUBMIT,
          ADMIN_COMPLETE,
          NOTIFY,
          INTERRUPT,
          LIFECYCLE,
          GUEST_FAULT,
          LOST ->
          true;
      default -> false;
    };
  }
}
