package org.barscope.app.registers;

import java.util.List;

/// What the registers view shows, in words.
///
/// @param title whose registers, and as of when
/// @param message instead of everything else; empty if there is something to show
/// @param interrupts the interrupt mode, and how long the header is
/// @param registers in address order
/// @param features every feature that was offered or accepted
/// @param queues by index
/// @param config the fields of the device configuration
record RegistersPage(
    String title,
    String message,
    String interrupts,
    List<Register> registers,
    List<Word> features,
    List<Queue> queues,
    List<Field> config) {
  /// One register of the header.
  ///
  /// @param value as hex; `?` if it is not known
  /// @param words what it means
  /// @param changed whether the selected row changed it
  record Register(
      String name, int offset, String value, List<Word> words, boolean known, boolean changed) {}

  /// One word of a register's meaning.
  record Word(String text, Tone tone) {}

  /// How a word is shown.
  enum Tone {
    PLAIN(""),
    /// Accepted by the guest.
    ACCEPTED("✓ "),
    /// Offered and not accepted.
    DECLINED("– "),
    /// Set by the selected row.
    NEW("+ "),
    /// It should not be there.
    WRONG("✗ ");

    private final String glyph;

    Tone(String glyph) {
      this.glyph = glyph;
    }

    /// The sign that says it, with a space after it.
    String glyph() {
      return glyph;
    }
  }

  /// One queue.
  ///
  /// @param lastNotify how long ago its doorbell rang
  /// @param active whether it has an address
  record Queue(
      String name,
      String size,
      String pfn,
      String address,
      String vector,
      String notifies,
      String lastNotify,
      boolean active,
      boolean changed) {}

  /// One field of the device configuration.
  record Field(String name, String value, boolean known, boolean changed) {}

  /// A page with nothing but a remark.
  static RegistersPage saying(String title, String message) {
    return new RegistersPage(title, message, "", List.of(), List.of(), List.of(), List.of());
  }
}
