package dev.homeroom.server.explain;

import dev.homeroom.server.access.ReadableRows;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.plan.RecordPlans;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.server.sharing.UncoveredRecord;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.PlanAspect;
import dev.homeroom.v1.PlanChangeKind;
import dev.homeroom.v1.RecordExplanation;
import dev.homeroom.v1.RecordPlan;
import dev.homeroom.v1.RecordStanding;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.RecordVersion;
import dev.homeroom.v1.SharingType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Explains why one record is in the roster or not. */
record RecordExplainer(Moment moment, RecordKind<?, ?> kind, CleverId id, Instant now) {
  /** Writes the explanation; refuses an unknown record. */
  RecordExplanation explain() {
    var versions = new RecordHistory(moment, kind, id).versions();
    var notCovered = UncoveredRecord.find(moment.db(), moment.scope(), kind.type(), id);
    if (versions.isEmpty() && notCovered.filter(UncoveredRecord::leftOut).isEmpty()) {
      throw ResourceRefusals.recordNotFound(
          moment.district(), kind.collection().word(), Optional.empty());
    }
    var plans = RecordPlans.find(moment.db(), moment.scope(), kind.type(), id, now);
    var holder = holder(plans);
    var standing = standing(versions, notCovered, holder);
    var successors = successors(standing);
    var explanation =
        RecordExplanation.newBuilder()
            .setName(kind.name(moment.district(), id))
            .setType(kind.type())
            .setStanding(standing)
            .setExplanation(
                new ExplanationText(versions, plans, notCovered, successors).of(standing, holder))
            .setRevision(moment.revision())
            .addAllVersions(versions)
            .addAllPlans(plans)
            .addAllSuccessors(successors);
    notCovered
        .flatMap(UncoveredRecord::share)
        .map(share -> EnumWords.require(SharingType.class, share.type()))
        .ifPresent(explanation::setNotCoveredBy);
    return explanation.build();
  }

  /**
   * The names of the users who took over the record's roles; empty while Clever shows the record.
   */
  private List<String> successors(RecordStanding standing) {
    return switch (standing) {
      case RECORD_STANDING_HELD, RECORD_STANDING_ARCHIVED ->
          kind.type() == RecordType.RECORD_TYPE_USER
              ? new UserSuccessors(moment, id)
                  .find().stream().map(user -> kind.name(moment.district(), user)).toList()
              : List.of();
      case RECORD_STANDING_LIVE,
          RECORD_STANDING_LEFT_OUT,
          RECORD_STANDING_OUT_OF_SIGHT,
          RECORD_STANDING_UNSPECIFIED,
          UNRECOGNIZED ->
          List.of();
    };
  }

  private RecordStanding standing(
      List<RecordVersion> versions, Optional<UncoveredRecord> notCovered, Optional<Plan> holder) {
    boolean live = !versions.isEmpty() && versions.getFirst().getUntilRevision() == 0;
    if (live) {
      return holder.isPresent()
          ? RecordStanding.RECORD_STANDING_HELD
          : RecordStanding.RECORD_STANDING_LIVE;
    }
    if (notCovered.isPresent()) {
      return RecordStanding.RECORD_STANDING_LEFT_OUT;
    }
    return new ReadableRows(moment.scope()).sees(moment.db(), kind.type(), id)
        ? RecordStanding.RECORD_STANDING_ARCHIVED
        : RecordStanding.RECORD_STANDING_OUT_OF_SIGHT;
  }

  /** The plan that keeps the whole record in the roster. */
  private static Optional<Plan> holder(List<RecordPlan> plans) {
    return plans.stream()
        .filter(plan -> RecordPlans.holds(plan.getPlan()))
        .filter(RecordExplainer::removes)
        .map(RecordPlan::getPlan)
        .findFirst();
  }

  static boolean removes(RecordPlan plan) {
    return plan.getChangesList().stream()
        .anyMatch(change ->
            change.getAspect() == PlanAspect.PLAN_ASPECT_RECORD
                && change.getKind() == PlanChangeKind.PLAN_CHANGE_KIND_REMOVE);
  }
}
