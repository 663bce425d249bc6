package dev.homeroom.cli;

import dev.homeroom.cli.runtime.Endings;
import dev.homeroom.cli.runtime.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs the sandbox alone, with its own flags. */
@Command(
    name = "sandbox",
    description = "Runs the Clever sandbox alone; ./homeroom sandbox --help shows its flags.")
final class SandboxCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            Installation.find().java("sandbox", "dev.homeroom.sandbox.SandboxMain", List.of()));
    command.addAll(arguments);
    var process = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> Endings.end(process.toHandle()), "end-sandbox"));
    return process.waitFor();
  }
}
