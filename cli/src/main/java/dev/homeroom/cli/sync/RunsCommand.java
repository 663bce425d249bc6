package dev.homeroom.cli.sync;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.DistrictParameter;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.HelpOption;
import dev.homeroom.v1.ListSyncRunsRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists a district's sync runs. */
@Command(
    name = "runs",
    description = "Lists a district's sync runs, the newest first.",
    footer = {"", "  ./homeroom runs DISTRICT", "  ./homeroom runs DISTRICT --limit 1 --json"})
public final class RunsCommand implements Callable<Integer> {
  private static final int MOST = 1000;

  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private DistrictParameter district = new DistrictParameter();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Show at most N runs, 1 to 1000; default: ${DEFAULT-VALUE}.")
  private int limit = 10;

  @Option(names = "--json", description = "Print each run as JSON on its own line.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (limit < 1 || limit > MOST) {
      throw CommandFailure.usage("--limit is 1 to " + MOST);
    }
    var request =
        ListSyncRunsRequest.newBuilder().setParent(district.name()).setPageSize(limit).build();
    var console = server.console(json);
    return server.call(
        Caller.OPERATOR,
        (connection, channel) -> new SyncActions(connection, channel, console).list(request, json));
  }
}
