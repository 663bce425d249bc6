package dev.homeroom.cli;

import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.home.Cache;
import dev.homeroom.cli.home.RunChoice;
import dev.homeroom.cli.home.Runs;
import dev.homeroom.cli.runtime.Installation;
import dev.homeroom.cli.runtime.ProcessEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/**
 * Runs the sandbox's own command line: either a sandbox alone, or a command for a running sandbox.
 * That is the sandbox of this checkout's {@code up}, unless a flag names another.
 */
@Command(
    name = "sandbox",
    description =
        "Runs the Clever sandbox alone, or changes a running one; ./homeroom sandbox --help shows its flags and commands.")
final class SandboxCommand implements Callable<Integer> {
  /** The variable from which the sandbox's commands take the control API if no flag names one. */
  private static final String CONTROL = "HOMEROOM_SANDBOX_CONTROL";

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Use the running up with this data directory; default: the one of this checkout.")
  private @Nullable Path dataDirectory;

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var installation = Installation.find();
    var command =
        new ArrayList<>(
            installation.java("sandbox", "dev.homeroom.sandbox.SandboxMain", List.of()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).inheritIO();
    if (dataDirectory != null && !changesARunningOne()) {
      throw CommandFailure.usage(
          "--data-dir goes with a command for a running sandbox; ./homeroom sandbox --help lists them");
    }
    if (changesARunningOne()
        && (dataDirectory != null || !builder.environment().containsKey(CONTROL))) {
      var run =
          new RunChoice(new Runs(Cache.ofUser(System.getenv())), installation.checkout())
              .require(Optional.ofNullable(dataDirectory));
      builder.environment().put(CONTROL, String.valueOf(run.sandboxControl()));
    }
    var process = builder.start();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> ProcessEnd.end(process.toHandle()), "end-sandbox"));
    return process.waitFor();
  }

  /**
   * Returns whether the arguments begin with a command for a running sandbox and no flag names one.
   */
  private boolean changesARunningOne() {
    return !arguments.isEmpty()
        && !arguments.getFirst().startsWith("-")
        && arguments.stream()
            .noneMatch(
                word -> word.equals("--help") || word.equals("-h") || word.startsWith("--control"));
  }
}
