package dev.homeroom.server.retention;

import static dev.homeroom.server.db.generated.Tables.PLANS;
import static dev.homeroom.server.db.generated.Tables.PLAN_CHANGES;
import static dev.homeroom.server.db.generated.Tables.PLAN_COUNTS;
import static dev.homeroom.server.db.generated.Tables.PLAN_REQUESTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictSweep;
import dev.homeroom.server.record.HoldConditions;
import dev.homeroom.server.record.PlanState;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * Deletes plans that were decided long ago. A plan that still keeps something in the roster stays,
 * however old it is: a rejection of changes that Clever has not shown again, or an approval that no
 * run has carried out. Without the plan the records that it keeps would be removed, or could never
 * be removed.
 */
final class PlanTrimming {
  private final Database database;

  PlanTrimming(Database database) {
    this.database = database;
  }

  /**
   * Deletes the plans with their changes, each in a transaction of its own.
   *
   * @param cut plans that ended before this time are deleted
   * @return the number of deleted plans
   */
  long trim(Instant cut) {
    var over = over(cut.atOffset(ZoneOffset.UTC));
    var plans =
        database
            .dsl()
            .select(PLANS.DISTRICT, PLANS.PLAN)
            .from(PLANS)
            .where(over)
            .orderBy(PLANS.DISTRICT)
            .fetchGroups(PLANS.DISTRICT, PLANS.PLAN);
    return DistrictSweep.each(
        plans.keySet(),
        "trim-plans",
        district ->
            plans.getOrDefault(district, List.of()).stream()
                .mapToLong(plan ->
                    database.transaction(transaction -> forget(transaction, district, plan, over)))
                .sum());
  }

  /**
   * Locks the row first, because a rejected plan may be approved at this moment and must then stay.
   * A plan that somebody else has locked is left for the next time.
   */
  private static int forget(DSLContext transaction, int district, UUID plan, Condition over) {
    var locked =
        transaction
            .select(PLANS.PLAN)
            .from(PLANS)
            .where(PLANS.DISTRICT.eq(district), PLANS.PLAN.eq(plan), over)
            .forUpdate()
            .skipLocked()
            .fetchOptional();
    if (locked.isEmpty()) {
      return 0;
    }
    transaction
        .deleteFrom(PLAN_CHANGES)
        .where(PLAN_CHANGES.DISTRICT.eq(district), PLAN_CHANGES.PLAN.eq(plan))
        .execute();
    transaction
        .deleteFrom(PLAN_COUNTS)
        .where(PLAN_COUNTS.DISTRICT.eq(district), PLAN_COUNTS.PLAN.eq(plan))
        .execute();
    transaction
        .deleteFrom(PLAN_REQUESTS)
        .where(PLAN_REQUESTS.DISTRICT.eq(district), PLAN_REQUESTS.PLAN.eq(plan))
        .execute();
    return transaction
        .deleteFrom(PLANS)
        .where(PLANS.DISTRICT.eq(district), PLANS.PLAN.eq(plan))
        .execute();
  }

  /** Plans in a state that only a newer release knows stay. */
  private static Condition over(OffsetDateTime cut) {
    return PLANS
        .STATE
        .in(Arrays.stream(PlanState.values()).map(PlanState::name).toList())
        .and(coalesce(PLANS.CARRIED_OUT_AT, PLANS.DECIDED_AT).lt(cut))
        .and(
            notExists(
                selectOne()
                    .from(PLAN_CHANGES)
                    .where(PLAN_CHANGES.DISTRICT.eq(PLANS.DISTRICT))
                    .and(PLAN_CHANGES.PLAN.eq(PLANS.PLAN))
                    .and(HoldConditions.holds(PLANS, PLAN_CHANGES))));
  }
}
