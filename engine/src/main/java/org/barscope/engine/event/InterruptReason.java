package org.barscope.engine.event;

/// Why a member interrupts its guest.
public enum InterruptReason {
  QUEUE("queue"),
  CONFIG("config");

  private final String text;

  InterruptReason(String text) {
    this.text = text;
  }

  /// How files and the command line spell it.
  public String text() {
    return text;
  }
}
