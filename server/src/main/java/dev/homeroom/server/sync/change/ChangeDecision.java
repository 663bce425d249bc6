package dev.homeroom.server.sync.change;

/** The decision on a part of a record that a run would change. */
final class ChangeDecision {
  /** Not decided yet. */
  static final String OPEN = "?";

  /** Carried out. */
  static final String CARRIED_OUT = "a";

  /** Held by the pending plan. */
  static final String HELD = "h";

  /** Kept as it is: its plan was rejected, or is approved for a later run. */
  static final String DECIDED = "r";

  /** Kept as it is because it is unproven; the next run compares it again. */
  static final String WITHHELD = "w";

  private ChangeDecision() {}
}
