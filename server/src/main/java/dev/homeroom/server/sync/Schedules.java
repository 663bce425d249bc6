package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;
import static dev.homeroom.server.db.generated.Tables.SCHEDULED_TASKS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.when;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.DistrictSet;
import dev.homeroom.server.rpc.DistrictLookup;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.v1.SyncMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Triggers the runs that are due by their districts' schedules. A district has one row in
 * db-scheduler's table, with its next time; times that passed while no server was up are made up
 * for by a single run. Several servers share the work.
 */
public final class Schedules implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Schedules.class);
  private static final String TASK = "sync";
  private static final Duration POLLING = Duration.ofSeconds(5);

  /** A district with locked rows must not delay others. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Database database;
  private final Clock clock;
  private final Scheduler scheduler;
  private boolean closed;

  private Schedules(Database database, Clock clock, List<RecurringTask<?>> jobs, Duration polling) {
    this.database = database;
    this.clock = clock;
    var task =
        Tasks.custom(TASK, Void.class)
            .execute((instance, _) -> {
              var district = CleverId.of(instance.getId());
              trigger(district);
              return completion(district);
            });
    this.scheduler =
        Scheduler.create(database.dataSource(), task)
            .startTasks(jobs)
            .clock(clock::instant)
            // Set here, because detecting it would ask Postgres, which may not answer yet.
            .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
            .pollingInterval(polling)
            .threads(2)
            .build();
  }

  /**
   * Starts to trigger as soon as Postgres answers.
   *
   * @param jobs further tasks, each on one server at a time
   */
  public static Schedules start(Database database, Clock clock, List<RecurringTask<?>> jobs) {
    return start(database, clock, jobs, POLLING);
  }

  static Schedules start(
      Database database, Clock clock, List<RecurringTask<?>> jobs, Duration polling) {
    var schedules = new Schedules(database, clock, jobs, polling);
    var _ = database.migrated().thenRun(schedules::begin);
    return schedules;
  }

  private synchronized void begin() {
    if (!closed) {
      scheduler.start();
    }
  }

  /**
   * Schedules the district's runs as declared; a suspended district has none. A run that is due and
   * not triggered yet stays due.
   */
  public static void apply(
      DSLContext transaction,
      DistrictKey district,
      Schedule schedule,
      boolean suspended,
      Instant now) {
    if (suspended) {
      remove(transaction, district);
      return;
    }
    transaction
        .insertInto(SCHEDULED_TASKS)
        .set(SCHEDULED_TASKS.TASK_NAME, TASK)
        .set(SCHEDULED_TASKS.TASK_INSTANCE, district.id().toString())
        .set(SCHEDULED_TASKS.EXECUTION_TIME, next(schedule, district.id(), now))
        .set(SCHEDULED_TASKS.PICKED, false)
        .set(SCHEDULED_TASKS.VERSION, 1L)
        .onConflict()
        .doUpdate()
        .set(
            SCHEDULED_TASKS.EXECUTION_TIME,
            when(
                    SCHEDULED_TASKS.EXECUTION_TIME.le(at(now)).andNot(SCHEDULED_TASKS.PICKED),
                    SCHEDULED_TASKS.EXECUTION_TIME)
                .otherwise(excluded(SCHEDULED_TASKS.EXECUTION_TIME)))
        .set(SCHEDULED_TASKS.PICKED, inline(false))
        .set(SCHEDULED_TASKS.VERSION, SCHEDULED_TASKS.VERSION.plus(1))
        .execute();
  }

  private static OffsetDateTime next(Schedule schedule, CleverId district, Instant now) {
    return at(schedule.spread(district).after(now));
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  /** Deletes the district's schedule. */
  public static void remove(DSLContext transaction, DistrictKey district) {
    transaction
        .deleteFrom(SCHEDULED_TASKS)
        .where(SCHEDULED_TASKS.TASK_NAME.eq(TASK))
        .and(SCHEDULED_TASKS.TASK_INSTANCE.eq(district.id().toString()))
        .execute();
  }

  /** Returns when each district next syncs by itself, unless it is suspended or not declared. */
  public static Map<DistrictKey, Instant> next(DSLContext sql, DistrictSet districts) {
    var ids = districts.keys().stream().map(district -> district.id().toString()).toList();
    var times =
        sql.select(SCHEDULED_TASKS.TASK_INSTANCE, SCHEDULED_TASKS.EXECUTION_TIME)
            .from(SCHEDULED_TASKS)
            .where(SCHEDULED_TASKS.TASK_NAME.eq(TASK))
            .and(SCHEDULED_TASKS.TASK_INSTANCE.eq(any(ids.toArray(String[]::new))))
            .fetchMap(row -> row.value1(), row -> row.value2().toInstant());
    var next = new HashMap<DistrictKey, Instant>();
    for (var district : districts.keys()) {
      Optional.ofNullable(times.get(district.id().toString()))
          .ifPresent(time -> next.put(district, time));
    }
    return next;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (scheduler.getSchedulerState().isStarted()) {
      scheduler.stop();
    }
  }

  private void trigger(CleverId id) {
    database.transaction(
        PATIENCE,
        transaction -> {
          DistrictLookup.find(transaction, id)
              .ifPresent(district -> {
                try {
                  SyncRuns.trigger(
                      transaction, district, SyncMode.SYNC_MODE_UNSPECIFIED, Optional.empty());
                } catch (RefusedException refused) {
                  log.atInfo()
                      .addKeyValue("district", id)
                      .log("the schedule of a stopped district came due");
                }
              });
          return id;
        });
  }

  /** Moves on to the next time of the current declaration. */
  private CompletionHandler<Void> completion(CleverId id) {
    return (complete, operations) -> {
      var next = declared(id).map(schedule -> schedule.spread(id).after(clock.instant()));
      if (next.isPresent()) {
        operations.reschedule(complete, next.get());
      } else {
        operations.stop();
      }
    };
  }

  private Optional<Schedule> declared(CleverId id) {
    return database
        .dsl()
        .select(DISTRICT_DECLARATIONS.CRON, DISTRICT_DECLARATIONS.TIME_ZONE)
        .from(DISTRICT_DECLARATIONS)
        .join(DISTRICTS)
        .using(DISTRICTS.DISTRICT)
        .where(DISTRICTS.ID.eq(id.bytes()))
        .andNot(DISTRICT_DECLARATIONS.SUSPEND)
        .fetchOptional(row -> Schedule.of(row.value1(), row.value2()));
  }
}
