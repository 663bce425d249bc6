package dev.homeroom.cli.explain;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.HelpOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains why a record is in a roster or not, or shows what a user sees and who sees the user. */
@Command(
    name = "explain",
    description =
        "Explains why a record is in its district's roster or not; or what a user sees, and who sees"
            + " the user.",
    footer = {
      "",
      "  ./homeroom explain districts/ID/users/ID",
      "  ./homeroom explain districts/ID/users/ID --access"
    })
public final class ExplainCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "A record, for example districts/ID/users/ID.")
  private String name = "";

  @Option(
      names = "--access",
      description =
          "Show what the user sees after signing in, and which apps and people see the user.")
  private boolean access;

  @Option(names = "--json", description = "Print the explanation as JSON on one line.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return server.call(
        Caller.REVIEWER,
        (_, channel) -> {
          var explanations = new ExplainActions(channel, server.console(json));
          return access ? explanations.access(name, json) : explanations.record(name, json);
        });
  }
}
