package org.barscope.app.shell;

/// No window can be opened here; the message is one line that says what to do.
public final class WindowException extends RuntimeException {
  private static final long serialVersionUID = 1;

  WindowException(String message) {
    super(message);
  }

  WindowException(String message, Throwable cause) {
    super(message, cause);
  }
}
