package org.barscope.tracer.replay;

/// Why a value that the emulated device answers may differ from what the real one answered: a
/// closed list. Anything else is unexplained.
public enum Explanation {
  /// ISR, link or configuration was changed by something the log has no line for.
  CAUSE_NOT_LOGGED("cause-not-logged"),
  /// The access crosses a register, which the firmware must refuse.
  SINGLE_FIELD_RULE("single-field-rule"),
  /// The log begins when the driver was already at work, and nothing since has told the value.
  MID_LIFE_UNKNOWN("mid-life-unknown"),
  /// A VF has no interrupt pin.
  NO_INTERRUPT_PIN("no-interrupt-pin"),
  /// The access lies beyond the emulated BAR0.
  BEYOND_BAR("beyond-bar");

  private final String text;

  Explanation(String text) {
    this.text = text;
  }

  /// How summaries spell it.
  public String text() {
    return text;
  }
}
