package dev.homeroom.server.explain;

import dev.homeroom.server.plan.RecordPlans;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.UncoveredRecord;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.RecordPlan;
import dev.homeroom.v1.RecordStanding;
import dev.homeroom.v1.RecordVersion;
import dev.homeroom.v1.RecordVersionEnd;
import java.util.List;
import java.util.Optional;

/**
 * Explains to people the standing of a record, and the reasons.
 *
 * @param versions the newest first
 * @param plans the newest first
 * @param successors the names of the users into which it was merged
 */
record ExplanationText(
    List<RecordVersion> versions,
    List<RecordPlan> plans,
    Optional<UncoveredRecord> notCovered,
    List<String> successors) {
  /**
   * The sentence for a standing.
   *
   * @param holder the plan that keeps the whole record in the roster
   */
  String of(RecordStanding standing, Optional<Plan> holder) {
    return switch (standing) {
      case RECORD_STANDING_LIVE -> live();
      case RECORD_STANDING_HELD -> held(holder.orElseThrow()) + merged();
      case RECORD_STANDING_LEFT_OUT -> leftOut(notCovered.orElseThrow());
      case RECORD_STANDING_ARCHIVED -> archived() + merged();
      case RECORD_STANDING_OUT_OF_SIGHT -> outOfSight();
      case RECORD_STANDING_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("no standing: " + standing);
    };
  }

  private String held(Plan plan) {
    var gone =
        notCovered
                .map(found -> "Clever shows it, but " + uncovered(found))
                .orElse("Clever shares it no more")
            + "; its removal is held by "
            + plan.getName();
    return switch (plan.getState()) {
      case PLAN_STATE_REJECTED ->
          gone
              + ", which "
              + plan.getDecidedBy()
              + " rejected: it stays until "
              + notCovered.map(_ -> "the sharing covers it").orElse("Clever shows it again")
              + " or the plan is approved.";
      case PLAN_STATE_APPROVED ->
          gone + ", which " + plan.getDecidedBy() + " approved: the next full sync removes it.";
      case PLAN_STATE_LAPSED ->
          gone
              + ", which "
              + plan.getDecidedBy()
              + " approved more than 24 hours ago: that is too old, so the next full sync asks the"
              + " guard again.";
      case PLAN_STATE_PENDING, PLAN_STATE_SUPERSEDED, PLAN_STATE_UNSPECIFIED, UNRECOGNIZED ->
          gone + " until a reviewer approves or rejects it: " + plan.getReason();
    };
  }

  private String live() {
    var first = versions.getFirst();
    var text =
        new StringBuilder("It is in the roster as Clever shares it, unchanged since revision ")
            .append(first.getFromRevision())
            .append(by(first.getFromSyncRun()));
    versions.stream()
        .filter(version -> version.getUntilRevision() > 0)
        .filter(ExplanationText::left)
        .findFirst()
        .ifPresent(
            away -> text.append("; it was away from revision ").append(away.getUntilRevision()));
    plans.stream()
        .map(RecordPlan::getPlan)
        .filter(RecordPlans::holds)
        .findFirst()
        .ifPresent(plan -> text.append("; parts of it are held by ").append(plan.getName()));
    notCovered.ifPresent(found -> text.append("; ").append(uncovered(found)).append(kept(found)));
    return text.append('.').toString();
  }

  private static String kept(UncoveredRecord found) {
    return found
        .share()
        .filter(share -> share.onUndeclared() == DeclaredShare.OnUndeclared.WARN)
        .map(_ -> ", and the declaration says to warn only")
        .orElse("");
  }

  private static boolean left(RecordVersion version) {
    return version.getEnd() == RecordVersionEnd.RECORD_VERSION_END_ARCHIVED;
  }

  private String archived() {
    return departure()
        + ", since Clever shares it no more"
        + approval()
        + ". It returns under the same name when Clever shares it again.";
  }

  private String merged() {
    return successors.isEmpty()
        ? ""
        : " Clever has merged it into " + String.join(" and ", successors) + ".";
  }

  private String outOfSight() {
    var newest = versions.getFirst();
    return "No school of the caller's grant has it since revision "
        + newest.getUntilRevision()
        + by(newest.getUntilSyncRun())
        + ". Where it is, if it is in the roster at all, is told to reviewers whose grant has its"
        + " school, or the whole district.";
  }

  private String leftOut(UncoveredRecord found) {
    return "Clever shows it, but "
        + uncovered(found)
        + ", so it is left out. "
        + (versions.isEmpty() ? "" : departure() + approval() + ". ")
        + "It comes in with the next sync once the sharing covers it.";
  }

  private String departure() {
    var newest = versions.getFirst();
    return "It left the roster with revision "
        + newest.getUntilRevision()
        + by(newest.getUntilSyncRun());
  }

  private String approval() {
    return plans.stream()
        .filter(RecordExplainer::removes)
        .map(RecordPlan::getPlan)
        .filter(Plan::hasCarryOutTime)
        .findFirst()
        .map(plan ->
            "; the guard held that in "
                + plan.getName()
                + ", which "
                + plan.getDecidedBy()
                + " approved")
        .orElse("");
  }

  private static String uncovered(UncoveredRecord found) {
    return "the declared sharing"
        + found.share().map(share -> " (" + words(share) + ")").orElse(" of the last sync")
        + " does not cover it";
  }

  private static String words(DeclaredShare share) {
    return share.type()
        + switch (share) {
          case DeclaredShare.District _ -> "";
          case DeclaredShare.Schools schools -> ": " + schools.schools().size();
          case DeclaredShare.Sections sections -> ": " + sections.sections().size();
          case DeclaredShare.Pinned pinned ->
              pinned.sections().map(ids -> ": " + ids.size() + " pinned").orElse("");
          case DeclaredShare.Rules rules -> ": " + rules.include().size();
          case DeclaredShare.SchoolSite site -> ": " + site.schools().size();
        };
  }

  private static String by(String run) {
    return run.isEmpty() ? "" : ", by " + run;
  }
}
