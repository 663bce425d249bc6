package dev.homeroom.server.plan;

import dev.homeroom.server.db.RosterTable;
import dev.homeroom.v1.PlanAspect;
import dev.homeroom.v1.PlanChangeKind;

/** Converts between the database's words for a change and the contract's. */
final class HeldChangeWords {
  private HeldChangeWords() {}

  static PlanChangeKind kind(String change) {
    return switch (change) {
      case "+" -> PlanChangeKind.PLAN_CHANGE_KIND_ADD;
      case "~" -> PlanChangeKind.PLAN_CHANGE_KIND_CHANGE;
      case "-" -> PlanChangeKind.PLAN_CHANGE_KIND_REMOVE;
      default -> throw new IllegalStateException("no change: " + change);
    };
  }

  /** The database's sign for a kind. */
  static String sign(PlanChangeKind kind) {
    return switch (kind) {
      case PLAN_CHANGE_KIND_ADD -> "+";
      case PLAN_CHANGE_KIND_CHANGE -> "~";
      case PLAN_CHANGE_KIND_REMOVE -> "-";
      case PLAN_CHANGE_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("no kind: " + kind);
    };
  }

  static PlanAspect aspect(String part) {
    if (part.equals("record")) {
      return PlanAspect.PLAN_ASPECT_RECORD;
    }
    if (part.equals("values")) {
      return PlanAspect.PLAN_ASPECT_VALUES;
    }
    if (RosterTable.SECTION.lists().contains(part)) {
      return PlanAspect.PLAN_ASPECT_ENROLLMENT;
    }
    if (RosterTable.USER.lists().contains(part)) {
      return PlanAspect.PLAN_ASPECT_MEMBERSHIP;
    }
    return RosterTable.USER.roles().contains(part)
        ? PlanAspect.PLAN_ASPECT_ROLE
        : PlanAspect.PLAN_ASPECT_FIELD;
  }
}
