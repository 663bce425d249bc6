package dev.homeroom.cli;

import dev.homeroom.cli.home.Cache;
import dev.homeroom.cli.home.RunRecord;
import dev.homeroom.cli.home.Runs;
import dev.homeroom.cli.runtime.Endings;
import dev.homeroom.cli.runtime.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Runs the sandbox's own command line: a sandbox alone, or a command that lets something happen in
 * one that runs, which is that of the newest {@code up} unless another is named.
 */
@Command(
    name = "sandbox",
    description =
        "Runs the Clever sandbox alone, or changes a running one; ./homeroom sandbox --help shows its flags and commands.")
final class SandboxCommand implements Callable<Integer> {
  /** Where the sandbox's commands look for a control API that no flag names. */
  private static final String CONTROL = "HOMEROOM_SANDBOX_CONTROL";

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            Installation.find().java("sandbox", "dev.homeroom.sandbox.SandboxMain", List.of()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).inheritIO();
    new Runs(Cache.ofUser(System.getenv()))
        .newest()
        .map(RunRecord::sandboxControl)
        .ifPresent(url -> builder.environment().putIfAbsent(CONTROL, url));
    var process = builder.start();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> Endings.end(process.toHandle()), "end-sandbox"));
    return process.waitFor();
  }
}
