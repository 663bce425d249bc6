package dev.homeroom.cli.explain;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.Console;
import dev.homeroom.cli.console.HelpOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks why a record is in a roster or not. */
@Command(
    name = "explain",
    description = "Tells why a record is in its district's roster, or why it is not.")
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

  @Option(names = "--json", description = "Say it as JSON on one line.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return server.call(
        Caller.REVIEWER,
        (_, channel) -> new Explanations(channel, Console.ofProcess(json)).record(name, json));
  }
}
