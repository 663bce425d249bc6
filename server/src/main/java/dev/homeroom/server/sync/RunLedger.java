package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Sequences.STAGES;
import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.FINDINGS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUN_TYPES;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.Sessions;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.Signals.Channel;
import dev.homeroom.server.db.StagingTables;
import dev.homeroom.server.sync.change.Take;
import dev.homeroom.v1.SyncFailure;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record6;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases of runs, by Postgres's clock alone. docs/adr/0003-runs-and-leases.md tells why they
 * are so.
 */
final class RunLedger {
  static final List<String> WORKING = List.of("FETCHING", "DIFFING", "APPLYING", "CHECKING");
  static final List<String> ACTIVE =
      List.of("QUEUED", "FETCHING", "DIFFING", "APPLYING", "CHECKING");

  private static final Logger log = LoggerFactory.getLogger(RunLedger.class);
  private static final int MOST_ATTEMPTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Database database;
  private final String holder;
  private final Duration lease;

  /**
   * Leases runs to one server.
   *
   * @param holder names the server; unique among all that run
   */
  RunLedger(Database database, String holder, Duration lease) {
    this.database = database;
    this.holder = holder;
    this.lease = lease;
  }

  /**
   * A run in this server's hands.
   *
   * @param applied whether an earlier holder has applied it, so that only CHECKING is left
   */
  record Taken(Take take, boolean applied) {}

  Duration lease() {
    return lease;
  }

  /** Takes the oldest run that waits, or whose holder's lease has lapsed. */
  Optional<Taken> take() {
    var lapsed = SYNC_RUNS.STATE.in(WORKING).and(SYNC_RUNS.LEASE_UNTIL.lt(currentOffsetDateTime()));
    database
        .dsl()
        .select(SYNC_RUNS.RUN, SYNC_RUNS.EPOCH)
        .from(SYNC_RUNS)
        .where(lapsed)
        .fetch()
        .forEach(row ->
            Sessions.end(database.dsl(), Take.session(row.value1(), row.value2()), PATIENCE));
    var former = new AtomicReference<Optional<Long>>(Optional.empty());
    var taken =
        database.transaction(
            PATIENCE,
            transaction -> {
              var row =
                  transaction
                      .select(
                          SYNC_RUNS.RUN,
                          SYNC_RUNS.DISTRICT,
                          SYNC_RUNS.districts().ID,
                          SYNC_RUNS.STATE,
                          SYNC_RUNS.ATTEMPT,
                          SYNC_RUNS.STAGE)
                      .from(SYNC_RUNS)
                      .where(SYNC_RUNS.STATE.eq("QUEUED").or(lapsed))
                      .orderBy(SYNC_RUNS.CREATED_AT)
                      .limit(1)
                      .forUpdate()
                      .of(SYNC_RUNS)
                      .skipLocked()
                      .fetchOne();
              if (row == null) {
                return Optional.<Taken>empty();
              }
              former.set(Optional.ofNullable(row.value6()));
              return take(transaction, row);
            });
    former.get().ifPresent(stage -> StagingTables.discard(database.dsl(), stage));
    return taken;
  }

  private Optional<Taken> take(
      DSLContext transaction, Record6<UUID, Integer, byte[], String, Integer, Long> row) {
    var district = new DistrictKey(row.value2(), CleverId.of(row.value3()));
    if (row.value5() >= MOST_ATTEMPTS) {
      transaction
          .update(SYNC_RUNS)
          .set(SYNC_RUNS.STATE, "FAILED")
          .set(SYNC_RUNS.FAILURE, name(SyncFailure.SYNC_FAILURE_TOO_MANY_ATTEMPTS))
          .set(
              SYNC_RUNS.MESSAGE,
              "The run was taken up "
                  + row.value5()
                  + " times and never came to an end. The servers' logs tell why; the next sync"
                  + " tries again.")
          .set(SYNC_RUNS.ENDED_AT, currentOffsetDateTime())
          .setNull(SYNC_RUNS.LEASE_HOLDER)
          .setNull(SYNC_RUNS.LEASE_UNTIL)
          .setNull(SYNC_RUNS.STAGE)
          .where(SYNC_RUNS.RUN.eq(row.value1()))
          .execute();
      signal(transaction, row.value1(), district);
      return Optional.empty();
    }
    boolean applied = row.value4().equals("CHECKING");
    var take =
        new Take(row.value1(), district, raiseEpoch(transaction, district), nextStage(transaction));
    transaction
        .update(SYNC_RUNS)
        .set(SYNC_RUNS.STATE, applied ? "CHECKING" : "FETCHING")
        .set(SYNC_RUNS.ATTEMPT, SYNC_RUNS.ATTEMPT.plus(1))
        .set(SYNC_RUNS.EPOCH, take.epoch())
        .set(SYNC_RUNS.LEASE_HOLDER, holder)
        .set(SYNC_RUNS.LEASE_UNTIL, leaseEnd())
        .set(SYNC_RUNS.STAGE, take.stage())
        .set(SYNC_RUNS.STARTED_AT, coalesce(SYNC_RUNS.STARTED_AT, currentOffsetDateTime()))
        .where(SYNC_RUNS.RUN.eq(take.run()))
        .execute();
    if (!applied) {
      transaction.deleteFrom(FINDINGS).where(FINDINGS.RUN.eq(take.run())).execute();
      transaction.deleteFrom(SYNC_RUN_TYPES).where(SYNC_RUN_TYPES.RUN.eq(take.run())).execute();
    }
    signal(transaction, take.run(), district);
    log.atInfo()
        .addKeyValue("district", district.id())
        .addKeyValue("run", take.run())
        .addKeyValue("epoch", take.epoch())
        .addKeyValue("attempt", row.value5() + 1)
        .log("sync run taken");
    return Optional.of(new Taken(take, applied));
  }

