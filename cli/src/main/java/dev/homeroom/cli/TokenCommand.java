package dev.homeroom.cli;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.SandboxClient;
import dev.homeroom.cli.console.HelpOption;
import dev.homeroom.cli.home.Cache;
import dev.homeroom.cli.home.RunChoice;
import dev.homeroom.cli.home.Runs;
import dev.homeroom.cli.runtime.Installation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a token for the server of a running {@code up}. */
@Command(
    name = "token",
    description = "Prints a token for the running server, valid for an hour.",
    footer = {"", "  ./homeroom token", "  ./homeroom token operator"})
final class TokenCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ROLE",
      description = "app (default), reviewer or operator.")
  private Caller caller = Caller.APP;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Use the running up with this data directory; default: the one of this checkout.")
  private @Nullable Path dataDirectory;

  @Override
  public Integer call() {
    var run =
        new RunChoice(new Runs(Cache.ofUser(System.getenv())), Installation.find().checkout())
            .require(Optional.ofNullable(dataDirectory));
    System.out.println(new SandboxClient(String.valueOf(run.sandbox())).token(caller));
    return 0;
  }
}
