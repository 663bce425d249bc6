package dev.homeroom.server.sharing;

import java.util.List;
import java.util.Locale;

/**
 * Matches all records of a sort whose field compares with a value in a certain way; upper and lower
 * case are the same.
 *
 * @param field one of the subject's
 * @param value 1 to {@value #LONGEST_VALUE} characters, none of control; a {@link
 *     dev.homeroom.server.db.CleverId} where the field holds ids
 */
public record ShareRule(Subject subject, Field field, Operator operator, String value) {
  /** The longest value. */
  public static final int LONGEST_VALUE = 255;

  /** Checks that the subject has the field. */
  public ShareRule {
    if (!subject.fields().contains(field)) {
      throw new IllegalArgumentException(subject + " have no " + field.word());
    }
  }

  /** The sorts of records that rules are about. */
  public enum Subject {
    /** Sections, each with its school, term, course, teachers and students. */
    SECTIONS,
    /** Students. */
    STUDENTS,
    /** Teachers. */
    TEACHERS,
    /** Staff. */
    STAFF;

    /** The fields that rules on it compare. */
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

  /** The fields that rules compare; a user's are those of the role. */
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

    /** Whether it holds ids of Clever: rules ask whether it is one, or is not. */
    public boolean holdsIds() {
      return this == SCHOOL || this == COURSE || this == TERM_ID;
    }

    /** Clever's name of it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a field compares with the value. */
  public enum Operator {
    /** The field has the value. */
    IS,
    /** The field has another value, or none. */
    IS_NOT,
    /** The value is part of the field's. */
    CONTAINS
  }

  /** The rule as part of a canonical form: nothing else is written like it. */
  String canonical() {
    return subject + "." + field.word() + " " + operator + " " + value.length() + ":" + value;
  }
}
