package dev.homeroom.cli.roster;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.DistrictParameter;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.HelpOption;
import dev.homeroom.v1.DiffRevisionsRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two revisions of a district's roster. */
@Command(
    name = "diff",
    description =
        "Shows the differences between two revisions of a district's roster: the counts of each"
            + " type, and the records: + entered, ~ changed with which fields, - left.",
    footer = {"", "  ./homeroom diff DISTRICT 1 2", "  ./homeroom diff DISTRICT 1 --all"})
public final class DiffCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private DistrictParameter district = new DistrictParameter();

  @Parameters(index = "1", paramLabel = "R1", description = "The earlier revision.")
  private long from;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "R2",
      description = "The later revision; default: the newest.")
  private long to;

  @Option(names = "--all", description = "Show every difference, not only the first 100.")
  private boolean all;

  @Option(names = "--json", description = "Print each page of the answer as JSON on a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var request =
        DiffRevisionsRequest.newBuilder()
            .setParent(district.name())
            .setFromRevision(from)
            .setToRevision(to)
            .build();
    var console = server.console(true);
    return server.call(
        Caller.APP,
        (connection, channel) -> {
          new RevisionDiff(channel, console, all, json).show(request);
          return 0;
        });
  }
}
