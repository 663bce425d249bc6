package dev.homeroom.server.plan;

import static dev.homeroom.server.db.generated.Tables.PLANS;
import static dev.homeroom.server.db.generated.Tables.PLAN_CHANGES;
import static org.jooq.impl.DSL.selectDistinct;

import dev.homeroom.server.access.ReadableRows;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.plan.ChangeList.ChangeFilter;
import dev.homeroom.server.plan.ChangeList.ListedChange;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.RecordPlan;
import dev.homeroom.v1.RecordType;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;

/** Finds the plans that concern one record. */
public final class RecordPlans {
  private static final int MOST_PLANS = 10;
  private static final int MOST_CHANGES = 100;

  private RecordPlans() {}

  /**
   * Returns whether a plan that {@link #find} returned still holds its changes. One that lapsed or
   * was superseded has none left, so that it is not found; one whose approval is too old has them
   * until a run judges them again.
   */
  public static boolean holds(Plan plan) {
    return switch (plan.getState()) {
      case PLAN_STATE_PENDING, PLAN_STATE_REJECTED -> true;
      case PLAN_STATE_APPROVED, PLAN_STATE_LAPSED -> !plan.hasCarryOutTime();
      case PLAN_STATE_SUPERSEDED, PLAN_STATE_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }

  /**
   * The newest plans that hold or held a change of the record, newest first, each with the changes
   * that the caller may read. Changes that Clever has shown again since are left out.
   */
  public static List<RecordPlan> find(
      DSLContext sql, Scope.InDistrict scope, RecordType type, CleverId id, Instant now) {
    var district = scope.district();
    var ofRecord = ChangeFilter.of(type, id);
    return PlanReader.select(
            sql,
            district,
            PLANS.PLAN.in(
                selectDistinct(PLAN_CHANGES.PLAN)
                    .from(PLAN_CHANGES)
                    .where(PLAN_CHANGES.DISTRICT.eq(district.number()), ofRecord.condition())
                    .and(new ReadableRows(scope).naming(type, PLAN_CHANGES.ID))),
            MOST_PLANS,
            now)
        .stream()
        .map(plan -> {
          var name = ResourceNames.requirePlan("name", plan.getName());
          var changes = new ChangeList(scope, name.plan(), ofRecord);
          return RecordPlan.newBuilder()
              .setPlan(plan.toBuilder().clearCounts())
              .addAllChanges(
                  changes.page(sql, null, MOST_CHANGES).stream().map(ListedChange::change).toList())
              .build();
        })
        .toList();
  }
}
