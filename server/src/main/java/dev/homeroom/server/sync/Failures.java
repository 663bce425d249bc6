package dev.homeroom.server.sync;

import dev.homeroom.server.db.DatabaseUnavailableException;
import dev.homeroom.server.sync.change.SyncFailedException;
import dev.homeroom.server.sync.change.Take;
import dev.homeroom.v1.SyncFailure;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what an exception means for the run that threw it. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static RunEnd end(Take take, Exception failure) {
    return switch (failure) {
      case SyncFailedException failed -> new RunEnd.Failed(failed.failure(), failed.sentence());
      case DatabaseUnavailableException _ ->
          new RunEnd.Lost("Postgres went away; the run is taken up when it is back");
      default -> {
        var errorId = UUID.randomUUID().toString();
        log.atError()
            .addKeyValue("district", take.district().id())
            .addKeyValue("run", take.run())
            .addKeyValue("errorId", errorId)
            .setCause(failure)
            .log("a sync run failed for a reason that Homeroom cannot explain");
        yield new RunEnd.Failed(
            SyncFailure.SYNC_FAILURE_INTERNAL,
            "Homeroom failed; the server's log has the cause under error id " + errorId + ".");
      }
    };
  }
}
