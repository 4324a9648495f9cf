package org.barscope.app.cli;

/// What a command ends with, for scripts.
final class ExitCode {
  /// Fine, also when nothing matched.
  static final int FINE = 0;

  /// Something was found: unexplained differences, damage, losses.
  static final int FOUND = 1;

  /// It could not be done: usage, no such file, not readable as what it claims to be.
  static final int COULD_NOT = 2;

  private ExitCode() {}
}
