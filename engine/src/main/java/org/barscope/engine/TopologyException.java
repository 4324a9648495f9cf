package org.barscope.engine;

/// A topology that cannot be built. The message says what was found, where, and what was expected.
public final class TopologyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param message for the user
  public TopologyException(String message) {
    super(message);
  }
}
