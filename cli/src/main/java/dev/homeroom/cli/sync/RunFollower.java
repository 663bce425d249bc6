package dev.homeroom.cli.sync;

import dev.homeroom.cli.client.ServerConnection;
import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.Progress;
import dev.homeroom.v1.FetchProgress;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncState;
import dev.homeroom.v1.WatchSyncRunRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Follows a run to its end, across a restart of the server, and shows its progress. */
public final class RunFollower {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Set<Status.Code> PASSING =
      Set.of(Status.Code.UNAVAILABLE, Status.Code.CANCELLED, Status.Code.UNAUTHENTICATED);

  /** The states in which a message says how long Clever makes the run wait. */
  private static final Set<SyncState> READING =
      Set.of(SyncState.SYNC_STATE_FETCHING, SyncState.SYNC_STATE_DIFFING);

  private final ServerConnection connection;
  private final Channel channel;
  private final Progress progress;

  /**
   * Creates a follower.
   *
   * @param channel belongs to the connection and carries the token
   */
  public RunFollower(ServerConnection connection, Channel channel, Progress progress) {
    this.connection = connection;
    this.channel = channel;
    this.progress = progress;
  }

  /** Returns whether a run has ended. */
  public static boolean ended(SyncRun run) {
    return switch (run.getState()) {
      case SYNC_STATE_SUCCEEDED,
          SYNC_STATE_SUCCEEDED_WITH_PLAN,
          SYNC_STATE_FAILED,
          SYNC_STATE_CANCELLED ->
          true;
      case SYNC_STATE_UNSPECIFIED,
          SYNC_STATE_QUEUED,
          SYNC_STATE_FETCHING,
          SYNC_STATE_DIFFING,
          SYNC_STATE_APPLYING,
          SYNC_STATE_CHECKING,
          UNRECOGNIZED ->
          false;
    };
  }

  /** Waits for the end of a run and returns its final state. */
  public SyncRun follow(SyncRun run) throws InterruptedException {
    var last = run;
    var heard = Instant.now();
    try {
      while (!ended(last)) {
        try {
          var steps =
              SyncServiceGrpc.newBlockingStub(channel)
                  .watchSyncRun(WatchSyncRunRequest.newBuilder().setName(run.getName()).build());
          while (steps.hasNext()) {
            last = steps.next().getSyncRun();
            heard = Instant.now();
            show(last);
          }
        } catch (StatusRuntimeException e) {
          var passing = PASSING.contains(e.getStatus().getCode());
          if (!passing || Instant.now().isAfter(heard.plus(PATIENCE))) {
            throw e;
          }
        }
        if (!ended(last)) {
          Thread.sleep(PAUSE);
          connection.retryNow();
        }
      }
      return last;
    } finally {
      progress.end();
    }
  }

  private void show(SyncRun run) {
    if (ended(run)) {
      return;
    }
    if (READING.contains(run.getState()) && !run.getMessage().isEmpty()) {
      progress.remark(run.getMessage());
    }
    if (run.getState() == SyncState.SYNC_STATE_FETCHING) {
      var fetched = run.getProgressList().stream().mapToLong(FetchProgress::getFetched).sum();
      var total = run.getProgressList().stream().mapToLong(FetchProgress::getTotal).sum();
      progress.show("fetching", fetched, total);
    } else {
      progress.show(WireWords.word(run.getState()), 0, 0);
    }
  }
}