  /** Prolongs the lease; false if the run is no longer this server's. */
  boolean renew(Take take) {
    return database.transaction(
            lease,
            transaction ->
                transaction
                    .update(SYNC_RUNS)
                    .set(SYNC_RUNS.LEASE_UNTIL, leaseEnd())
                    .where(held(take))
                    .execute())
        == 1;
  }

  /** Writes down how the hold ended, and forgets what it staged; whoever takes a lost run does. */
  void end(Take take, RunEnd end) {
    switch (end) {
      case RunEnd.Succeeded _ -> ended(take, "SUCCEEDED", Optional.empty());
      case RunEnd.Failed failed -> ended(take, "FAILED", Optional.of(failed));
      case RunEnd.Released _ -> release(take);
      case RunEnd.Lost _ -> {
        return;
      }
    }
    StagingTables.discard(database.dsl(), take.stage());
  }

  private void ended(Take take, String state, Optional<RunEnd.Failed> failed) {
    database.transaction(transaction -> {
      transaction
          .update(SYNC_RUNS)
          .set(SYNC_RUNS.STATE, state)
          .set(SYNC_RUNS.FAILURE, failed.map(each -> name(each.failure())).orElse(null))
          .set(SYNC_RUNS.MESSAGE, failed.map(RunEnd.Failed::message).orElse(""))
          .set(SYNC_RUNS.ENDED_AT, currentOffsetDateTime())
          .setNull(SYNC_RUNS.LEASE_HOLDER)
          .setNull(SYNC_RUNS.LEASE_UNTIL)
          .setNull(SYNC_RUNS.STAGE)
          .where(held(take))
          .execute();
      signal(transaction, take.run(), take.district());
      return take;
    });
  }

  /** An applied run stays in CHECKING, with its lease at an end; any other one waits again. */
  private void release(Take take) {
    database.transaction(transaction -> {
      transaction
          .update(SYNC_RUNS)
          .set(
              SYNC_RUNS.STATE,
              DSL.when(SYNC_RUNS.STATE.eq("CHECKING"), inline("CHECKING"))
                  .otherwise(inline("QUEUED")))
          .set(SYNC_RUNS.LEASE_UNTIL, currentOffsetDateTime())
          .set(SYNC_RUNS.ATTEMPT, greatest(SYNC_RUNS.ATTEMPT.minus(1), inline(0)))
          .where(held(take))
          .execute();
      signal(transaction, take.run(), take.district());
      Signals.send(transaction, Channel.WORK, take.district().id().toString());
      return take;
    });
  }

  static Condition held(Take take) {
    return SYNC_RUNS
        .RUN
        .eq(take.run())
        .and(SYNC_RUNS.EPOCH.eq(take.epoch()))
        .and(SYNC_RUNS.STATE.in(WORKING));
  }

  /** Tells watchers of the run and of its district. */
  static void signal(DSLContext transaction, UUID run, DistrictKey district) {
    signalRun(transaction, run);
    Signals.send(transaction, Channel.DISTRICT, district.id().toString());
  }

  /** Tells watchers of the run alone. */
  static void signalRun(DSLContext transaction, UUID run) {
    Signals.send(transaction, Channel.RUN, run.toString());
  }

  static String name(SyncFailure failure) {
    return failure.name().substring("SYNC_FAILURE_".length());
  }

  private Field<OffsetDateTime> leaseEnd() {
    return currentOffsetDateTime().add(DayToSecond.valueOf(lease));
  }

  private static long raiseEpoch(DSLContext transaction, DistrictKey district) {
    return transaction
        .update(DISTRICTS)
        .set(DISTRICTS.EPOCH, DISTRICTS.EPOCH.plus(1))
        .where(DISTRICTS.DISTRICT.eq(district.number()))
        .returningResult(DISTRICTS.EPOCH)
        .fetchSingle()
        .value1();
  }

  private static long nextStage(DSLContext transaction) {
    return Objects.requireNonNull(transaction.nextval(STAGES), "a sequence has a next value");
  }
}
