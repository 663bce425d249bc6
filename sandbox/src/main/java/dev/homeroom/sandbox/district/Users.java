package dev.homeroom.sandbox.district;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The users' columns, one element per slot. What is not here is derived from the record's serial
 * number.
 */
public final class Users {
  /** No school, no student. */
  public static final int NONE = -1;

  final byte[] roles;
  final byte[] grades;
  final byte[] birthYears;
  final int[][] schools;
  final int[][] students;
  final int[] sisNumbers;
  final Map<Integer, PersonName> renamed;
  final Map<Integer, String> emails;
  final Map<Integer, String> gradeWords;
  final Map<Integer, RoleOrigin> origins;

  Users(
      byte[] roles,
      byte[] grades,
      byte[] birthYears,
      int[][] schools,
      int[][] students,
      int[] sisNumbers,
      Map<Integer, PersonName> renamed,
      Map<Integer, String> emails,
      Map<Integer, String> gradeWords,
      Map<Integer, RoleOrigin> origins) {
    this.roles = roles;
    this.grades = grades;
    this.birthYears = birthYears;
    this.schools = schools;
    this.students = students;
    this.sisNumbers = sisNumbers;
    this.renamed = renamed;
    this.emails = emails;
    this.gradeWords = gradeWords;
    this.origins = origins;
  }

  /** The same users with other roles. */
  Users withRoles(byte[] newRoles) {
    return new Users(
        newRoles,
        grades,
        birthYears,
        schools,
        students,
        sisNumbers,
        renamed,
        emails,
        gradeWords,
        origins);
  }

  /** The mask of the user's roles. */
  public int roles(int slot) {
    return roles[slot];
  }

  /** The student's grade number. */
  public int grade(int slot) {
    return grades[slot];
  }

  /** The student's grade as the API shows it. */
  public String gradeWord(int slot) {
    return gradeWords.getOrDefault(slot, Grade.word(grades[slot]));
  }

  /** The student's year of birth. */
  public int birthYear(int slot) {
    return 1900 + (birthYears[slot] & 0xFF);
  }

  /** The user's school number {@code rank} (0 to 2; 0 is the primary one), or {@link #NONE}. */
  public int school(int slot, int rank) {
    return schools[rank][slot];
  }

  /** Whether the user belongs to this school, by any rank. */
  public boolean belongsTo(int slot, int school) {
    return schools[0][slot] == school || schools[1][slot] == school || schools[2][slot] == school;
  }

  /** The number that the SIS knows the user by in this role. */
  public int sisNumber(int slot, Role role) {
    if (origins.isEmpty()) {
      return sisNumbers[slot];
    }
    var origin = origins.get(RoleOrigin.key(slot, role));
    return origin == null ? sisNumbers[slot] : origin.number();
  }

  /** The slot of the user who held this role first: the user's own, or one merged into it. */
  public int firstHolder(int slot, Role role) {
    var origin = origins.get(RoleOrigin.key(slot, role));
    return origin == null || origin.slot() == NONE ? slot : firstHolder(origin.slot(), role);
  }

  /** The address that the user was given instead of the first one; empty text for none. */
  @Nullable String changedEmail(int slot) {
    return emails.isEmpty() ? null : emails.get(slot);
  }

  /** The slot of a contact's student number {@code rank} (0 or 1), or {@link #NONE}. */
  public int student(int slot, int rank) {
    return students[rank][slot];
  }
}
