package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.PLANS;
import static dev.homeroom.server.db.generated.Tables.SYNC_REQUESTS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.DistrictSet;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.Signals.Channel;
import dev.homeroom.server.record.HoldConditions;
import dev.homeroom.server.rpc.CreationPosition;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames.SyncRunName;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.server.sync.apply.DistrictRow;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Creates, reads and cancels a district's sync runs. */
public final class SyncRuns {
  private static final String FULL = "FULL";
  private static final String MADE_WAY =
      "A sync of the district was asked for, and the dry run made way. Ask for it again after that"
          + " sync.";

  private SyncRuns() {}

  /**
   * The kind of run that is asked for.
   *
   * @param mode unspecified: the server chooses
   * @param dryRun true to compare only and apply nothing
   */
  record RunRequest(SyncMode mode, boolean dryRun) {
    private String words() {
      return mode.name() + (dryRun ? " DRY_RUN" : "");
    }

    private boolean whole() {
      return mode == SyncMode.SYNC_MODE_FULL;
    }

    private String requested() {
      return switch (mode) {
        case SYNC_MODE_FULL -> FULL;
        case SYNC_MODE_INCREMENTAL -> "INCREMENTAL";
        case SYNC_MODE_UNSPECIFIED, SYNC_MODE_AUTO -> "AUTO";
        case UNRECOGNIZED -> throw new IllegalArgumentException("no such mode");
      };
    }

    /** Returns the way of reading that the run starts with, before it proves to be insufficient. */
    private String intended() {
      return whole() ? FULL : "INCREMENTAL";
    }
  }

  /**
   * Asks for a run, or joins the active one.
   *
   * @param mode unspecified: the server chooses
   * @param requestId the same id again leads to the same run
   * @return the run
   * @throws dev.homeroom.server.rpc.RefusedException if the district is not declared or is
   *     suspended, or if the request id belongs to another request
   */
  public static UUID trigger(
      DSLContext transaction, DistrictKey district, SyncMode mode, Optional<UUID> requestId) {
    return trigger(transaction, district, new RunRequest(mode, false), requestId);
  }

  /**
   * Asks for a run of this kind. A dry run joins only dry runs, and gives way to any other run. A
   * request to read everything makes the run that it joins do so.
   *
   * @throws dev.homeroom.server.rpc.RefusedException as above; also if a dry run is asked for while
   *     a run that is no dry run is active, or a full run while a run is active that has already
   *     read events
   */
  static UUID trigger(
      DSLContext transaction,
      DistrictKey district,
      RunRequest requested,
      Optional<UUID> requestId) {
    return once(
        transaction,
        district,
        requestId,
        requested.words(),
        () -> {
          requireDeclared(transaction, district);
          return join(transaction, district, requested);
        });
  }

  /** Returns the run that the request led to before, or leads to now. */
  private static UUID once(
      DSLContext transaction,
      DistrictKey district,
      Optional<UUID> requestId,
      String words,
      Supplier<UUID> lead) {
    var earlier = requestId.flatMap(id -> requested(transaction, district, words, id));
    if (earlier.isPresent()) {
      return earlier.get();
    }
    var run = lead.get();
    requestId.ifPresent(id -> {
      int first =
          transaction
              .insertInto(SYNC_REQUESTS)
              .set(SYNC_REQUESTS.DISTRICT, district.number())
              .set(SYNC_REQUESTS.REQUEST_ID, id)
              .set(SYNC_REQUESTS.MODE, words)
              .set(SYNC_REQUESTS.RUN, run)
              .onConflictDoNothing()
              .execute();
      if (first == 0) {
        requested(transaction, district, words, id);
      }
    });
    return run;
  }

  private static Optional<UUID> requested(
      DSLContext transaction, DistrictKey district, String words, UUID requestId) {
    return transaction
        .select(SYNC_REQUESTS.RUN, SYNC_REQUESTS.MODE)
        .from(SYNC_REQUESTS)
        .where(SYNC_REQUESTS.DISTRICT.eq(district.number()))
        .and(SYNC_REQUESTS.REQUEST_ID.eq(requestId))
        .fetchOptional()
        .map(request -> {
          if (!request.value2().equals(words)) {
            throw RequestRefusals.requestIdReused();
          }
          return request.value1();
        });
  }

