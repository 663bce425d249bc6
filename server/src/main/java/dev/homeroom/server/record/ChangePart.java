package dev.homeroom.server.record;

/**
 * A part of a record that a run changes by itself.
 *
 * @param word the part as columns have it: the name of the part's own column, or {@code record} or
 *     {@code values}
 */
public record ChangePart(Kind kind, String word) {
  /** The whole record. */
  public static final ChangePart RECORD = new ChangePart(Kind.RECORD, "record");

  /** The values of a record's fields. */
  public static final ChangePart VALUES = new ChangePart(Kind.VALUES, "values");

  /** The kinds of parts. */
  public enum Kind {
    /** The record itself. */
    RECORD,
    /** The values of its fields. */
    VALUES,
    /** A role of a user. */
    ROLE,
    /** A user's enrollment in a section, as a student or a teacher. */
    ENROLLMENT,
    /** A user's membership in a school. */
    MEMBERSHIP,
    /** One field, which becomes empty on many records at once. */
    FIELD
  }

  /** Returns the part of a word in a column. */
  public static ChangePart of(String word) {
    return new ChangePart(kindOf(word), word);
  }

  private static Kind kindOf(String word) {
    if (word.equals(RECORD.word())) {
      return Kind.RECORD;
    }
    if (word.equals(VALUES.word())) {
      return Kind.VALUES;
    }
    if (RosterType.SECTION.lists().contains(word)) {
      return Kind.ENROLLMENT;
    }
    if (RosterType.USER.lists().contains(word)) {
      return Kind.MEMBERSHIP;
    }
    return RosterType.USER.roles().contains(word) ? Kind.ROLE : Kind.FIELD;
  }

  /** Returns the literal of text SQL. */
  public String sql() {
    return "'" + word + "'";
  }
}
