package dev.homeroom.sandbox.command;

/**
 * A word that a command takes.
 *
 * @param label how help calls it; options begin with dashes
 * @param form how many there may be
 * @param means a few words for people
 */
record Parameter(String label, Form form, String means) {
  /** How many words a parameter takes. */
  enum Form {
    /** Exactly one. */
    ONE,
    /** One or none. */
    MAYBE,
    /** All that are left, also none. */
    REST,
    /** An option with a value. */
    OPTION,
    /** An option without one. */
    FLAG
  }

  static Parameter one(String label, String means) {
    return new Parameter(label, Form.ONE, means);
  }

  static Parameter maybe(String label, String means) {
    return new Parameter(label, Form.MAYBE, means);
  }

  static Parameter rest(String label, String means) {
    return new Parameter(label, Form.REST, means);
  }

  static Parameter option(String label, String means) {
    return new Parameter(label, Form.OPTION, means);
  }

  static Parameter flag(String label, String means) {
    return new Parameter(label, Form.FLAG, means);
  }

  boolean isPositional() {
    return form == Form.ONE || form == Form.MAYBE || form == Form.REST;
  }
}
