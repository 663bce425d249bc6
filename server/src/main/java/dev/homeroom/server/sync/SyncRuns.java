package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;
import static dev.homeroom.server.db.generated.Tables.SYNC_REQUESTS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.Signals.Channel;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The runs of districts: asking for them, reading them, ending the wish. */
public final class SyncRuns {
  private static final List<String> NOT_APPLIED =
      List.of("QUEUED", "FETCHING", "DIFFING", "APPLYING");

  private SyncRuns() {}

  /** Where a page of runs ends. */
  public record Position(OffsetDateTime created, UUID run) {}

  /**
   * Asks for a run, or joins the active one.
   *
   * @param mode unspecified: the server chooses
   * @param requestId the same one again leads to the same run
   * @return the run
   * @throws dev.homeroom.server.rpc.RefusedException if the district is not declared or suspended,
   *     or the request id stands for another request
   */
  public static UUID trigger(
      DSLContext transaction, DistrictKey district, SyncMode mode, Optional<UUID> requestId) {
    var earlier = requestId.flatMap(id -> requested(transaction, district, mode, id));
    if (earlier.isPresent()) {
      return earlier.get();
    }
    requireDeclared(transaction, district);
    var run = join(transaction, district);
    requestId.ifPresent(id -> {
      int first =
          transaction
              .insertInto(SYNC_REQUESTS)
              .set(SYNC_REQUESTS.DISTRICT, district.number())
              .set(SYNC_REQUESTS.REQUEST_ID, id)
              .set(SYNC_REQUESTS.MODE, mode.name())
              .set(SYNC_REQUESTS.RUN, run)
              .onConflictDoNothing()
              .execute();
      if (first == 0) {
        requested(transaction, district, mode, id);
      }
    });
    return run;
  }

  private static Optional<UUID> requested(
      DSLContext transaction, DistrictKey district, SyncMode mode, UUID requestId) {
    return transaction
        .select(SYNC_REQUESTS.RUN, SYNC_REQUESTS.MODE)
        .from(SYNC_REQUESTS)
        .where(SYNC_REQUESTS.DISTRICT.eq(district.number()))
        .and(SYNC_REQUESTS.REQUEST_ID.eq(requestId))
        .fetchOptional()
        .map(request -> {
          if (!request.value2().equals(mode.name())) {
            throw new Refusal.RequestIdReused().exception();
          }
          return request.value1();
        });
  }

  private static void requireDeclared(DSLContext transaction, DistrictKey district) {
    var suspended =
        transaction
            .select(DISTRICT_DECLARATIONS.SUSPEND)
            .from(DISTRICT_DECLARATIONS)
            .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.number()))
            .fetchOne(DISTRICT_DECLARATIONS.SUSPEND);
    if (suspended == null) {
      throw new Refusal.DistrictNotFound(district.id()).exception();
    }
    if (suspended) {
      throw new Refusal.DistrictSuspended(district.id()).exception();
    }
  }

  /** A new run, or the active one: whichever of two at once comes second finds the other's. */
  private static UUID join(DSLContext transaction, DistrictKey district) {
    while (true) {
      var fresh = UUID.randomUUID();
      int inserted =
          transaction
              .insertInto(SYNC_RUNS)
              .set(SYNC_RUNS.RUN, fresh)
              .set(SYNC_RUNS.DISTRICT, district.number())
              .set(SYNC_RUNS.MODE, "FULL")
              .set(SYNC_RUNS.STATE, "QUEUED")
              .set(SYNC_RUNS.CREATED_AT, currentOffsetDateTime())
              .onConflictDoNothing()
              .execute();
      if (inserted == 1) {
        RunLedger.signal(transaction, fresh, district);
        Signals.send(transaction, Channel.WORK, district.id().toString());
        return fresh;
      }
      var active =
          transaction
              .select(SYNC_RUNS.RUN)
              .from(SYNC_RUNS)
              .where(SYNC_RUNS.DISTRICT.eq(district.number()))
              .and(SYNC_RUNS.STATE.in(RunLedger.ACTIVE))
              .fetchOptional(SYNC_RUNS.RUN);
      if (active.isPresent()) {
        return active.get();
      }
    }
  }

  /**
   * Cancels the district's active run unless it has been applied. What a server has under way is
   * refused from now on.
   *
   * @param why for people
   */
  public static void cancel(DSLContext transaction, DistrictKey district, String why) {
    transaction
        .update(SYNC_RUNS)
        .set(SYNC_RUNS.STATE, "CANCELLED")
        .set(SYNC_RUNS.MESSAGE, why)
        .set(SYNC_RUNS.ENDED_AT, currentOffsetDateTime())
        .setNull(SYNC_RUNS.LEASE_HOLDER)
        .setNull(SYNC_RUNS.LEASE_UNTIL)
        .setNull(SYNC_RUNS.STAGE)
        .where(SYNC_RUNS.DISTRICT.eq(district.number()))
        .and(SYNC_RUNS.STATE.in(NOT_APPLIED))
        .returningResult(SYNC_RUNS.RUN)
        .fetch()
        .forEach(cancelled -> RunLedger.signal(transaction, cancelled.value1(), district));
  }

  /** A run of the district. */
  public static Optional<SyncRun> find(DSLContext sql, DistrictKey district, UUID run) {
    return RunRows.select(sql)
        .where(SYNC_RUNS.DISTRICT.eq(district.number()))
        .and(SYNC_RUNS.RUN.eq(run))
        .fetchOptional(found -> RunRows.wire(district, found));
  }

  /** The district's newest run. */
  public static Optional<SyncRun> latest(DSLContext sql, DistrictKey district) {
    return list(sql, district, null, 1).stream().findFirst();
  }

  /** The district's runs, the newest first, from behind a position on. */
  public static List<SyncRun> list(
      DSLContext sql, DistrictKey district, @Nullable Position after, int size) {
    return RunRows.select(sql)
        .where(SYNC_RUNS.DISTRICT.eq(district.number()))
        .and(
            after == null
                ? noCondition()
                : row(SYNC_RUNS.CREATED_AT, SYNC_RUNS.RUN).lt(after.created(), after.run()))
        .orderBy(SYNC_RUNS.CREATED_AT.desc(), SYNC_RUNS.RUN.desc())
        .limit(size)
        .fetch(found -> RunRows.wire(district, found));
  }
}
