package org.barscope.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.barscope.tracer.capture.CaptureWriteException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program as a command line: `barscope COMMAND …`.
@Command(
    name = "barscope",
    version = "barscope 0.1.0",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what a legacy virtio driver does to an SR-IOV VF: every BAR0 access,",
      "and the admin command that it became.",
      ""
    },
    footer = {
      "",
      "Without a command a window shows three of the sample traces being played.",
      "Exit codes: 0 fine, 1 something was found, 2 could not, 130 on Ctrl-C."
    },
    subcommands = {RunCommand.class, ShowCommand.class, ConsoleCommand.class, BenchCommand.class})
public final class Barscope implements Callable<Integer> {
  private static final String DEBUG = "BARSCOPE_DEBUG";

  private Barscope() {}

  /// Runs a command.
  ///
  /// @return the exit code
  public static int run(String... arguments) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    CommandLine line =
        new CommandLine(new Barscope())
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((e, _) -> usage(err, e))
            .setExecutionExceptionHandler((e, _, _) -> failed(err, e));
    return line.execute(arguments);
  }

  @Override
  public Integer call() {
    return RunWindow.demo();
  }

  private static int usage(PrintWriter err, ParameterException e) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    err.println("barscope: " + complaint(e) + "; see " + name + " --help");
    return ExitCode.COULD_NOT;
  }

  private static int failed(PrintWriter err, Exception e) {
    boolean expected = e instanceof CommandException || e instanceof CaptureWriteException;
    String message = firstLine(String.valueOf(e.getMessage()));
    err.println(
        "barscope: "
            + (expected
                ? message
                : "internal error: "
                    + e.getClass().getSimpleName()
                    + ": "
                    + message
                    + "; set "
                    + DEBUG
                    + "=1 for details"));
    if (System.getenv(DEBUG) != null) {
      e.printStackTrace(err);
    }
    return ExitCode.COULD_NOT;
  }

  private static String complaint(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched
        && e.getCommandLine().getParent() == null
        && !unmatched.isUnknownOption()) {
      return "no command '"
          + unmatched.getUnmatched().getFirst()
          + "', expected run, show, console or bench";
    }
    return firstLine(String.valueOf(e.getMessage()));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
