package dev.homeroom.sandbox.roster;

import dev.homeroom.sandbox.district.Grade;
import dev.homeroom.sandbox.district.Role;

/** The users by slot, without the roles that an app may not see. */
public final class Users {
  /** Stands for no school or no student. */
  public static final int NONE = -1;

  private final Rows rows;
  private final int rolesOff;

  /**
   * @param rolesOff the mask of the roles that are not there
   */
  Users(Rows rows, int rolesOff) {
    this.rows = rows;
    this.rolesOff = rolesOff;
  }

  Person at(int slot) {
    return (Person) rows.entries[slot];
  }

  /** The mask of the user's roles. */
  public int roles(int slot) {
    return at(slot).roles & ~rolesOff;
  }

  /** The student's grade number. */
  public int grade(int slot) {
    return at(slot).grade;
  }

  /** The student's grade as the API shows it. */
  public String gradeWord(int slot) {
    var word = at(slot).gradeWord;
    return word == null ? Grade.word(grade(slot)) : word;
  }

  /** The student's year of birth. */
  public int birthYear(int slot) {
    return at(slot).birthYear;
  }

  /** The user's school number {@code rank} (0 to 2; 0 is the primary one), or {@link #NONE}. */
  public int school(int slot, int rank) {
    return at(slot).school(rank);
  }

  /** Returns whether the user belongs to this school, by any rank. */
  public boolean belongsTo(int slot, int school) {
    return at(slot).belongsTo(school);
  }

  /** The SIS's number of the user in this role. */
  public int sisNumber(int slot, Role role) {
    return at(slot).sisNumber(role);
  }

  /**
   * The slot of the user who first held this role: the user itself, or one that was merged into it.
   */
  public int firstHolder(int slot, Role role) {
    var origin = at(slot).origin(role);
    return origin == null || origin.slot() == NONE ? slot : firstHolder(origin.slot(), role);
  }

  /** The slot of a contact's student number {@code rank} (0 or 1), or {@link #NONE}. */
  public int student(int slot, int rank) {
    return at(slot).student(rank);
  }
}