  /**
   * Checks that runs of the district can start.
   *
   * @throws dev.homeroom.server.rpc.RefusedException if it is not declared or is suspended
   */
  public static void requireDeclared(DSLContext transaction, DistrictKey district) {
    boolean suspended =
        DistrictRow.suspended(transaction, district)
            .orElseThrow(() -> ResourceRefusals.districtNotFound(district.id()));
    if (suspended) {
      throw RunRefusals.districtSuspended(district.id());
    }
  }

  /**
   * Returns a new run, or the active one: of two calls at once, the second finds the run of the
   * first.
   */
  private static UUID join(DSLContext transaction, DistrictKey district, RunRequest requested) {
    while (true) {
      var fresh = insert(transaction, district, requested);
      if (fresh.isPresent()) {
        return fresh.get();
      }
      var active =
          transaction
              .select(SYNC_RUNS.RUN, SYNC_RUNS.DRY_RUN)
              .from(SYNC_RUNS)
              .where(SYNC_RUNS.DISTRICT.eq(district.number()))
              .and(RunStates.are(RunState.Active.class))
              .fetchOptional();
      if (active.isPresent()) {
        var run = active.get().value1();
        boolean dry = active.get().value2();
        if (dry && !requested.dryRun()) {
          cancel(transaction, district, MADE_WAY);
        } else if (dry == requested.dryRun()
            && (!requested.whole() || readsWhole(transaction, run))) {
          return run;
        } else if (isActive(transaction, run)) {
          throw RunRefusals.active(new SyncRunName(district.id(), run));
        }
      }
    }
  }

  /** Creates a run that waits; empty if one is active. */
  private static Optional<UUID> insert(
      DSLContext transaction, DistrictKey district, RunRequest requested) {
    var fresh = UUID.randomUUID();
    int inserted =
        transaction
            .insertInto(SYNC_RUNS)
            .set(SYNC_RUNS.RUN, fresh)
            .set(SYNC_RUNS.DISTRICT, district.number())
            .set(SYNC_RUNS.MODE, requested.intended())
            .set(SYNC_RUNS.REQUESTED_MODE, requested.requested())
            .set(SYNC_RUNS.DRY_RUN, requested.dryRun())
            .set(SYNC_RUNS.STATE, new RunState.Queued().column())
            .set(SYNC_RUNS.CREATED_AT, currentOffsetDateTime())
            .onConflictDoNothing()
            .execute();
    if (inserted == 0) {
      return Optional.empty();
    }
    RunSignals.sendToDistrict(transaction, fresh, district);
    Signals.send(transaction, Channel.WORK, district.id().toString());
    return Optional.of(fresh);
  }

  private static boolean isActive(DSLContext transaction, UUID run) {
    return transaction.fetchExists(
        SYNC_RUNS, SYNC_RUNS.RUN.eq(run).and(RunStates.are(RunState.Active.class)));
  }

  /**
   * Makes an active run read everything. A run by events checks for this once, after it has read
   * them.
   *
   * @return whether it will read everything
   */
  private static boolean readsWhole(DSLContext transaction, UUID run) {
    int led =
        transaction
            .update(SYNC_RUNS)
            .set(SYNC_RUNS.REQUESTED_MODE, FULL)
            .set(
                SYNC_RUNS.MODE,
                when(RunStates.are(RunState.Queued.class), FULL).otherwise(SYNC_RUNS.MODE))
            .where(SYNC_RUNS.RUN.eq(run))
            .and(RunStates.are(RunState.Active.class))
            .and(
                SYNC_RUNS
                    .MODE
                    .eq(FULL)
                    .or(RunStates.are(RunState.Queued.class))
                    .or(RunStates.are(RunState.Fetching.class)))
            .execute();
    if (led == 1) {
      RunSignals.send(transaction, run);
    }
    return led == 1;
  }

