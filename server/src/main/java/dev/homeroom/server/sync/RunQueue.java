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
import dev.homeroom.server.db.failure.DatabaseUnavailableException;
import dev.homeroom.server.db.generated.tables.records.SyncRunsRecord;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.sharing.DeclaredShares;
import dev.homeroom.server.sharing.decision.ShareConfirmation;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.v1.SyncMode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record8;
import org.jooq.UpdateSetMoreStep;
import org.jooq.types.DayToSecond;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants the leases of runs, by Postgres's clock alone. docs/adr/0003-runs-and-leases.md explains
 * why.
 */
final class RunQueue {
  private static final Logger log = LoggerFactory.getLogger(RunQueue.class);
  private static final int MOST_ATTEMPTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LAPSED_PATIENCE = Duration.ofSeconds(1);
  private static final String NEWER_SHARING =
      "The run waits for a server that knows what the district shares: a newer release of Homeroom"
          + " declared it. If none is running, upgrade this server to that release.";
  private static final List<String> KNOWN_MODES = List.of("AUTO", "FULL", "INCREMENTAL");

  private final Database database;
  private final String holder;
  private final Duration lease;
  private final Set<UUID> unknown = ConcurrentHashMap.newKeySet();

  /**
   * Leases runs to one server.
   *
   * @param holder the name of the server; unique among all running servers
   */
  RunQueue(Database database, String holder, Duration lease) {
    this.database = database;
    this.holder = holder;
    this.lease = lease;
  }

  /**
   * A run whose lease this server has.
   *
   * @param state the state it continues from: fetching or, if an earlier holder has applied it,
   *     checking
   * @param asked the way of reading that was asked for
   * @param dryRun true if it only compares
   */
  record Taken(RunLease take, RunState.Held state, SyncMode asked, boolean dryRun) {}

  Duration lease() {
    return lease;
  }

  /**
   * Takes the oldest run that waits or whose holder's lease has lapsed. A run that cannot be taken
   * now is left for later and for other servers: its row or its district's is locked, or this
   * release does not know the way of reading that was asked for or the district's sharing.
   */
  Optional<Taken> take() {
    endLapsedSessions();
    var refused = new HashSet<UUID>();
    while (true) {
      var attempt = new Attempt();
      try {
        var taken = database.transaction(PATIENCE, transaction -> attempt.on(transaction, refused));
        attempt.former.ifPresent(this::discard);
        if (taken.isPresent() || attempt.run.isEmpty()) {
          return taken;
        }
      } catch (DatabaseUnavailableException away) {
        throw away;
      } catch (RuntimeException failure) {
        refused.add(attempt.run.orElseThrow(() -> failure));
        log.atWarn()
            .addKeyValue("run", attempt.run.get())
            .setCause(failure)
            .log("a run could not be taken; others go before it");
      }
    }
  }

  /** Finds one run and takes it. */
  private final class Attempt {
    private Optional<UUID> run = Optional.empty();
    private Optional<Long> former = Optional.empty();

    Optional<Taken> on(DSLContext transaction, Set<UUID> refused) {
      var row =
          transaction
              .select(
                  SYNC_RUNS.RUN,
                  SYNC_RUNS.DISTRICT,
                  DISTRICTS.ID,
                  SYNC_RUNS.STATE,
                  SYNC_RUNS.ATTEMPT,
                  SYNC_RUNS.STAGE,
                  SYNC_RUNS.DRY_RUN,
                  SYNC_RUNS.REQUESTED_MODE)
              .from(SYNC_RUNS)
              .join(DISTRICTS)
              .on(DISTRICTS.DISTRICT.eq(SYNC_RUNS.DISTRICT))
              .where(RunStates.are(RunState.Queued.class).or(lapsed()))
              .and(SYNC_RUNS.REQUESTED_MODE.in(KNOWN_MODES))
              .and(SYNC_RUNS.RUN.notIn(refused))
              .orderBy(SYNC_RUNS.CREATED_AT)
              .limit(1)
              .forNoKeyUpdate()
              .of(SYNC_RUNS, DISTRICTS)
              .skipLocked()
              .fetchOne();
      if (row == null) {
        logUnknown(transaction);
        return Optional.empty();
      }
      run = Optional.of(row.value1());
      former = Optional.ofNullable(row.value6());
      var taken = take(transaction, row);
      if (taken.isEmpty()) {
        refused.add(row.value1());
      }
      return taken;
    }
  }

