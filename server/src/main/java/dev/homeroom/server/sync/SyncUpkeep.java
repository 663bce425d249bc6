package dev.homeroom.server.sync;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.StagingTables;
import java.time.Clock;
import java.time.Duration;

/** Deletes old runs, and the staged rows of runs that no server ended. */
public final class SyncUpkeep {
  private static final Duration BETWEEN = Duration.ofHours(1);

  private SyncUpkeep() {}

  /**
   * Returns the job that does this every hour, on one server at a time.
   *
   * @param runRetention how long finished runs are kept
   */
  public static RecurringTask<Void> job(Database database, Clock clock, Duration runRetention) {
    return Tasks.recurring("sync-upkeep", FixedDelay.of(BETWEEN))
        .execute((_, _) -> {
          RunRetention.trim(database.dsl(), clock.instant().minus(runRetention));
          StagingTables.sweep(database);
        });
  }
}
