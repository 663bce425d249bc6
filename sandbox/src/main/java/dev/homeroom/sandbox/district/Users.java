package dev.homeroom.sandbox.district;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The users' columns, one element per slot. Other values are derived from the record's serial
 * number.
 */
public final class Users {
  /** Stands for no school or no student. */
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

  /** Returns the same users with other roles. */
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

  /** Returns whether the user belongs to this school, by any rank. */
  public boolean belongsTo(int slot, int school) {
    return schools[0][slot] == school || schools[1][slot] == school || schools[2][slot] == school;
  }

  /** The SIS's number of the user in this role. */
  public int sisNumber(int slot, Role role) {
    if (origins.isEmpty()) {
      return sisNumbers[slot];
    }
    var origin = origins.get(RoleOrigin.key(slot, role));
    return origin == null ? sisNumbers[slot] : origin.number();
  }

  /**
   * The slot of the user who first held this role: the user itself, or one that was merged into it.
   */
  public int firstHolder(int slot, Role role) {
    var origin = origins.get(RoleOrigin.key(slot, role));
    return origin == null || origin.slot() == NONE ? slot : firstHolder(origin.slot(), role);
  }

  /**
   * The address that replaced the user's first one: null if none did, an empty text for no address.
   */
  @Nullable String changedEmail(int slot) {
    return emails.isEmpty() ? null : emails.get(slot);
  }

  /** The slot of a contact's student number {@code rank} (0 or 1), or {@link #NONE}. */
  public int student(int slot, int rank) {
    return students[rank][slot];
  }
}
