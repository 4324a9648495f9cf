package org.barscope.app.cli;

/// A command that could not do its work; the message is the one line that the user sees.
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CommandException(String message) {
    super(message);
  }

  /// Says what its cause says.
  CommandException(Exception cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }

  CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
