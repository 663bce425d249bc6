package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.homeroom.server.db.DistrictSweep;
import dev.homeroom.server.db.generated.tables.SyncRuns;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Select;

/**
 * Deletes runs that ended long ago, with their counts and findings. A district keeps its newest run
 * and its newest successful run, however old they are.
 */
final class RunRetention {
  /** Few enough at a time that no lock is held for long. */
  private static final int BATCH = 500;

  private static final String SUCCEEDED = "SUCCEEDED%";

  private static final SyncRuns LATER = SYNC_RUNS.as("later");

  private RunRetention() {}

  /**
   * Deletes runs that ended before the time, district by district. Locked rows are left for the
   * next time.
   *
   * @return how many runs were deleted
   */
  static long trim(DSLContext sql, Instant endedBefore) {
    var ended = SYNC_RUNS.ENDED_AT.lt(endedBefore.atOffset(ZoneOffset.UTC));
    var districts =
        sql.selectDistinct(SYNC_RUNS.DISTRICT)
            .from(SYNC_RUNS)
            .where(ended)
            .orderBy(SYNC_RUNS.DISTRICT)
            .fetch(SYNC_RUNS.DISTRICT);
    return DistrictSweep.each(
        districts,
        "forget-runs",
        district -> trim(sql, SYNC_RUNS.DISTRICT.eq(district).and(ended)));
  }

  private static long trim(DSLContext sql, Condition which) {
    long all = 0;
    int some;
    do {
      some =
          sql.deleteFrom(SYNC_RUNS)
              .where(
                  SYNC_RUNS.RUN.in(
                      select(SYNC_RUNS.RUN)
                          .from(SYNC_RUNS)
                          .where(which)
                          .and(condition(SYNC_RUNS.DRY_RUN).or(dispensable()))
                          .limit(BATCH)
                          .forUpdate()
                          .skipLocked()))
              .execute();
      all += some;
    } while (some == BATCH);
    return all;
  }

  private static Condition dispensable() {
    return exists(newer(noCondition()))
        .and(not(SYNC_RUNS.STATE.like(SUCCEEDED)).or(exists(newer(LATER.STATE.like(SUCCEEDED)))));
  }

  private static Select<?> newer(Condition such) {
    return selectOne()
        .from(LATER)
        .where(LATER.DISTRICT.eq(SYNC_RUNS.DISTRICT))
        .andNot(LATER.DRY_RUN)
        .and(LATER.CREATED_AT.gt(SYNC_RUNS.CREATED_AT))
        .and(such);
  }
}
