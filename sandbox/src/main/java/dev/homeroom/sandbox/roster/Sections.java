package dev.homeroom.sandbox.roster;

import java.util.Arrays;

/** The sections by slot; members are user slots. */
public final class Sections {
  /** The largest number of teachers that Clever shows of a section (sandbox/CLEVER.md 3.4). */
  public static final int MOST_TEACHERS = 10;

  /** Stands for no course, no term or no subject. */
  public static final int NONE = -1;

  private final Rows rows;

  Sections(Rows rows) {
    this.rows = rows;
  }

  Section at(int slot) {
    return (Section) rows.entries[slot];
  }

  /** Returns whether a section has the same members, in the same order, in both. */
  public boolean hasSameMembers(Sections other, int slot) {
    return at(slot) == other.at(slot)
        || (Arrays.equals(at(slot).students, other.at(slot).students)
            && Arrays.equals(at(slot).teachers, other.at(slot).teachers));
  }

  /** The slot of the section's school. */
  public int school(int slot) {
    return at(slot).school;
  }

  /** The slot of the section's course, or {@link #NONE}. */
  public int course(int slot) {
    return at(slot).course;
  }

  /** The slot of the section's term, or {@link #NONE}. */
  public int term(int slot) {
    return at(slot).term;
  }

  /** The subject's number, or {@link #NONE}. */
  public int subject(int slot) {
    return at(slot).subject();
  }

  /** The grade number. */
  public int grade(int slot) {
    return at(slot).grade;
  }

  /** The period of the day. */
  public int period(int slot) {
    return at(slot).period();
  }

  /** The number of teachers of the section; the first is the primary one. */
  public int teachers(int slot) {
    return at(slot).teachers.length;
  }

  /** The user slot of a teacher. */
  public int teacher(int slot, int rank) {
    return at(slot).teachers[rank];
  }

  /** The number of students of the section. */
  public int students(int slot) {
    return at(slot).students.length;
  }

  /** The user slot of a student. */
  public int student(int slot, int rank) {
    return at(slot).students[rank];
  }

  /** Returns whether the user attends the section or teaches it. */
  public boolean hasMember(int slot, int user) {
    return at(slot).hasMember(user);
  }
}
