package dev.homeroom.server.plan;

import dev.homeroom.server.db.letter.ChangeOp;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.v1.PlanAspect;
import dev.homeroom.v1.PlanChangeKind;

/** Converts between the database's words for a change and the contract's. */
final class HeldChangeWords {
  private HeldChangeWords() {}

  static PlanChangeKind kind(ChangeOp change) {
    return switch (change) {
      case ADDED -> PlanChangeKind.PLAN_CHANGE_KIND_ADD;
      case CHANGED -> PlanChangeKind.PLAN_CHANGE_KIND_CHANGE;
      case REMOVED -> PlanChangeKind.PLAN_CHANGE_KIND_REMOVE;
      case UNCHANGED, REHASHED -> throw new IllegalStateException("no change: " + change);
    };
  }

  /** The operation of a kind. */
  static ChangeOp op(PlanChangeKind kind) {
    return switch (kind) {
      case PLAN_CHANGE_KIND_ADD -> ChangeOp.ADDED;
      case PLAN_CHANGE_KIND_CHANGE -> ChangeOp.CHANGED;
      case PLAN_CHANGE_KIND_REMOVE -> ChangeOp.REMOVED;
      case PLAN_CHANGE_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("no kind: " + kind);
    };
  }

  static PlanAspect aspect(String part) {
    return switch (ChangePart.of(part).kind()) {
      case RECORD -> PlanAspect.PLAN_ASPECT_RECORD;
      case VALUES -> PlanAspect.PLAN_ASPECT_VALUES;
      case ROLE -> PlanAspect.PLAN_ASPECT_ROLE;
      case ENROLLMENT -> PlanAspect.PLAN_ASPECT_ENROLLMENT;
      case MEMBERSHIP -> PlanAspect.PLAN_ASPECT_MEMBERSHIP;
      case FIELD -> PlanAspect.PLAN_ASPECT_FIELD;
    };
  }
}