  private static Condition lapsed() {
    return RunStates.are(RunState.Held.class)
        .and(SYNC_RUNS.LEASE_UNTIL.lt(currentOffsetDateTime()));
  }

  /**
   * Ends the sessions of lapsed runs, which rolls back what their holders have not committed. If a
   * session does not end, its epoch is out of date.
   */
  private void endLapsedSessions() {
    database
        .dsl()
        .select(SYNC_RUNS.RUN, SYNC_RUNS.EPOCH)
        .from(SYNC_RUNS)
        .where(lapsed())
        .fetch()
        .forEach(row -> {
          try {
            Sessions.end(
                database.dsl(), RunLease.session(row.value1(), row.value2()), LAPSED_PATIENCE);
          } catch (DatabaseUnavailableException away) {
            throw away;
          } catch (RuntimeException failure) {
            log.atWarn()
                .addKeyValue("run", row.value1())
                .setCause(failure)
                .log("the session of a lapsed run could not be ended");
          }
        });
  }

  /** A later sweep deletes what is left. */
  private void discard(long stage) {
    try {
      database.transaction(
          PATIENCE,
          transaction -> {
            StagingTables.discard(transaction, stage);
            return stage;
          });
    } catch (RuntimeException failure) {
      log.atWarn()
          .addKeyValue("stage", stage)
          .setCause(failure)
          .log("what a run had staged before could not be dropped yet");
    }
  }

  /**
   * Logs, once for each run, that a newer release asked for a way of reading that this one does not
   * know.
   */
  private void logUnknown(DSLContext transaction) {
    transaction
        .select(SYNC_RUNS.RUN)
        .from(SYNC_RUNS)
        .where(RunStates.are(RunState.Queued.class).or(lapsed()))
        .and(SYNC_RUNS.REQUESTED_MODE.notIn(KNOWN_MODES))
        .fetch(SYNC_RUNS.RUN)
        .stream()
        .filter(unknown::add)
        .forEach(run ->
            log.atWarn()
                .addKeyValue("run", run)
                .log("a run is left to servers of the release that knows how it has to read"));
  }

  private Optional<Taken> take(
      DSLContext transaction,
      Record8<UUID, Integer, byte[], String, Integer, Long, Boolean, String> row) {
    var district = new DistrictKey(row.value2(), CleverId.of(row.value3()));
    var state =
        RunStates.active(row.value4())
            .orElseThrow(() -> new IllegalStateException("only active runs are taken"));
    if (row.value5() >= MOST_ATTEMPTS) {
      giveUp(transaction, row.value1(), district, state, row.value5());
      return Optional.empty();
    }
    if (!(state instanceof RunState.Checking)
        && !DeclaredShares.known(transaction, district.number())) {
      leave(transaction, row.value1(), district, state);
      return Optional.empty();
    }
    RunState.Held next =
        switch (state) {
          case RunState.Queued queued -> queued.taken();
          case RunState.Held held -> held.takenOver();
        };
    var take =
        new RunLease(
            row.value1(), district, raiseEpoch(transaction, district), nextStage(transaction));
    RunStates.into(transaction, next)
        .set(SYNC_RUNS.ATTEMPT, SYNC_RUNS.ATTEMPT.plus(1))
        .set(SYNC_RUNS.EPOCH, take.epoch())
        .set(SYNC_RUNS.LEASE_HOLDER, holder)
        .set(SYNC_RUNS.LEASE_UNTIL, leaseEnd())
        .set(SYNC_RUNS.STAGE, take.stage())
        .set(SYNC_RUNS.STARTED_AT, coalesce(SYNC_RUNS.STARTED_AT, currentOffsetDateTime()))
        .where(SYNC_RUNS.RUN.eq(take.run()))
        .execute();
    if (next instanceof RunState.Fetching) {
      transaction
          .update(SYNC_RUNS)
          .set(SYNC_RUNS.MESSAGE, "")
          .where(SYNC_RUNS.RUN.eq(take.run()))
          .execute();
      transaction.deleteFrom(FINDINGS).where(FINDINGS.RUN.eq(take.run())).execute();
      transaction.deleteFrom(SYNC_RUN_TYPES).where(SYNC_RUN_TYPES.RUN.eq(take.run())).execute();
    }
    RunSignals.sendToDistrict(transaction, take.run(), district);
    log.atInfo()
        .addKeyValue("district", district.id())
        .addKeyValue("run", take.run())
        .addKeyValue("epoch", take.epoch())
        .addKeyValue("attempt", row.value5() + 1)
        .log("sync run taken");
    return Optional.of(
        new Taken(take, next, EnumWords.require(SyncMode.class, row.value8()), row.value7()));
  }

