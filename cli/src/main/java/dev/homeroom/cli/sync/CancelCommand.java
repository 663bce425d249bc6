package dev.homeroom.cli.sync;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.HelpOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Cancels a sync run. */
@Command(
    name = "cancel",
    description = "Cancels a sync run that has not been applied yet; the roster stays as it was.",
    footer = {"", "  ./homeroom cancel RUN"})
public final class CancelCommand implements Callable<Integer> {
  private static final String RUN =
      "districts/[0-9a-f]{24}/syncRuns/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "The run, districts/DISTRICT/syncRuns/UUID.")
  private String run = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    var name = run.strip();
    if (!name.matches(RUN)) {
      throw CommandFailure.usage(
          "a run is districts/DISTRICT/syncRuns/UUID, as `./homeroom runs DISTRICT` shows it");
    }
    return server.call(
        Caller.OPERATOR,
        (connection, channel) ->
            new SyncActions(connection, channel, server.console(false)).cancel(name));
  }
}
