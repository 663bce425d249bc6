package dev.homeroom.server.sharing;

import java.util.List;
import java.util.Locale;

/**
 * Matches all records of a subject whose field compares with the value as the operator says. Upper
 * and lower case are equal.
 *
 * @param field one of the subject's fields
 * @param value 1 to {@value #LONGEST_VALUE} characters, no control characters; a {@link
 *     dev.homeroom.server.db.CleverId} if the field holds ids
 */
public record ShareRule(RuleSubject subject, Field field, Operator operator, String value) {
  /** The largest length of a value, in characters. */
  public static final int LONGEST_VALUE = 255;

  /** Checks that the subject has the field. */
  public ShareRule {
    if (!subject.fields().contains(field)) {
      throw new IllegalArgumentException(subject + " have no " + field.word());
    }
  }

  /** The kinds of records that rules can match. */
  public enum RuleSubject {
    /** Sections, each with its school, term, course, teachers and students. */
    SECTIONS,
    /** Students. */
    STUDENTS,
    /** Teachers. */
    TEACHERS,
    /** Staff. */
    STAFF;

    /** The fields that rules on this subject can compare. */
    public List<Field> fields() {
      return switch (this) {
        case SECTIONS ->
            List.of(
                Field.SCHOOL,
                Field.COURSE,
                Field.TERM_ID,
                Field.NAME,
                Field.SUBJECT,
                Field.GRADE,
                Field.PERIOD,
                Field.SECTION_NUMBER,
                Field.SIS_ID);
        case STUDENTS ->
            List.of(
                Field.SCHOOL,
                Field.GRADE,
                Field.SIS_ID,
                Field.STUDENT_NUMBER,
                Field.STATE_ID,
                Field.GRADUATION_YEAR,
                Field.EMAIL);
        case TEACHERS ->
            List.of(
                Field.SCHOOL,
                Field.SIS_ID,
                Field.TEACHER_NUMBER,
                Field.STATE_ID,
                Field.TITLE,
                Field.EMAIL);
        case STAFF ->
            List.of(Field.SCHOOL, Field.STAFF_ID, Field.DEPARTMENT, Field.TITLE, Field.EMAIL);
      };
    }
  }

  /** The fields that rules can compare. For a user they are the fields of the subject's role. */
  public enum Field {
    /** The id of a section's school, or of any school of a user's role. */
    SCHOOL,
    /** The id of a section's course. */
    COURSE,
    /** The id of a section's term. */
    TERM_ID,
    /** A section's name. */
    NAME,
    /** A section's subject. */
    SUBJECT,
    /** The grade. */
    GRADE,
    /** A section's period. */
    PERIOD,
    /** A section's number. */
    SECTION_NUMBER,
    /** The id in the district's own system. */
    SIS_ID,
    /** A student's number. */
    STUDENT_NUMBER,
    /** A teacher's number. */
    TEACHER_NUMBER,
    /** The id that the state gave. */
    STATE_ID,
    /** A student's year of graduation. */
    GRADUATION_YEAR,
    /** The id of staff in the district's own system. */
    STAFF_ID,
    /** The department of staff. */
    DEPARTMENT,
    /** The title. */
    TITLE,
    /** The e-mail address. */
    EMAIL;

    /**
     * Returns whether the field holds ids of Clever, which rules compare with {@code IS} or {@code
     * IS_NOT} only.
     */
    public boolean holdsIds() {
      return this == SCHOOL || this == COURSE || this == TERM_ID;
    }

    /** Clever's name for the field. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The comparison of a field with the value. */
  public enum Operator {
    /** The field has the value. */
    IS,
    /** The field has another value, or none. */
    IS_NOT,
    /** The value is part of the field's. */
    CONTAINS
  }

  /** The rule as part of a canonical form; different rules have different texts. */
  String canonical() {
    return subject + "." + field.word() + " " + operator + " " + value.length() + ":" + value;
  }
}
