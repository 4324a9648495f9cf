package org.barscope.app.console;

/// A request that cannot be understood. The message names the field, what was found and what was
/// expected.
final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadRequestException(String message) {
    super(message, null, false, false);
  }
}
