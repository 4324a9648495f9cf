package org.barscope.app;

import org.barscope.app.cli.Barscope;

/// The program's entry.
public final class Main {
  private Main() {}

  /// Runs the command line and ends the process with its exit code.
  public static void main(String[] arguments) {
    System.exit(Barscope.run(arguments));
  }
}
