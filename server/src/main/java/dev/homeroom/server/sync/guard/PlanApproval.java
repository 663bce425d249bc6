package dev.homeroom.server.sync.guard;

import dev.homeroom.server.db.generated.tables.records.PlansRecord;
import dev.homeroom.server.record.PlanState;
import java.time.Duration;
import java.time.Instant;

/** The time in which a run may carry out what a person approved. */
public final class PlanApproval {
  /** An approval that no run has carried out for this long lapses. */
  public static final Duration LIFETIME = Duration.ofHours(24);

  private PlanApproval() {}

  /** Returns whether the plan is approved, not carried out, and too old to be carried out. */
  public static boolean lapsed(PlansRecord plan, Instant now) {
    var approved = plan.getDecidedAt();
    return plan.getState().equals(PlanState.APPROVED.name())
        && plan.getCarriedOutAt() == null
        && (approved == null || !approved.toInstant().plus(LIFETIME).isAfter(now));
  }
}
