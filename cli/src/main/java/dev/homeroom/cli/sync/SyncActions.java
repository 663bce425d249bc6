package dev.homeroom.cli.sync;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.homeroom.cli.client.Names;
import dev.homeroom.cli.client.ServerConnection;
import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.Console;
import dev.homeroom.cli.console.Progress;
import dev.homeroom.v1.CancelSyncRunRequest;
import dev.homeroom.v1.ListSyncRunsRequest;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncServiceGrpc.SyncServiceBlockingStub;
import dev.homeroom.v1.TriggerSyncRequest;
import io.grpc.Channel;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Does the work of the commands about syncs on a server. */
final class SyncActions {
  private static final int ANSWER_SECONDS = 30;

  private final ServerConnection connection;
  private final Channel channel;
  private final Console console;

  SyncActions(ServerConnection connection, Channel channel, Console console) {
    this.connection = connection;
    this.channel = channel;
    this.console = console;
  }

  /** Requests a sync and prints its run; returns the exit code. */
  int start(TriggerSyncRequest request) {
    var run = trigger(request);
    console.say("%s %s".formatted(run.getName(), WireWords.constant(run.getState())));
    sayMode(run);
    console.say("To end it: " + console.command("cancel " + run.getName()));
    return 0;
  }

  /** Requests a sync and shows it to its end; returns the exit code. */
  int follow(TriggerSyncRequest request, boolean json) throws InterruptedException {
    var run = trigger(request);
    console.say(run.getName());
    sayMode(run);
    var follower = new RunFollower(connection, channel, new Progress(console, Clock.systemUTC()));
    var ended = follower.follow(run);
    var district = Names.last(request.getName());
    var outcome = new SyncResult(district, district, ended);
    outcome.print(console);
    if (json) {
      console.out().println(outcome.json());
    }
    return outcome.succeeded() ? 0 : 1;
  }

  /** Lists runs, the newest first; returns the exit code. */
  int list(ListSyncRunsRequest request, boolean json) {
    var runs = stub().listSyncRuns(request).getSyncRunsList();
    if (json) {
      runs.forEach(run -> console.out().println(WireWords.json(run)));
      return 0;
    }
    if (runs.isEmpty()) {
      console.say(
          "no runs yet; "
              + console.command("sync " + Names.last(request.getParent()))
              + " starts one");
      return 0;
    }
    var columns = "%-20s  %-11s  %-11s  %8s  %9s  %8s  %s";
    console.say(
        columns.formatted("asked for", "state", "mode", "seconds", "changes", "revision", "run"));
    for (var run : runs) {
      console.say(
          columns.formatted(
              Instant.ofEpochSecond(run.getCreateTime().getSeconds())
                  .truncatedTo(ChronoUnit.SECONDS),
              WireWords.constant(run.getState()),
              mode(run),
              seconds(run),
              run.getChangesCount() == 0
                  ? ""
                  : "%,d".formatted(Counts.changes(run).values().stream().toList().getLast().all()),
              run.hasRevision() ? "%,d".formatted(run.getRevision()) : "",
              run.getName()));
      if (!run.getMessage().isEmpty()) {
        console.say("  " + run.getMessage());
      }
    }
    return 0;
  }

  /** Cancels a run; returns the exit code. */
  int cancel(String name) {
    var run =
        stub()
            .cancelSyncRun(
                CancelSyncRunRequest.newBuilder().setName(name).setRequestId(requestId()).build());
    console.say(run.getName() + " " + WireWords.constant(run.getState()));
    return 0;
  }

  private SyncRun trigger(TriggerSyncRequest request) {
    return stub().triggerSync(request.toBuilder().setRequestId(requestId()).build());
  }

  private void sayMode(SyncRun run) {
    if (!run.getModeReason().isEmpty()
        && run.getRequestedMode() == SyncMode.SYNC_MODE_INCREMENTAL) {
      console.say("It reads everything: " + run.getModeReason());
    }
  }

  private SyncServiceBlockingStub stub() {
    return SyncServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  private static String requestId() {
    return UUID.randomUUID().toString();
  }

  private static String mode(SyncRun run) {
    var mode = WireWords.constant(run.getMode());
    return run.getDryRun() ? mode + " dry" : mode;
  }

  private static String seconds(SyncRun run) {
    return run.hasEndTime()
        ? "%.1f"
            .formatted(
                Durations.toSecondsAsDouble(
                    Timestamps.between(run.getCreateTime(), run.getEndTime())))
        : "";
  }
}
