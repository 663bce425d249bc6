package dev.homeroom.server.sync;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.StagingTables;
import java.time.Clock;
import java.time.Duration;

/** Forgets old runs once an hour, and what runs that nobody ended left staged. */
public final class RunUpkeep {
  private static final String NAME = "sync-upkeep";

  private final Database database;
  private final Clock clock;
  private final Duration retention;

  /**
   * Will forget.
   *
   * @param retention how long finished runs are kept
   */
  public RunUpkeep(Database database, Clock clock, Duration retention) {
    this.database = database;
    this.clock = clock;
    this.retention = retention;
  }

  /** The job, for {@link Schedules} to do on one server at a time. */
  public RecurringTask<?> job() {
    return Tasks.recurring(NAME, FixedDelay.of(Duration.ofHours(1)))
        .execute((_, _) -> {
          RunRetention.trim(database.dsl(), clock.instant().minus(retention));
          StagingTables.sweep(database.dsl());
        });
  }
}
