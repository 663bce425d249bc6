package dev.homeroom.operator.status;

import dev.homeroom.operator.resource.StatusCondition;

/** A condition's status, reason and message, before it has a transition time. */
record ConditionVerdict(String status, String reason, String message) {
  static final String TRUE = "True";
  static final String FALSE = "False";
  static final String UNKNOWN = "Unknown";

  static ConditionVerdict yes(String reason, String message) {
    return new ConditionVerdict(TRUE, reason, message);
  }

  static ConditionVerdict no(String reason, String message) {
    return new ConditionVerdict(FALSE, reason, message);
  }

  static ConditionVerdict unknown(String reason, String message) {
    return new ConditionVerdict(UNKNOWN, reason, message);
  }

  static ConditionVerdict of(StatusCondition condition) {
    return new ConditionVerdict(condition.status(), condition.reason(), condition.message());
  }

  boolean isFalse() {
    return status.equals(FALSE);
  }

  boolean isTrue() {
    return status.equals(TRUE);
  }
}
