package dev.homeroom.sandbox.command;

/**
 * A parameter of a command.
 *
 * @param label its name in the help; options begin with dashes
 * @param form the number of words that it takes
 * @param means a short description for people
 */
record Parameter(String label, Form form, String means) {
  /** The number of words that a parameter takes. */
  enum Form {
    /** Exactly one. */
    ONE,
    /** One or none. */
    MAYBE,
    /** All remaining words, or none. */
    REST,
    /** An option with a value. */
    OPTION,
    /** An option without a value. */
    FLAG
  }

  boolean isPositional() {
    return form == Form.ONE || form == Form.MAYBE || form == Form.REST;
  }
}
