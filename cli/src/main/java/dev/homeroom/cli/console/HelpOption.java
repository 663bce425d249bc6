package dev.homeroom.cli.console;

import picocli.CommandLine.Option;

/** The flag that shows a command's usage; picocli acts on it. */
public final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable")
  private boolean asked;
}
