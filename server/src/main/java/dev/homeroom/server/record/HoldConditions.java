package dev.homeroom.server.record;

import static dev.homeroom.server.db.generated.Tables.PLANS;
import static dev.homeroom.server.db.generated.Tables.PLAN_CHANGES;

import dev.homeroom.server.db.generated.tables.PlanChanges;
import dev.homeroom.server.db.generated.tables.Plans;
import org.jooq.Condition;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * The conditions under which a plan still holds a change: the live roster differs from Clever's by
 * it. Every query that asks this uses these conditions.
 */
public final class HoldConditions {
  /** The table of plans, as text SQL names it. */
  public static final Plans P = PLANS.as("p");

  /** The table of plan changes, as text SQL names it. */
  public static final PlanChanges PC = PLAN_CHANGES.as("pc");

  private HoldConditions() {}

  /**
   * Returns the condition that the change is held: its plan is pending, or approved and not carried
   * out, or it was rejected and Clever has not shown it again.
   */
  public static Condition holds(Plans plan, PlanChanges change) {
    return pending(plan).or(awaitsRun(plan)).or(keptOut(plan, change));
  }

  /** Returns the condition that the plan waits for a person. */
  public static Condition pending(Plans plan) {
    return PlanState.PENDING.in(plan.STATE);
  }

  /**
   * Returns the condition that the plan is approved and no run has carried it out. It holds its
   * changes for as long, even when the approval is too old to be carried out: only a run that
   * judges them again ends it.
   */
  public static Condition awaitsRun(Plans plan) {
    return PlanState.APPROVED.in(plan.STATE).and(plan.CARRIED_OUT_AT.isNull());
  }

  /** Returns the condition that the change was rejected and Clever has not shown it again. */
  public static Condition keptOut(Plans plan, PlanChanges change) {
    return PlanState.REJECTED.in(plan.STATE).and(change.RETURNED.isFalse());
  }

  /** Returns a condition on {@link #P} and {@link #PC} as text. */
  public static String text(Condition condition) {
    return "(" + DSL.using(SQLDialect.POSTGRES).renderInlined(condition) + ")";
  }
}
