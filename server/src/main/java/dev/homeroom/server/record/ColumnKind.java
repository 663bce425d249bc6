package dev.homeroom.server.record;

/** The kinds of values that columns hold. */
public enum ColumnKind {
  /** Text; null if Clever has none. */
  TEXT,
  /** Text that is empty, never null, if Clever has none. */
  REQUIRED_TEXT,
  /** A day. */
  DATE,
  /** An id of Clever. */
  ID,
  /** True if the user has the role. */
  ROLE,
  /** A set of ids, sorted; its members come and go one by one. */
  MEMBERS,
  /** A set of texts, sorted. */
  TEXTS,
  /** The students of a contact, in the order of the columns with their relationships. */
  RELATED,
  /** A text for each student of a contact. */
  RELATED_TEXTS;

  /** Returns an SQL condition: the column, as it is written in the statement, has a value. */
  public String isFilled(String column) {
    return switch (this) {
      case TEXT, REQUIRED_TEXT -> "coalesce(" + column + ", '') <> ''";
      case DATE, ID, ROLE -> column + " is not null";
      case MEMBERS, TEXTS, RELATED, RELATED_TEXTS -> "coalesce(cardinality(" + column + "), 0) > 0";
    };
  }
}
