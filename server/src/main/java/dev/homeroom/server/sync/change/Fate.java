package dev.homeroom.server.sync.change;

/** What becomes of a piece that a run would change. */
final class Fate {
  /** Nobody has decided yet. */
  static final String OPEN = "?";

  /** It is carried out. */
  static final String CARRIED_OUT = "a";

  /** It becomes part of the pending plan. */
  static final String HELD = "h";

  /** It stays as it is: its plan was rejected, or approved for a later run. */
  static final String DECIDED = "r";

  /** It stays as it is and is looked at again, since nothing proves it. */
  static final String WITHHELD = "w";

  private Fate() {}
}