  /**
   * Cancels the district's active run unless it has been applied. From now on, the server that
   * executes it can no longer write.
   *
   * @param why the reason, for people
   */
  public static void cancel(DSLContext transaction, DistrictKey district, String why) {
    RunStates.into(transaction, new RunState.Queued().cancelled(why))
        .where(SYNC_RUNS.DISTRICT.eq(district.number()))
        .and(RunStates.are(RunState.Cancellable.class))
        .returningResult(SYNC_RUNS.RUN)
        .fetch()
        .forEach(cancelled -> signalCancelled(transaction, cancelled.value1(), district));
  }

  /**
   * Cancels a run that has not been applied. A transaction that is applying it is rolled back; one
   * that is already committing makes this call wait for its end and refuse.
   *
   * @param requestId the same id again gets the first answer
   * @throws dev.homeroom.server.rpc.RefusedException if there is no such run, if it has been
   *     applied or has ended, or if the request id belongs to another request
   */
  static void cancel(
      DSLContext transaction, SyncRunName name, DistrictKey district, Optional<UUID> requestId) {
    var locked =
        transaction
            .select(SYNC_RUNS.STATE)
            .from(SYNC_RUNS)
            .where(SYNC_RUNS.DISTRICT.eq(district.number()))
            .and(SYNC_RUNS.RUN.eq(name.run()))
            .forUpdate()
            .fetchOptional(SYNC_RUNS.STATE)
            .orElseThrow(() -> RunRefusals.notFound(name));
    var led =
        once(
            transaction,
            district,
            requestId,
            "CANCEL",
            () -> {
              cancel(transaction, name, district, locked);
              return name.run();
            });
    if (!led.equals(name.run())) {
      throw RequestRefusals.requestIdReused();
    }
  }

  private static void cancel(
      DSLContext transaction, SyncRunName name, DistrictKey district, String column) {
    var state = RunStates.active(column).orElseThrow(() -> RunRefusals.ended(name, column));
    switch (state) {
      case RunState.Cancellable cancellable -> {
        RunStates.into(
                transaction,
                cancellable.cancelled(
                    "Somebody cancelled the run; the roster is as it was. The next sync goes on from"
                        + " there."))
            .where(SYNC_RUNS.RUN.eq(name.run()))
            .execute();
        signalCancelled(transaction, name.run(), district);
      }
      case RunState.Checking _ -> throw RunRefusals.applied(name);
    }
  }

  private static void signalCancelled(DSLContext transaction, UUID run, DistrictKey district) {
    Signals.send(transaction, Channel.CANCEL, run.toString());
    RunSignals.sendToDistrict(transaction, run, district);
    carryOutDecision(transaction, district, run);
  }

  /**
   * Starts the run that carries out a decision, once the run that was in progress when a person
   * decided is over. If a run that could carry it out fails, the next one by schedule does. The
   * caller has written the run's end in the same transaction. An approval takes a shared lock on
   * the run's row, so either it is seen here, or it sees that the run is over. The district's lock
   * would not do, because a run that applies holds it until it is cancelled.
   */
  static void carryOutDecision(DSLContext transaction, DistrictKey district, UUID over) {
    int waiting =
        transaction
            .update(PLANS)
            .setNull(PLANS.WAITS_FOR)
            .where(PLANS.DISTRICT.eq(district.number()), HoldConditions.awaitsRun(PLANS))
            .and(PLANS.WAITS_FOR.eq(over))
            .execute();
    boolean followed =
        transaction.fetchExists(SYNC_RUNS, SYNC_RUNS.RUN.eq(over), SYNC_RUNS.FOLLOWED.isTrue());
    if ((waiting > 0 || followed) && !stopped(transaction, district)) {
      follow(transaction, district);
    }
  }

  /**
   * Makes a full run read the district by the share that is in force since a committed decision: at
   * once, or after the run in progress. The stage of that run does not matter, because it may have
   * started with the former share. Never refuses. Does nothing if the district does not sync.
   */
  public static void readAgain(DSLContext transaction, DistrictKey district) {
    if (stopped(transaction, district)) {
      return;
    }
    var run = follow(transaction, district);
    transaction
        .update(SYNC_RUNS)
        .set(SYNC_RUNS.FOLLOWED, true)
        .where(SYNC_RUNS.RUN.eq(run))
        .and(RunStates.are(RunState.Held.class))
        .execute();
  }

