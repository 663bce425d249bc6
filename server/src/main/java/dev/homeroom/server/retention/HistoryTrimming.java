package dev.homeroom.server.retention;

import static dev.homeroom.server.db.generated.Tables.COURSES_HISTORY;
import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.REVISIONS;
import static dev.homeroom.server.db.generated.Tables.SCHOOLS_HISTORY;
import static dev.homeroom.server.db.generated.Tables.SECTIONS_HISTORY;
import static dev.homeroom.server.db.generated.Tables.TERMS_HISTORY;
import static dev.homeroom.server.db.generated.Tables.USERS_HISTORY;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictSweep;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.jooq.Field;
import org.jooq.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes, in every district, history whose retention has passed. First it deletes the revisions
 * that can no longer be read, then, in small transactions, the rows that only those needed; a
 * reader in between is refused rather than given half an answer. Decided plans of the same age are
 * deleted too. It touches nothing that a sync waits for, leaves locked rows and failing districts
 * for the next time, and may be interrupted or run twice at any time.
 */
public final class HistoryTrimming {
  private static final Logger log = LoggerFactory.getLogger(HistoryTrimming.class);
  private static final Duration BETWEEN = Duration.ofHours(1);
  private static final int BATCH = 5_000;
  private static final List<Table<?>> HISTORIES =
      List.of(SCHOOLS_HISTORY, TERMS_HISTORY, COURSES_HISTORY, SECTIONS_HISTORY, USERS_HISTORY);

  private final Database database;
  private final Clock clock;
  private final Duration retention;

  /**
   * Deletes from the database.
   *
   * @param retention how long former rows are kept after their end
   */
  public HistoryTrimming(Database database, Clock clock, Duration retention) {
    this.database = database;
    this.clock = clock;
    this.retention = retention;
  }

  /** The hourly job, which runs on one server at a time. */
  public RecurringTask<Void> job() {
    return Tasks.recurring("trim-history", FixedDelay.of(BETWEEN))
        .execute((instance, context) -> trim());
  }

  /** Trims all districts once. */
  public void trim() {
    var districts =
        database
            .dsl()
            .select(DISTRICTS.DISTRICT)
            .from(DISTRICTS)
            .where(DISTRICTS.REVISION.gt(0L))
            .orderBy(DISTRICTS.DISTRICT)
            .fetch(DISTRICTS.DISTRICT);
    long trimmed = DistrictSweep.each(districts, "trim-history", this::trim);
    if (trimmed > 0) {
      log.atInfo().addKeyValue("rows", trimmed).log("history was trimmed");
    }
    long plans = new PlanTrimming(database).trim(clock.instant().minus(retention));
    if (plans > 0) {
      log.atInfo().addKeyValue("plans", plans).log("decided plans were trimmed");
    }
  }

  private long trim(int district) {
    forgetRevisions(district);
    long oldest = oldest(district);
    return HISTORIES.stream().mapToLong(history -> trim(history, district, oldest)).sum();
  }

  /**
   * Deletes revisions from before the cut, except the newest of them, which was the roster at the
   * cut.
   */
  private void forgetRevisions(int district) {
    var cut = clock.instant().minus(retention).atOffset(ZoneOffset.UTC);
    var older = REVISIONS.as("older");
    database.transaction(transaction ->
        transaction
            .deleteFrom(REVISIONS)
            .where(REVISIONS.DISTRICT.eq(district))
            .and(
                REVISIONS.REVISION.in(
                    select(REVISIONS.REVISION)
                        .from(REVISIONS)
                        .where(REVISIONS.DISTRICT.eq(district))
                        .and(
                            REVISIONS.REVISION.lt(
                                select(max(older.REVISION))
                                    .from(older)
                                    .where(older.DISTRICT.eq(district))
                                    .and(older.WRITTEN_AT.lt(cut))))
                        .forUpdate()
                        .skipLocked()))
            .execute());
  }

  private long oldest(int district) {
    return database
        .dsl()
        .select(coalesce(min(REVISIONS.REVISION), inline(0L)))
        .from(REVISIONS)
        .where(REVISIONS.DISTRICT.eq(district))
        .fetchSingle()
        .value1();
  }

  /** Deletes rows that ended with the oldest revision or before it. */
  private long trim(Table<?> history, int district, long oldest) {
    var number = column(history, "district", Integer.class);
    var id = column(history, "id", byte[].class);
    var until = column(history, "until_revision", Long.class);
    long all = 0;
    int deleted;
    do {
      deleted =
          database.transaction(transaction ->
              transaction
                  .deleteFrom(history)
                  .where(
                      row(number, id, until)
                          .in(
                              select(number, id, until)
                                  .from(history)
                                  .where(number.eq(district))
                                  .and(until.le(oldest))
                                  .orderBy(until, id)
                                  .limit(BATCH)
                                  .forUpdate()
                                  .skipLocked()))
                  .execute());
      all += deleted;
    } while (deleted == BATCH && !Thread.currentThread().isInterrupted());
    return all;
  }

  private static <T> Field<T> column(Table<?> table, String name, Class<T> type) {
    return requireNonNull(table.field(name, type), name);
  }
}
