package dev.homeroom.server.plan;

import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.server.rpc.ResourceNames.PlanName;
import dev.homeroom.v1.ErrorReason;
import java.util.Optional;

/** Refuses decisions over plans. */
final class PlanRefusals {
  private PlanRefusals() {}

  /** Refuses a plan that the district does not have. */
  static RefusedException notFound(PlanName plan) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_PLAN_NOT_FOUND,
            "There is no plan " + plan + "; list the district's plans to see which there are.")
        .with("plan", plan.toString())
        .exception();
  }

  /** Refuses a decision over other changes than those of the plan. */
  static RefusedException digestMismatch(PlanName plan, String digest) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_PLAN_DIGEST_MISMATCH,
            "The digest is not that of plan "
                + plan
                + "; look at the plan's changes, and decide with the digest that the plan shows.")
        .with("plan", plan.toString())
        .with("digest", digest)
        .exception();
  }

  /** Refuses a decision over changes that the caller may not read. */
  static RefusedException notReadable(PlanName plan) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_PLAN_NOT_READABLE,
            "Plan "
                + plan
                + " holds changes that the caller may not read, and nobody decides over what they have not"
                + " seen; ask a reviewer whose grant in access.yaml reads every change of the plan.")
        .with("plan", plan.toString())
        .exception();
  }

  /** Refuses to decide over a plan that was approved before. */
  static RefusedException alreadyApproved(PlanName plan) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_PLAN_ALREADY_APPROVED,
            "Plan "
                + plan
                + " was approved before, which cannot be undone; there is nothing to do.")
        .with("plan", plan.toString())
        .exception();
  }

  /** Refuses to reject a plan that was rejected before. */
  static RefusedException alreadyRejected(PlanName plan) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_PLAN_ALREADY_REJECTED,
            "Plan "
                + plan
                + " was rejected before; there is nothing to do, and it can still be approved.")
        .with("plan", plan.toString())
        .exception();
  }

  /** Refuses to decide over a plan that has lapsed. */
  static RefusedException lapsed(PlanName plan) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_PLAN_LAPSED,
            "Plan "
                + plan
                + " has lapsed: Clever shares its records again, or an approval was not carried out"
                + " within 24 hours. What still goes waits in a newer plan; list the district's plans.")
        .with("plan", plan.toString())
        .exception();
  }

  /**
   * Refuses to decide over a plan that another plan has replaced.
   *
   * @param pending the name of the plan to decide over; empty if there is none
   */
  static RefusedException superseded(PlanName plan, Optional<String> pending) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_PLAN_SUPERSEDED,
            "Plan "
                + plan
                + " was superseded, since Clever says something else now; look at "
                + pending.orElse("the district's newer plans")
                + " instead.")
        .with("plan", plan.toString())
        .with("pendingPlan", pending)
        .exception();
  }
}