  /** Leaves a run to servers of the release that declared what its district shares. */
  private void leave(
      DSLContext transaction, UUID run, DistrictKey district, RunState.Active state) {
    var waiting = state instanceof RunState.Held held ? held.released() : state;
    int said =
        RunStates.into(transaction, waiting)
            .set(SYNC_RUNS.MESSAGE, NEWER_SHARING)
            .setNull(SYNC_RUNS.STAGE)
            .where(SYNC_RUNS.RUN.eq(run), SYNC_RUNS.MESSAGE.ne(NEWER_SHARING))
            .execute();
    if (said > 0) {
      RunSignals.sendToDistrict(transaction, run, district);
    }
    if (unknown.add(run)) {
      log.atWarn()
          .addKeyValue("district", district.id())
          .addKeyValue("run", run)
          .log("a run is left to servers of the release that knows what its district shares");
    }
  }

  private static void giveUp(
      DSLContext transaction, UUID run, DistrictKey district, RunState.Active state, int attempts) {
    var message =
        "The run was taken up "
            + attempts
            + " times and never came to an end. The servers' logs tell why; the next sync tries"
            + " again.";
    RunStates.into(transaction, state.givenUp(message)).where(SYNC_RUNS.RUN.eq(run)).execute();
    RunSignals.sendToDistrict(transaction, run, district);
    SyncRuns.carryOutDecision(transaction, district, run);
  }

  /** Renews the lease; returns false if this server no longer has it. */
  boolean renew(RunLease take) {
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

  /**
   * Ends the lease's session in Postgres. What it has not committed is rolled back. Does nothing if
   * Postgres does not answer.
   */
  void endSession(RunLease take) {
    try {
      Sessions.end(database.dsl(), take.session(), PATIENCE);
    } catch (RuntimeException away) {
      log.atDebug().setCause(away).log("a session could not be ended; it ends by itself");
    }
  }

  /** Writes how the lease ended, and deletes what it staged. */
  void end(RunLease take, RunEnd end) {
    switch (end) {
      case RunEnd.AtEnd(var from, var ended) ->
          database.transaction(transaction -> {
            step(transaction, take, from, RunStates.into(transaction, ended));
            SyncRuns.carryOutDecision(transaction, take.district(), take.run());
            return take;
          });
      case RunEnd.Released(var from) -> release(take, from);
      case RunEnd.Lost _ -> {}
    }
    database.transaction(
        PATIENCE,
        transaction -> {
          StagingTables.discard(transaction, take.stage());
          return take;
        });
  }

  /** Confirms what the district shares, if its declaration leaves that to the server. */
  void confirmByDeclaration(DistrictKey district) {
    database.transaction(
        PATIENCE,
        transaction -> {
          ShareConfirmation.byDeclaration(transaction, district);
          return district;
        });
  }

  /** Ends the lease: an applied run keeps its state, any other waits again. */
  private void release(RunLease take, RunState.Held from) {
    database.transaction(transaction -> {
      step(
          transaction,
          take,
          from,
          RunStates.into(transaction, from.released())
              .set(SYNC_RUNS.LEASE_UNTIL, currentOffsetDateTime())
              .set(SYNC_RUNS.ATTEMPT, greatest(SYNC_RUNS.ATTEMPT.minus(1), inline(0))));
      Signals.send(transaction, Channel.WORK, take.district().id().toString());
      return take;
    });
  }

  /**
   * Takes a step if the lease is still in force and the run is in the state where the step begins.
   *
   * @return whether the step was taken
   */
  static boolean step(
      DSLContext transaction,
      RunLease take,
      RunState.Held from,
      UpdateSetMoreStep<SyncRunsRecord> step) {
    int taken = step.where(held(take)).and(SYNC_RUNS.STATE.eq(from.column())).execute();
    if (taken == 1) {
      RunSignals.sendToDistrict(transaction, take.run(), take.district());
    }
    return taken == 1;
  }

  static Condition held(RunLease take) {
    return SYNC_RUNS
        .RUN
        .eq(take.run())
        .and(SYNC_RUNS.EPOCH.eq(take.epoch()))
        .and(RunStates.are(RunState.Held.class));
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