  private static boolean stopped(DSLContext transaction, DistrictKey district) {
    return DistrictRow.suspended(transaction, district).orElse(true);
  }

  /**
   * Starts the full run that carries out an approval, or makes the waiting run read everything. A
   * run in progress stays as it is: either it began after the approval and sees it, or the approval
   * waits for its end. Never refuses; a dry run gives way.
   *
   * @return the run, locked until the transaction ends
   */
  public static UUID follow(DSLContext transaction, DistrictKey district) {
    var requested = new RunRequest(SyncMode.SYNC_MODE_FULL, false);
    while (true) {
      var fresh = insert(transaction, district, requested);
      if (fresh.isPresent()) {
        return fresh.get();
      }
      var active =
          transaction
              .select(SYNC_RUNS.RUN, SYNC_RUNS.STATE, SYNC_RUNS.DRY_RUN)
              .from(SYNC_RUNS)
              .where(SYNC_RUNS.DISTRICT.eq(district.number()))
              .and(RunStates.are(RunState.Active.class))
              .forUpdate()
              .fetchOptional();
      if (active.isEmpty()) {
        continue;
      }
      if (active.get().value3()) {
        cancel(transaction, district, MADE_WAY);
        continue;
      }
      var run = active.get().value1();
      if (active.get().value2().equals(new RunState.Queued().column())) {
        readsWhole(transaction, run);
      }
      return run;
    }
  }

  /**
   * Returns the run that a server has started: it may have read Clever before somebody decides
   * something now. It cannot end before the transaction does.
   */
  public static Optional<UUID> underWay(DSLContext transaction, DistrictKey district) {
    return transaction
        .select(SYNC_RUNS.RUN)
        .from(SYNC_RUNS)
        .where(SYNC_RUNS.DISTRICT.eq(district.number()))
        .and(RunStates.are(RunState.Held.class))
        .andNot(SYNC_RUNS.DRY_RUN)
        .forShare()
        .fetchOptional(SYNC_RUNS.RUN);
  }

  /** Finds a run of the district. */
  public static Optional<SyncRun> find(DSLContext sql, DistrictKey district, UUID run) {
    return RunRows.select(sql)
        .where(SYNC_RUNS.DISTRICT.eq(district.number()))
        .and(SYNC_RUNS.RUN.eq(run))
        .fetchOptional(found -> RunRows.wire(district, found));
  }

  /** Finds the newest run of each district that is no dry run. */
  public static Map<DistrictKey, SyncRun> latest(DSLContext sql, DistrictSet districts) {
    var newest =
        select(SYNC_RUNS.RUN)
            .from(SYNC_RUNS)
            .where(SYNC_RUNS.DISTRICT.eq(DISTRICTS.DISTRICT))
            .andNot(SYNC_RUNS.DRY_RUN)
            .orderBy(SYNC_RUNS.CREATED_AT.desc(), SYNC_RUNS.RUN.desc())
            .limit(1);
    return RunRows.select(sql)
        .where(
            SYNC_RUNS.RUN.in(
                select(field(newest)).from(DISTRICTS).where(districts.matches(DISTRICTS.DISTRICT))))
        .fetchMap(
            found -> districts.key(found.value1().getDistrict()),
            found -> RunRows.wire(districts.key(found.value1().getDistrict()), found));
  }

  /** Lists the district's runs after a position, the newest first. */
  public static List<SyncRun> list(
      DSLContext sql, DistrictKey district, @Nullable CreationPosition after, int size) {
    return RunRows.select(sql)
        .where(SYNC_RUNS.DISTRICT.eq(district.number()))
        .and(
            after == null
                ? noCondition()
                : row(SYNC_RUNS.CREATED_AT, SYNC_RUNS.RUN).lt(after.created(), after.id()))
        .orderBy(SYNC_RUNS.CREATED_AT.desc(), SYNC_RUNS.RUN.desc())
        .limit(size)
        .fetch(found -> RunRows.wire(district, found));
  }
}
