package dev.homeroom.server.sync;

import dev.homeroom.server.db.failure.DatabaseFullException;
import dev.homeroom.server.db.failure.DatabaseUnavailableException;
import dev.homeroom.server.sync.RunState.Checking;
import dev.homeroom.server.sync.RunState.Held;
import dev.homeroom.server.sync.RunState.Unapplied;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.server.sync.stage.SyncFailedException;
import dev.homeroom.v1.SyncFailure;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates an exception into the end of the run that threw it. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static RunEnd end(RunLease take, Held from, Exception failure) {
    if (failure instanceof DatabaseUnavailableException) {
      return new RunEnd.Lost("Postgres went away; the run is taken up when it is back");
    }
    var ended =
        switch (from) {
          case Unapplied state when failure instanceof SyncFailedException failed ->
              state.failed(failed.failure(), failed.sentence());
          case Unapplied state when failure instanceof DatabaseFullException ->
              state.failed(
                  SyncFailure.SYNC_FAILURE_DATABASE_FULL,
                  "Postgres has no room left on its disk, so nothing was applied. Give it more; the"
                      + " next sync tries again.");
          case Unapplied state ->
              state.failed(
                  SyncFailure.SYNC_FAILURE_INTERNAL,
                  "Homeroom failed; the server's log has the cause under error id "
                      + logged(take, failure)
                      + ".");
          case Checking state ->
              state.unchecked(
                  "The roster is in, but Homeroom failed to look for findings; the server's log has"
                      + " the cause under error id "
                      + logged(take, failure)
                      + ".");
        };
    return new RunEnd.AtEnd(from, ended);
  }

  private static String logged(RunLease take, Exception failure) {
    var errorId = UUID.randomUUID().toString();
    log.atError()
        .addKeyValue("district", take.district().id())
        .addKeyValue("run", take.run())
        .addKeyValue("errorId", errorId)
        .setCause(failure)
        .log("a sync run failed for a reason that Homeroom cannot explain");
    return errorId;
  }
}
