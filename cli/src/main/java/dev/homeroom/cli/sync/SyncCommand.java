package dev.homeroom.cli.sync;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.DistrictParameter;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.HelpOption;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.TriggerSyncRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Syncs a district now. */
@Command(
    name = "sync",
    description =
        "Syncs a district now, or joins the sync that is under way. Exit code 1: it failed or was"
            + " cancelled.",
    footer = {
      "",
      "  ./homeroom sync DISTRICT --follow",
      "  ./homeroom sync DISTRICT --full --dry-run --follow --json"
    })
public final class SyncCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private DistrictParameter district = new DistrictParameter();

  @ArgGroup private @Nullable Mode mode;

  @Option(
      names = "--dry-run",
      description = "Show what a sync would change: fetch and compare, but apply nothing.")
  private boolean dryRun;

  @Option(names = "--follow", description = "Show the sync's progress and result.")
  private boolean follow;

  @Option(
      names = "--json",
      description = "With --follow: the last line of standard output is the result as JSON.")
  private boolean json;

  /** The ways to read Clever; by default the server chooses. */
  static final class Mode {
    @Option(names = "--full", description = "Read every record.")
    private boolean full;

    @Option(
        names = "--incremental",
        description = "Read Clever's events since the last sync, where they suffice.")
    private boolean incremental;

    private SyncMode wire() {
      return full
          ? SyncMode.SYNC_MODE_FULL
          : incremental ? SyncMode.SYNC_MODE_INCREMENTAL : SyncMode.SYNC_MODE_UNSPECIFIED;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var request =
        TriggerSyncRequest.newBuilder()
            .setName(district.name())
            .setMode(mode == null ? SyncMode.SYNC_MODE_UNSPECIFIED : mode.wire())
            .setDryRun(dryRun)
            .build();
    var console = server.console(json);
    return server.call(
        Caller.OPERATOR,
        (connection, channel) -> {
          var syncs = new SyncActions(connection, channel, console);
          return follow ? syncs.follow(request, json) : syncs.start(request);
        });
  }
}
