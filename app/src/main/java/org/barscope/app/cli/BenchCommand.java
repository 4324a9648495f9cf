package org.barscope.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `barscope bench`: measures, and prints figures.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {"Measures on this machine and prints figures and ratios of one run.", ""},
    subcommands = {BenchEngineCommand.class, BenchUiCommand.class})
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = noSpec();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "nothing to measure named, expected one of: engine, ui");
  }

  private static CommandSpec noSpec() {
    return CommandSpec.create();
  }
}
