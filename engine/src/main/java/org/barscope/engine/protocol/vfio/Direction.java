package org.barscope.engine.protocol.vfio;

/// Which way an access goes.
public enum Direction {
  READ("read"),
  WRITE("write");

  private final String text;

  Direction(String text) {
    this.text = text;
  }

  /// How files and the command line spell it.
  public String text() {
    return text;
  }
}
