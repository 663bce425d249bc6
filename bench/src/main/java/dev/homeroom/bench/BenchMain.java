package dev.homeroom.bench;

import dev.homeroom.bench.chaos.ChaosCommand;
import dev.homeroom.bench.flood.FloodCommand;
import dev.homeroom.bench.imports.ImportCommand;
import dev.homeroom.bench.latency.LatencyCommand;
import dev.homeroom.bench.many.ManyCommand;
import dev.homeroom.bench.process.BenchLogging;
import dev.homeroom.bench.query.QueryCommand;
import dev.homeroom.bench.share.ShareCommand;
import dev.homeroom.bench.walk.WalkCommand;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code homeroom bench} command. Exit codes: 0 measured, 1 tried and failed, 2 invalid
 * request; with 1 and 2 comes a clear line on standard error.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Benchmarks and other long measurements.",
    subcommands = {
      ImportCommand.class,
      ManyCommand.class,
      ChaosCommand.class,
      LatencyCommand.class,
      QueryCommand.class,
      ShareCommand.class,
      FloodCommand.class,
      WalkCommand.class
    })
public final class BenchMain {

  BenchMain() {}

  /** Runs a benchmark and ends the process with its exit code. */
  public static void main(String[] args) {
    BenchLogging.select();
    System.exit(commandLine().execute(args));
  }

  /** Returns the command line, which tests run in their own process. */
  static CommandLine commandLine() {
    return new CommandLine(new BenchMain())
        .setParameterExceptionHandler(
            (problem, _) -> say(problem.getCommandLine(), problem.getMessage(), 2))
        .setExecutionExceptionHandler((problem, command, _) -> {
          if (problem instanceof BenchException || problem instanceof IOException) {
            return say(command, problem.getMessage(), 1);
          }
          throw problem;
        });
  }

  private static int say(CommandLine command, @Nullable String line, int exitCode) {
    command.getErr().println("homeroom bench: " + line);
    return exitCode;
  }
}
