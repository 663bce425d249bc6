package dev.homeroom.server.explain;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.plan.RecordPlans;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.PlanAspect;
import dev.homeroom.v1.PlanChangeKind;
import dev.homeroom.v1.PlanState;
import dev.homeroom.v1.RecordExplanation;
import dev.homeroom.v1.RecordPlan;
import dev.homeroom.v1.RecordStanding;
import dev.homeroom.v1.RecordVersion;
import dev.homeroom.v1.RecordVersionEnd;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Why one record is in the roster or not. */
record RecordStory(Moment moment, RecordKind<?, ?> kind, CleverId id, Instant now) {
  /** Tells it; refuses a record of which nothing is known. */
  RecordExplanation tell() {
    var versions = new RecordLife(moment, kind, id).versions();
    if (versions.isEmpty()) {
      throw new Refusal.RecordNotFound(
              moment.district(), kind.collection().word(), Optional.empty())
          .exception();
    }
    var plans = RecordPlans.find(moment.db(), moment.scope().district(), kind.type(), id, now);
    var newest = versions.getFirst();
    boolean live = newest.getUntilRevision() == 0;
    var holder = live ? holder(plans) : Optional.<Plan>empty();
    var standing =
        !live
            ? RecordStanding.RECORD_STANDING_ARCHIVED
            : holder.isPresent()
                ? RecordStanding.RECORD_STANDING_HELD
                : RecordStanding.RECORD_STANDING_LIVE;
    var sentence =
        live
            ? holder.map(RecordStory::held).orElseGet(() -> live(versions, plans))
            : archived(newest, plans);
    return RecordExplanation.newBuilder()
        .setName(kind.name(moment.district(), id))
        .setType(kind.type())
        .setStanding(standing)
        .setExplanation(sentence)
        .setRevision(moment.revision())
        .addAllVersions(versions)
        .addAllPlans(plans)
        .build();
  }

  /** The plan that keeps the whole record in the roster. */
  private static Optional<Plan> holder(List<RecordPlan> plans) {
    return plans.stream()
        .filter(plan ->
            plan.getPlan().getState() == PlanState.PLAN_STATE_PENDING
                || plan.getPlan().getState() == PlanState.PLAN_STATE_REJECTED
                || (plan.getPlan().getState() == PlanState.PLAN_STATE_APPROVED
                    && !plan.getPlan().hasCarryOutTime()))
        .filter(RecordStory::removes)
        .map(RecordPlan::getPlan)
        .findFirst();
  }

  private static boolean removes(RecordPlan plan) {
    return plan.getChangesList().stream()
        .anyMatch(change ->
            change.getAspect() == PlanAspect.PLAN_ASPECT_RECORD
                && change.getKind() == PlanChangeKind.PLAN_CHANGE_KIND_REMOVE);
  }

  private static String held(Plan plan) {
    var gone = "Clever shares it no more, but its removal is held by " + plan.getName();
    return switch (plan.getState()) {
      case PLAN_STATE_REJECTED ->
          gone
              + ", which "
              + plan.getDecidedBy()
              + " rejected: it stays until Clever shows it again or the plan is approved.";
      case PLAN_STATE_APPROVED ->
          gone + ", which " + plan.getDecidedBy() + " approved: the next full sync removes it.";
      case PLAN_STATE_PENDING,
          PLAN_STATE_LAPSED,
          PLAN_STATE_SUPERSEDED,
          PLAN_STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          gone + " until a reviewer approves or rejects it: " + plan.getReason();
    };
  }

  private static String live(List<RecordVersion> versions, List<RecordPlan> plans) {
    var first = versions.getFirst();
    var text =
        new StringBuilder("It is in the roster as Clever shares it, unchanged since revision ")
            .append(first.getFromRevision())
            .append(by(first.getFromSyncRun()));
    versions.stream()
        .filter(version -> version.getUntilRevision() > 0)
        .filter(RecordStory::left)
        .findFirst()
        .ifPresent(
            away -> text.append("; it was away from revision ").append(away.getUntilRevision()));
    var parts = plans.stream().map(RecordPlan::getPlan).filter(RecordStory::holds).findFirst();
    parts.ifPresent(plan -> text.append("; parts of it are held by ").append(plan.getName()));
    return text.append('.').toString();
  }

  private static boolean holds(Plan plan) {
    return plan.getState() == PlanState.PLAN_STATE_PENDING
        || plan.getState() == PlanState.PLAN_STATE_REJECTED;
  }

  private static boolean left(RecordVersion version) {
    return version.getEnd() == RecordVersionEnd.RECORD_VERSION_END_ARCHIVED;
  }

  private static String archived(RecordVersion newest, List<RecordPlan> plans) {
    var approved =
        plans.stream()
            .filter(RecordStory::removes)
            .map(RecordPlan::getPlan)
            .filter(Plan::hasCarryOutTime)
            .findFirst();
    return "It left the roster with revision "
        + newest.getUntilRevision()
        + by(newest.getUntilSyncRun())
        + ", since Clever shares it no more"
        + approved
            .map(plan ->
                "; the guard held that in "
                    + plan.getName()
                    + ", which "
                    + plan.getDecidedBy()
                    + " approved")
            .orElse("")
        + ". It returns under the same name when Clever shares it again.";
  }

  private static String by(String run) {
    return run.isEmpty() ? "" : ", by " + run;
  }
}
