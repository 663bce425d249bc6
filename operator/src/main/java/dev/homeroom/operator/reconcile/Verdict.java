package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.resource.StatusCondition;

/** A condition's status, reason and message, before it has a transition time. */
record Verdict(String status, String reason, String message) {
  static final String TRUE = "True";
  static final String FALSE = "False";
  static final String UNKNOWN = "Unknown";

  static Verdict yes(String reason, String message) {
    return new Verdict(TRUE, reason, message);
  }

  static Verdict no(String reason, String message) {
    return new Verdict(FALSE, reason, message);
  }

  static Verdict unknown(String reason, String message) {
    return new Verdict(UNKNOWN, reason, message);
  }

  static Verdict of(StatusCondition condition) {
    return new Verdict(condition.status(), condition.reason(), condition.message());
  }

  boolean isFalse() {
    return status.equals(FALSE);
  }

  boolean isTrue() {
    return status.equals(TRUE);
  }
}
