package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A field that Clever does not guarantee and that a district may leave empty in some records
 * (sandbox/CLEVER.md 3.4). One name may stand for the field of several roles.
 */
public enum OptionalField {
  EMAIL("email", Role.values()),
  STUDENT_NUMBER("student_number", Role.STUDENT),
  STATE_ID("state_id", Role.STUDENT),
  DOB("dob", Role.STUDENT),
  GENDER("gender", Role.STUDENT),
  GRADE("grade", Role.STUDENT),
  GRADUATION_YEAR("graduation_year", Role.STUDENT),
  RACE("race", Role.STUDENT),
  TEACHER_NUMBER("teacher_number", Role.TEACHER),
  PHONE("phone", Role.CONTACT),
  SUBJECT("subject"),
  SECTION_GRADE("grade"),
  COURSE("course"),
  TERM_ID("term_id"),
  SECTION_NUMBER("section_number");

  /** The word that stands for sections where users have a role. */
  private static final String SECTION = "section";

  private final String key;
  private final int roles;

  OptionalField(String key, Role... roles) {
    this.key = key;
    this.roles = Arrays.stream(roles).mapToInt(Role::bit).sum();
  }

  /** The key in Clever's JSON. */
  public String key() {
    return key;
  }

  /** The type of the records that have it. */
  public RecordType type() {
    return roles == 0 ? RecordType.SECTIONS : RecordType.USERS;
  }

  /**
   * The field of a role, or of {@code section}.
   *
   * @throws IllegalArgumentException when there is no such field; the message lists the existing
   *     ones
   */
  public static OptionalField of(String whose, String key) {
    return Arrays.stream(values())
        .filter(field -> field.key.equals(key) && field.belongsTo(whose))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s of %s is no field that can be left empty; there are %s"
                    .formatted(key, whose, all())));
  }

  private boolean belongsTo(String whose) {
    return roles == 0
        ? whose.equals(SECTION)
        : Role.ofWord(whose).filter(role -> role.in(roles)).isPresent();
  }

  private static String all() {
    return Arrays.stream(values())
        .map(field -> field.owners() + " " + field.key)
        .collect(Collectors.joining(", "));
  }

  private String owners() {
    return roles == 0
        ? SECTION
        : Arrays.stream(Role.values())
            .filter(role -> role.in(roles))
            .map(Role::word)
            .collect(Collectors.joining("|"));
  }
}
